"""What happens at the same moment. Only PostgreSQL lets two writers in at all; SQLite queues them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.utils import timezone

from comments import moderation, signed, text
from comments.models import Block, Comment, Decision, Discussion, SpamToken
from comments.moderation import Draft
from tests import make

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _two_writers():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def at_once(*acts):
    """Run these together. Returns what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 (what was raised is what is asked)
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def moderators(number):
    # The groups that migrations made are emptied with all other tables after a transactional test.
    return [make.user(is_superuser=True) for _number in range(number)]


def count(edition):
    return Discussion.objects.get(pk=edition.article_id).count


@pytest.mark.parametrize("_time", range(3))
def test_four_approvals_count_once(edition, say, _time):
    comment = say(status="pending")
    results = at_once(*(lambda who=who: moderation.approve(again(comment), who) for who in moderators(4)))
    assert sum(result is not None for result in results) == 1
    assert (count(edition), Decision.objects.count()) == (1, 1)


@pytest.mark.parametrize("_time", range(3))
def test_of_two_who_disagree_the_second_is_told(edition, say, _time):
    comment = say(status="pending")
    seen, (one, two) = (again(comment), again(comment)), moderators(2)
    results = at_once(
        lambda: moderation.approve(seen[0], one),
        lambda: moderation.remove(seen[1], two, "attack"),
    )
    assert sorted(type(result).__name__ for result in results) == ["AlreadyDecided", "Decision"]
    assert count(edition) == again(comment).is_approved and Decision.objects.count() == 1


def drafts(edition, number, **fields):
    stamp = signed.stamp(edition.article_id, timezone.now() - timedelta(hours=2))
    base = {"edition": edition, "discussion": Discussion(article_id=edition.article_id), "stamp": stamp}
    return [
        Draft(**base | {"text": f"Remark {n}.", "name": f"W{n}", "network": f"{n}" * 16} | fields)
        for n in range(number)
    ]


def test_of_four_equal_posts_one_is_stored(edition):
    posts = drafts(edition, 4, text="Only once.", name="Rosa", email="rosa@readers.example")
    results = at_once(*(lambda post=post: moderation.receive(post) for post in posts))
    assert sum(isinstance(result, Comment) for result in results) == 1
    assert all(isinstance(result, Comment | moderation.Refused) for result in results)
    assert Comment.objects.count() == 1


def test_of_four_posts_of_one_writer_under_different_stories_one_gets_the_turn(edition):
    posts = [
        draft
        for story in (edition, make.live(), make.live(), make.live())
        for draft in drafts(story, 1, email="rosa@readers.example")
    ]
    results = at_once(*(lambda post=post: moderation.receive(post) for post in posts))
    assert sum(isinstance(result, Comment) for result in results) == 1


def test_replies_and_decisions_do_not_wait_for_each_other_for_ever(edition, say):
    parent = say()
    boss = moderators(1)[0]
    replies = drafts(edition, 4, parent=parent)
    moves = [moderation.mark_spam, moderation.approve, moderation.reopen, moderation.approve]
    results = at_once(
        *(lambda reply=reply: moderation.receive(reply) for reply in replies),
        *(lambda move=move: move(again(parent), boss) for move in moves),
    )
    assert all(isinstance(result, Comment | Decision | moderation.AlreadyDecided | None) for result in results), (
        results
    )
    assert count(edition) == Comment.objects.approved().count()


@pytest.mark.parametrize("_time", range(3))
def test_of_four_blocks_of_one_address_one_is_in_force(transactional_db, _time):
    acts = [
        lambda who=who, why=why: moderation.block("address", "rosa@readers.example", "refuse", by=who, note=why)
        for who, why in zip(moderators(4), ["", "", "Insults.", "Insults."], strict=True)
    ]
    results = at_once(*acts)
    assert all(isinstance(result, Block) for result in results), results
    assert Block.objects.in_force(timezone.now()).count() == 1
    assert Block.objects.filter(lifted_at=None).count() == 1 and Block.objects.count() <= 2


def test_two_who_lift_one_block_end_it_once(transactional_db):
    made = moderation.block("address", "rosa@readers.example", "refuse", by=moderators(1)[0])
    at_once(*(lambda who=who: moderation.lift(Block.objects.get(pk=made.pk), by=who) for who in moderators(2)))
    assert LogEntry.objects.filter(change_message="Lifted.").count() == 1


def test_of_two_who_note_something_at_once_one_is_told(transactional_db):
    email, seen = "rosa@readers.example", text.fingerprint("")
    words = zip(moderators(2), ["Polite.", "Rude."], strict=True)
    results = at_once(
        *(lambda who=who, said=said: moderation.note_on_person(email, said, who, seen=seen) for who, said in words)
    )
    assert sorted(type(result).__name__ for result in results) == ["Commenter", "NoteChanged"]


# --- Moderators, writers and the queue ---


@pytest.mark.parametrize("_time", range(2))
def test_bulk_and_single_decide_each_comment_once(edition, say, _time):
    comments = [say(status="pending") for _number in range(6)]
    one, two = moderators(2)
    named = [f"{comment.pk}:pending" for comment in comments]
    alone = comments[3]
    results = at_once(
        lambda: post(one, "act", {"do": "approve", "id": named}),
        lambda: post(two, "act", {"do": "spam", "id": named[3:4]}),
        lambda: post(two, "act", {"do": "spam", "id": list(reversed(named))}),
    )
    assert {response.status_code for response in results} <= {200, 409}, results
    assert Decision.objects.count() == 6
    assert not Comment.objects.pending().exists() and again(alone).decided_by in (one, two)
    assert count(edition) == Comment.objects.approved().count()


@pytest.mark.parametrize("_time", range(2))
def test_an_undo_and_another_decision_do_not_both_win(edition, say, _time):
    comment, (one, two) = say(status="pending"), moderators(2)
    decision, seen = moderation.approve(again(comment), one), again(comment)
    results = at_once(
        lambda: moderation.undo(Decision.objects.get(pk=decision.pk), one),
        lambda: moderation.remove(seen, two, "attack"),
    )
    assert sorted(type(result).__name__ for result in results) == ["AlreadyDecided", "Decision"]
    assert again(comment).status in ("pending", "removed") and count(edition) == 0
    assert known() == Counter()


def test_of_two_who_undo_one_does(edition, say):
    comment, (one, two) = say(status="pending"), moderators(2)
    decision = moderation.approve(again(comment), one)
    results = at_once(
        *(lambda who=who: moderation.undo(Decision.objects.get(pk=decision.pk), who) for who in (one, two))
    )
    assert sum(isinstance(result, Decision) for result in results) == 1 and None in results
    assert (again(comment).status, count(edition)) == ("pending", 0)


def test_a_double_click_is_one_decision_and_both_are_told(edition, say):
    comment, (one,) = say(status="pending"), moderators(1)
    form = {"do": "remove:attack", "id": f"{comment.pk}:pending"}
    results = at_once(*[lambda: post(one, "act", form)] * 3)
    assert [response.status_code for response in results] == [200] * 3
    assert {response.json()["said"] for response in results} == {f"Removed: comment by {comment.name}."}
    assert {response.json()["decisions"] for response in results} == {str(Decision.objects.get().pk)}


@pytest.mark.parametrize("_time", range(2))
def test_a_reply_to_what_is_removed_meanwhile_is_kept_and_counted(edition, say, _time):
    parent, (one,) = say(), moderators(1)
    replies = drafts(edition, 3, parent=parent)
    results = at_once(
        lambda: moderation.remove(again(parent), one, "attack"),
        *(lambda reply=reply: moderation.receive(reply) for reply in replies),
    )
    assert isinstance(results[0], Decision)
    assert all(isinstance(result, Comment | moderation.Refused) for result in results[1:]), results
    approved = Comment.objects.approved().filter(parent=parent).count()
    assert (count(edition), again(parent).answers) == (approved, approved)


@pytest.mark.parametrize("_time", range(2))
def test_an_approval_never_shows_words_that_nobody_read(edition, say, _time):
    comment, (one,) = say(status="pending", reasons=["first"], ago=1), moderators(1)
    seen = again(comment)
    results = at_once(
        lambda: moderation.approve(seen, one),
        lambda: moderation.edit(again(comment), "Other words.", timezone.now()),
        lambda: moderation.take_back(again(comment), timezone.now()),
    )
    allowed = (Decision, moderation.AlreadyDecided, moderation.Refused, type(None))
    assert all(isinstance(result, allowed) for result in results), results
    stored = again(comment)
    assert not (stored.is_approved and stored.edited_at) and count(edition) == stored.is_approved


def post(who, act, form):
    browser = Client()
    browser.force_login(who)
    return browser.post(f"/admin/comments/comment/{act}/", form, headers={"accept": "application/json"})


def known():
    """What the filter has learned, all told."""
    rows = SpamToken.objects.exclude(spam=0, ham=0)
    return Counter({row.token: row.spam + row.ham for row in rows})
