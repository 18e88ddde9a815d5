from datetime import timedelta

import pytest
from django.utils import timezone

from comments import threads
from comments.models import Comment, Discussion
from comments.threads import NoSuchPage, Part, page_of, place_of, thread
from tests import make

ROOTS = 3


@pytest.fixture(autouse=True)
def _short_pages(settings):
    settings.NEWSROOM_COMMENT_ROOTS = ROOTS


def outline(nodes):
    """The tree as nested tuples: text, and what is below."""
    return [(node.comment.text if node.is_open else "–", *outline(node.replies)) for node in nodes]


def read(edition, page=1, mine=None, **options):
    return thread(edition.article_id, page, timezone.now(), mine, **options)


def chain(say, *texts):
    parent = None
    for text in texts:
        parent = say(text, name=text, parent=parent)
    return parent


def test_nobody_has_written(edition):
    empty = read(edition)
    assert (empty.roots, empty.pages, empty.discussion.count) == ([], 1, 0)


def test_threads_stand_oldest_first_with_their_answers(edition, say):
    one, two = say("one"), say("two")
    say("two, late", parent=two)
    say("one, late", parent=one)
    say("one, first", parent=one, ago=61)
    assert outline(read(edition).roots) == [("one", ("one, first",), ("one, late",)), ("two", ("two, late",))]


def test_three_indents_then_answers_stand_side_by_side_and_name_whom_they_answer(edition, say):
    chain(say, "a", "b", "c", "d", "e", "f")
    roots = read(edition).roots
    assert outline(roots) == [("a", ("b", ("c", ("d",), ("e",), ("f",))))]
    deepest = roots[0].replies[0].replies[0].replies
    assert [(node.depth, node.answers and node.answers.name) for node in deepest] == [
        (3, None),
        (3, "d"),
        (3, "e"),
    ]


def test_a_thread_of_a_thousand_levels_is_read(edition, say):
    discussion = say("root").discussion
    above = Comment.objects.get()
    for number in range(1000):
        above = Comment(
            pk=above.pk + 1, discussion=discussion, parent_id=above.pk, root_id=1, name="X", status="approved"
        )
        above.created_at, above.text = timezone.now(), str(number)
        Comment.objects.bulk_create([above])
    Comment.objects.update(root=Comment.objects.order_by("pk").first())
    Discussion.objects.recount()
    root = read(edition).roots[0]
    assert (root.size, root.is_cut, len(read(edition).nodes)) == (1000, True, threads.REPLIES_AMONG_OTHERS + 1)
    alone = [read(edition, part=Part(page, thread=root.comment.pk)) for page in (1, 10)]
    assert [(page.pages, len(page.nodes)) for page in alone] == [(10, 101), (10, 101)]
    assert alone[1].roots[0].replies[0].answers.text == "899"


def test_an_answer_older_than_its_question_is_still_below_it(edition, say):
    parent = say("question")
    say("answer", parent=parent, ago=9000)
    assert outline(read(edition).roots) == [("question", ("answer",))]


# --- What is hidden ---


@pytest.mark.parametrize("status", ["pending", "spam", "removed"])
def test_what_is_not_approved_is_gone_and_leaves_a_line_only_above_visible_answers(edition, say, status):
    hidden = say("hidden", status=status)
    below = say("hidden too", parent=hidden, status=status)
    assert outline(read(edition).roots) == []
    say("seen", parent=below)
    assert outline(read(edition).roots) == [("–", ("–", ("seen",)))]


def test_a_removed_comment_between_others_keeps_them_together(edition, say):
    top = say("top")
    between = say("between", parent=top, status="removed")
    say("gone", parent=top, status="removed")
    say("below", parent=between)
    assert outline(read(edition).roots) == [("top", ("–", ("below",)))]


@pytest.mark.parametrize("status", ["pending", "spam"])
def test_a_held_comment_is_seen_by_its_writer_only(edition, say, status):
    top = say("top")
    mine, other = say("mine", parent=top, status=status), say("other", parent=top, status=status)
    assert outline(read(edition, mine=mine.pk).roots) == [("top", ("mine",))]
    assert [node.is_held for node in read(edition, mine=mine.pk).nodes.values()] == [False, True]
    assert outline(read(edition).roots) == [("top",)]
    assert outline(read(edition, mine=other.pk).roots) == [("top", ("other",))]


def test_a_held_root_is_seen_by_its_writer_under_a_story_without_comments(edition, say):
    mine = say("mine", status="pending")
    assert outline(read(edition, mine=mine.pk).roots) == [("mine",)]


def test_a_removed_comment_is_not_shown_to_its_writer_either(edition, say):
    mine = say("mine", status="removed")
    say("answer", parent=mine)
    assert outline(read(edition, mine=mine.pk).roots) == [("–", ("answer",))]


def test_another_storys_comment_is_never_shown(edition, say):
    elsewhere = say("elsewhere", under=make.live(), status="pending")
    say("here")
    assert outline(read(edition, mine=elsewhere.pk).roots) == [("here",)]


# --- Pages ---


def test_pages_are_counted_by_threads_that_are_seen(edition, say):
    roots = [say(f"root {number}") for number in range(7)]
    say("spam", status="spam", ago=90)
    say("removed", status="removed", ago=90)
    for root in roots:
        say("answer", parent=root)
    pages = [read(edition, number) for number in (1, 2, 3)]
    assert [[node.comment.text for node in page.roots] for page in pages] == [
        ["root 0", "root 1", "root 2"],
        ["root 3", "root 4", "root 5"],
        ["root 6"],
    ]
    assert {page.pages for page in pages} == {3}
    assert [(page.previous and page.previous.page, page.next and page.next.page) for page in pages] == [
        (None, 2),
        (1, 3),
        (2, None),
    ]


def test_a_page_too_many_does_not_exist(edition, say):
    for _number in range(ROOTS):
        say()
    for number in (2, 3, 10**6):
        with pytest.raises(NoSuchPage):
            read(edition, number)


def test_the_page_of_a_comment_is_the_page_it_stands_on(edition, say):
    moment = timezone.now()
    for number in range(8):
        root = say(status="approved" if number % 3 else "removed")
        say(parent=root)
    Comment.objects.filter(parent=None).update(created_at=moment)
    mine = say(status="pending")
    for comment in Comment.objects.filter(status="approved"):
        assert comment.pk in read(edition, page_of(comment)).nodes
    assert mine.pk in read(edition, page_of(mine, mine.pk), mine.pk).nodes


@pytest.mark.parametrize("order", threads.ORDERS)
def test_every_page_of_every_order_shows_each_thread_once(edition, say, order):
    roots = [say(str(number), status="removed" if number == 2 else "approved") for number in range(7)]
    for number, root in enumerate(roots):
        for _answer in range(number % 4):
            say(parent=root)
    mine = say("mine", parent=roots[0], status="pending")
    pages = [read(edition, mine=mine.pk, part=Part(page, order)) for page in (1, 2, 3)]
    shown = [node.comment for page in pages for node in page.roots]
    assert {comment.pk for comment in shown} == {root.pk for root in roots} and len(shown) == 7
    answers = [comment.answers for comment in shown]
    assert order != "replies" or answers == sorted(answers, reverse=True)
    times = [comment.created_at for comment in shown]
    assert order != "newest" or times == sorted(times, reverse=True)
    for comment in (*shown, *Comment.objects.approved(), mine):
        place = place_of(comment, mine.pk, order)
        assert place.order == order and comment.pk in pages[place.page - 1].nodes


def test_a_long_thread_goes_on_alone_and_each_answer_is_found_there(edition, say, monkeypatch):
    monkeypatch.setattr(threads, "REPLIES_AMONG_OTHERS", 2)
    monkeypatch.setattr(threads, "REPLIES_ALONE", 3)
    root = say("root")
    hidden = say("hidden", parent=root, status="removed")
    first = say("first", parent=hidden)
    answers = [first, *(say(parent=first) for _number in range(7))]
    among = read(edition)
    assert (among.roots[0].size, among.roots[0].is_cut) == (8, True)
    assert outline(among.roots)[0][1][0] == "–"
    for comment in answers:
        place = place_of(comment)
        assert comment.pk in read(edition, part=place).nodes
        assert (place.thread is None) == (comment in answers[:2])
    with pytest.raises(NoSuchPage):
        read(edition, part=Part(4, thread=root.pk))


def test_only_the_root_of_a_thread_that_is_seen_here_can_stand_alone(edition, say):
    root, other = say(), say(under=make.live())
    for pk in (say(parent=root).pk, say(status="spam").pk, other.pk, 10**17):
        with pytest.raises(NoSuchPage):
            read(edition, part=Part(thread=pk))


def test_what_editors_picked_stands_alone_and_only_while_it_is_seen(edition, say):
    root = say("root")
    say("picked", parent=root, is_pick=True), say("removed", status="removed", is_pick=True)
    assert read(edition).picks == 1
    picked = read(edition, part=Part(picks=True))
    assert [(node.comment.text, node.answers.pk) for node in picked.roots] == [("picked", root.pk)]


# --- Folding ---


def test_six_answers_are_folded_and_five_are_not(edition, say):
    five, six = say("five"), say("six")
    for _number in range(5):
        say(parent=five)
        last = say(parent=six)
    say(parent=last, text="sixth")
    few, many = read(edition).roots
    assert (few.size, few.is_unfolded, many.size, many.is_unfolded) == (5, True, 6, False)


def test_answers_around_the_form_and_ones_own_are_unfolded(edition, say):
    root = say()
    for _number in range(8):
        last = say(parent=root)
    mine = say(parent=root, status="pending")
    assert not read(edition).roots[0].is_unfolded
    assert read(edition, focus=last.pk).roots[0].is_unfolded
    assert read(edition, mine=mine.pk).roots[0].is_unfolded


# --- Cost ---


@pytest.mark.parametrize("number", [1, 20])
def test_a_page_takes_three_queries(edition, say, number, django_assert_num_queries):
    for _number in range(number):
        say(parent=say(parent=say()))
    long = say()
    for _number in range(threads.REPLIES_AMONG_OTHERS + 1):
        say(parent=long)
    with django_assert_num_queries(3):
        nodes = read(edition).nodes.values()
        assert [node.comment.html + node.comment.get_badge_display() for node in nodes]


def test_an_empty_conversation_takes_one(edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        read(edition)
    with django_assert_num_queries(0):
        read(edition, discussion=Discussion(article_id=edition.article_id))


def test_what_is_private_is_not_even_read(edition, say, django_assert_num_queries):
    say()
    with django_assert_num_queries(2) as captured:
        read(edition)
    columns = [query["sql"].split(" FROM ")[0] for query in captured]
    assert not [sql for sql in columns if "email" in sql or "network" in sql]


def test_times_decide_when_it_is_closed(edition):
    later = timezone.now() + timedelta(hours=1)
    Discussion.objects.create(article_id=edition.article_id, closes_at=later)
    assert thread(edition.article_id, at=later).closing.since == later
    assert thread(edition.article_id, at=later - timedelta(seconds=1)).closing is None
