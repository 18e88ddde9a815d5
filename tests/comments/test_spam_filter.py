"""The spam filter: what it reads, what it says, what it learns."""

import ast
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments import moderation, signed, spam
from comments.models import Comment, Discussion, SpamToken
from comments.moderation import Draft
from comments.spam import drawing, learning, marks, measuring, model
from tests import make

SET = Path(__file__).parent / "spam_set"
CASINO = "Best online casino! Claim 200 free spins now https://casino-spins-777.example/bonus https://x.example"
FERRY = "I was on that ferry on Monday and nobody told us anything for forty minutes."


def learned():
    return {t: (s, h) for t, s, h in SpamToken.objects.values_list("token", "spam", "ham") if s or h}


@pytest.fixture
def draft(edition):
    stamp = signed.stamp(edition.article_id, timezone.now() - timedelta(hours=2))
    discussion = Discussion.objects.of(edition.article_id)
    return Draft(edition, discussion, FERRY, "Rosa", "rosa@readers.example", stamp=stamp)


# --- Marks ---


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 3000,
        "\0" * 50,
        "😀" * 2000,
        "word " * 200_000,
        "http://a.example " * 10_000,
        "<a " * 5000,
        "a.b." * 5000,
        "ﷺ" * 3000,
        "{a|" * 3000,
        "彩" * 4000,
        "\ud800",
        "@" * 4000,
        "1" * 5000,
    ],
)
def test_hostile_text_has_few_short_marks(text):
    found = marks.read(text, name=text, website=f"http://{text}", email=f"a@{text}")
    assert len(found) <= marks.MOST
    assert all(0 < len(mark) <= marks.LENGTH and "\0" not in mark for mark in found)


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_has_the_same_bounded_marks_twice(text, name, website):
    found = marks.read(text, name, website)
    assert found == marks.read(text, name, website)
    assert len(set(found)) == len(found) <= marks.MOST
    assert all(len(mark) <= marks.LENGTH and marks.say(mark) for mark in found)


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"text": "Play at the CASINO"}, "word:casino"),
        ({"text": "buy now"}, "pair:buy now"),
        ({"text": "彩票网"}, "word:彩票"),
        ({"text": "पुल बंद है"}, "word:पुल"),
        ({"text": "https://a.example www.b.example"}, "links:2"),
        ({"text": "see shoes-shop.example today"}, "links:bare"),
        ({"text": "see https://bit.ly/3xKq today my friends"}, "links:short"),
        ({"text": "{Hi|Hello} there"}, "shape:choices"),
        ({"text": "[url=https://a.example]x[/url]"}, "shape:markup"),
        ({"text": "c-a-s-i-n-o tonight"}, "word:casino"),
        ({"text": "best c4sino"}, "shape:leet"),
        ({"text": "оnlinе"}, "shape:mixed"),
        ({"text": "fr\u200bee"}, "shape:hidden"),
        ({"text": "WHO CLEANS UP AFTER THE FESTIVAL"}, "shape:capitals"),
        ({"text": "Great post, thanks for sharing!"}, "shape:praise"),
        ({"text": "Hi.", "name": "cheap-flights.example"}, "name-is:address"),
        ({"text": "Hi.", "name": "Cheap Car Insurance"}, "name-is:trade"),
        ({"text": "Hi.", "website": "https://a.example/b"}, "site:deep"),
        ({"text": "Hi.", "email": "rosa@readers.example"}, "mail:readers.example"),
    ],
)
def test_a_mark_is_found_and_said_in_words(fields, mark):
    assert mark in marks.read(**fields)
    assert marks.say(mark) != mark


def test_the_names_of_people_are_no_marks():
    assert not any("rosa" in mark or "delgado" in mark for mark in marks.read("Hello there.", "Rosa Delgado"))


# --- Judging ---


@pytest.mark.django_db
def test_it_is_useful_before_anything_was_decided(draft):
    judgement = spam.judge(replace(draft, text=CASINO, website="https://casino-spins-777.example"))
    assert judgement.percent >= 90 and judgement.because
    assert spam.judge(draft).percent < 20


@pytest.mark.django_db
@pytest.mark.parametrize("text", [FERRY, FERRY * 100])
def test_judging_takes_one_query(draft, text, django_assert_num_queries):
    with django_assert_num_queries(1):
        spam.judge(replace(draft, text=text))


def test_likely_spam_is_held_with_the_reasons_that_were_found(draft):
    make.rules(spam_mark=100)
    comment = moderation.receive(replace(draft, text=CASINO))
    assert comment.status == Comment.Status.PENDING and Comment.Reason.SPAM in comment.reasons
    percent, *because = comment.details["spam"]
    assert percent.endswith(" %") and because


def test_almost_certain_spam_goes_to_the_spam(draft):
    make.rules(spam_hold=50, spam_mark=60)
    assert moderation.receive(replace(draft, text=CASINO)).status == Comment.Status.SPAM


def test_an_ordinary_comment_is_not_held_as_spam(draft):
    assert Comment.Reason.SPAM not in moderation.receive(draft).reasons


def test_no_module_of_the_filter_imports_what_reaches_the_network():
    for path in Path(spam.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & {"socket", "http", "requests", "ssl", "smtplib"}
            assert "urllib.request" not in names


# --- Learning ---


def test_a_decision_is_learned_and_a_reopened_one_unlearned(say):
    comment, by = say(FERRY, status="pending"), make.moderator()
    moderation.mark_spam(comment, by)
    assert learned()["word:ferry"] == (1, 0) and comment.learned_as == "spam"
    moderation.reopen(comment, by)
    assert not learned() and Comment.objects.get().learned_as == ""
    moderation.approve(comment, by)
    assert learned()[model.ALL] == learned()["word:ferry"] == (0, 1)


def test_removed_is_not_spam(say):
    moderation.remove(say(FERRY, status="pending"), make.moderator(), "attack")
    assert not learned()


def test_what_was_approved_and_is_removed_is_unlearned(say):
    comment, by = say(FERRY, status="pending"), make.moderator()
    moderation.approve(comment, by)
    moderation.remove(comment, by, "attack")
    assert not learned()


def test_staff_teach_nothing_by_what_they_write(say):
    moderation.approve(say(FERRY, status="pending", badge="staff"), make.moderator())
    assert not learned()


def test_learning_and_forgetting_twice_change_nothing(say):
    comment = say(FERRY)
    spam.learn(comment)
    once = learned()
    spam.learn(comment)
    assert learned() == once
    spam.unlearn(comment)
    spam.unlearn(comment)
    assert not learned()


def test_moderators_teach_it_a_new_sort(say, draft):
    offer = "Zorblatt cures all, ask the zorblatt guild of Quendale"
    before = spam.judge(replace(draft, text=offer)).percent
    by = make.moderator()
    for number in range(6):
        moderation.mark_spam(say(f"{offer} {number}", status="pending"), by)
    assert spam.judge(replace(draft, text=offer)).percent > max(before, 80)


@pytest.mark.django_db
@given(st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_learning_does_not_matter_and_unlearning_leaves_no_trace(say, data):
    Comment.objects.update(learned_as="")
    SpamToken.objects.all().delete()
    texts = data.draw(st.lists(st.text(max_size=60).map(lambda t: t.replace("\0", "")), min_size=1, max_size=4))
    stored = [say(text or "x", status=data.draw(st.sampled_from(["spam", "approved"]))) for text in texts]
    for comment in stored:
        spam.learn(comment)
    first = learned()
    extra = say("Something else again", status="spam")
    spam.learn(extra)
    spam.unlearn(extra)
    assert learned() == first
    for comment in data.draw(st.permutations(stored)):
        spam.unlearn(comment)
    assert not learned()
    for comment in data.draw(st.permutations(stored)):
        spam.learn(comment)
    assert learned() == first


def test_the_marks_that_were_seen_least_go_when_there_are_too_many(say, monkeypatch):
    monkeypatch.setattr(learning, "MOST", 20)
    monkeypatch.setattr(learning, "LOOK_EVERY", 3)
    for _number in range(3):
        spam.learn(say(f"{FERRY} {_number}"))
    assert SpamToken.objects.count() <= 20 and learned()[model.ALL] == (0, 3)


def test_learn_spam_learns_what_was_decided_and_goes_on_where_it_stopped(say):
    at = timezone.now()
    say(FERRY, decided_at=at)
    say(CASINO, status="spam", decided_at=at)
    say("Not decided by anybody.")
    say("Removed.", status="removed", decided_at=at)
    call_command("learn_spam", stdout=StringIO())
    once = learned()
    assert once[model.ALL] == (1, 1)
    call_command("learn_spam", stdout=StringIO())
    call_command("learn_spam", "--anew", stdout=StringIO())
    assert learned() == once


# --- Measuring ---


def test_the_set_is_large_and_says_everything_once():
    comments = measuring.read_set(SET)
    assert len(comments) >= 600 and len(set(comments)) == len(comments)
    assert sum(comment.is_spam for comment in comments) > 250


def test_copies_stay_in_one_fold():
    comments = measuring.read_set(SET)
    copy = replace(comments[0], name="Another name")
    for rest, fold in measuring.split([*comments, copy], 10):
        assert not {comments[0], copy} & set(rest) or not {comments[0], copy} & set(fold)


def test_the_shipped_prior_is_made_of_the_set():
    counts, curve = measuring.train(measuring.read_set(SET))
    assert counts == spam.judging.prior().counts
    assert curve.slope == pytest.approx(spam.judging.prior().curve.slope, abs=1e-3)


def test_a_share_knows_how_sure_it_is():
    low, high = measuring.Share(0, 100).interval
    assert low == 0 and 0.03 < high < 0.04
    assert measuring.Share(0, 0).interval == (0, 1)


@pytest.mark.django_db
def test_a_folder_without_a_set_is_refused(tmp_path):
    with pytest.raises(CommandError):
        call_command("measure_spam", tmp_path, stdout=StringIO())


# --- The curve ---


def few():
    """A part of the set in which both sorts have near-copies and strangers."""
    return [one for n, one in enumerate(measuring.read_set(SET)) if n % 6 == 0]


def test_the_learning_curve_judges_every_comment_at_every_step(monkeypatch):
    monkeypatch.setattr(measuring, "FOLDS", 3)
    comments = few()
    points = measuring.learning_curve(comments, 80)
    assert [point.decisions for point in points] == [50, len(comments) * 2 // 3]
    for point in points:
        assert point.recall.of == sum(one.is_spam for one in comments)
        assert point.recall.of + point.false_holds.of == len(comments)
    assert points[-1].recall.value > points[-1].false_holds.value


def test_the_curve_is_a_picture_that_says_its_figures_in_words():
    points = [
        measuring.Point(50, measuring.Share(1, 4), measuring.Share(0, 5)),
        measuring.Point(100, measuring.Share(3, 4), measuring.Share(1, 5)),
    ]
    root = ElementTree.fromstring(drawing.draw(points))
    name = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{name}desc").text.endswith("50: 25.0 % and 0.0 %; 100: 75.0 % and 20.0 %.")
    assert len(root.findall(f"{name}circle")) == 4 and len(root.findall(f"{name}polyline")) == 2
    assert {"spam held", "others held"} < {text.text for text in root.iter(f"{name}text")}
    assert "prefers-color-scheme: dark" in root.find(f"{name}style").text
    heights = [float(dot.get("cy")) for dot in root.findall(f"{name}circle")]
    assert heights[0] > heights[1] and heights[2] > heights[3]
