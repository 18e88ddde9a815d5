"""Limits, letters and lessons, asked for by several at the same moment."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from comments import moderation, spam
from comments.letters import digests, sending
from comments.models import Block, Comment, Commenter, ErrorReport, Letter, Report, SpamToken
from comments.moderation import reports
from tests import make
from tests.comments.test_comment_races import again, at_once, count, drafts, moderators

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _two_writers(settings):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    # What processes that share no memory have in common is the database alone.
    settings.NEWSROOM_COMMENT_INTERVAL = 0


def stories(number):
    return [make.live() for _number in range(number)]


def kinds(results):
    return sorted(type(result).__name__ for result in results)


# --- Limits ---


@pytest.mark.parametrize(
    ("same", "taken"), [({"email": "rosa@readers.example"}, 2), ({"network": "a" * 16}, 6)], ids=["address", "network"]
)
def test_an_hour_has_no_more_room_for_those_who_come_together(edition, same, taken):
    make.rules(per_hour=2)
    posts = [
        draft
        for n, story in enumerate([edition, *stories(taken + 1)])
        for draft in drafts(story, 1, **({"name": f"W{n}", "network": f"{n:x}" * 16, "text": f"Said {n}."} | same))
    ]
    results = at_once(*(lambda post=post: moderation.receive(post) for post in posts))
    assert kinds(results) == ["Comment"] * taken + ["TooMany"] * 2
    assert Comment.objects.count() == taken


def test_of_a_double_click_one_is_stored_and_the_other_told(edition):
    posts = drafts(edition, 2, text="Once.", name="Rosa", email="rosa@readers.example", network="a" * 16)
    results = at_once(*(lambda post=post: moderation.receive(post) for post in posts))
    assert kinds(results) == ["Comment", "Duplicate"] and Comment.objects.count() == 1


def test_reports_and_errors_of_one_person_at_once_keep_to_the_hour(edition, say, monkeypatch):
    monkeypatch.setattr(reports, "REPORTS_AN_HOUR", 2)
    monkeypatch.setattr(reports, "ERRORS_AN_HOUR", 2)
    at, comments = timezone.now(), [say(under=story) for story in stories(4)]
    errors = [ErrorReport(article_id=c.discussion_id, text="Wrong.", reporter="r" * 64, at=at) for c in comments]
    results = at_once(
        *(lambda c=c: moderation.report(c, "spam", "", "r" * 64, at) for c in comments),
        *(lambda error=error: moderation.report_error(error) for error in errors),
    )
    assert kinds(results) == ["TooMany"] * 4 + ["bool"] * 4
    assert (Report.objects.count(), ErrorReport.objects.count()) == (2, 2)


# --- Letters ---


def letter(comment, number, **fields):
    at = timezone.now() - timedelta(minutes=1)
    return Letter.objects.create(
        kind=Letter.Kind.REPLY, comment=comment, mark=f"reply:{number}", created_at=at, due_at=at, **fields
    )


def reader(name="karl"):
    return Commenter.objects.create(email=f"{name}@readers.example", confirmed_at=timezone.now())


def answered(say, notify="each"):
    parent = say(name="Karl", notify=notify)
    return say(name="Rosa", parent=parent)


def test_three_workers_send_no_letter_twice(say):
    karl = reader()
    for number in range(8):
        letter(answered(say), number, to=karl.email)
    results = at_once(*(lambda: list(sending.send_due(100)) for _worker in range(3)))
    assert not any(isinstance(result, Exception) for result in results)
    assert len(mail.outbox) == 8 and Letter.objects.filter(tries=1).exclude(sent_at=None).count() == 8


def test_two_digests_at_once_are_one_mail(say):
    karl = reader()
    for number in range(3):
        letter(answered(say, "daily"), number, to=karl.email)
    Letter.objects.update(kind=Letter.Kind.DIGEST)
    results = at_once(*(lambda: digests.send(karl.email) for _worker in range(3)))
    assert sorted(results, key=str) == [None, None, True]
    assert len(mail.outbox) == 1 and not Letter.objects.filter(sent_at=None).exists()


# --- Lessons ---


def test_moderators_who_teach_at_once_do_not_wait_for_ever_and_lose_nothing(say):
    one, two = moderators(2)
    # The same words in two orders, so that rows would be taken in two orders.
    words = ["cheap ferry tickets buy now", "now buy tickets ferry cheap"]
    comments = [say(words[n % 2], name=f"W{n}", status="pending", under=story) for n, story in enumerate(stories(6))]
    acts = [
        lambda c=c, n=n: (moderation.mark_spam if n % 2 else moderation.approve)(c, (one, two)[n % 2])
        for n, c in enumerate(comments)
    ]
    results = at_once(*acts, lambda: spam.learn(again(comments[0])))
    assert not any(isinstance(result, Exception) for result in results), results
    learned = Comment.objects.exclude(learned_as="").count()
    everything, ferry = SpamToken.objects.get(token=""), SpamToken.objects.get(token="word:ferry")
    assert learned == 6
    assert (everything.spam, everything.ham) == (ferry.spam, ferry.ham) == (3, 3)


# --- Blocks, and writers against moderators ---


@pytest.mark.parametrize("_time", range(2))
def test_two_blocks_of_one_address_leave_one_in_force(db, _time):
    one, two = moderators(2)
    at = timezone.now()
    at_once(
        lambda: moderation.block("address", "rosa@readers.example", "hold", by=one, at=at),
        lambda: moderation.block("address", "rosa@readers.example", "refuse", by=two, at=at),
    )
    assert Block.objects.in_force(at).count() == 1 and Block.objects.count() == 2


@pytest.mark.parametrize("_time", range(2))
def test_a_block_is_lifted_by_one_and_while_another_sets_it_anew(db, _time):
    one, two = moderators(2)
    at = timezone.now()
    old = moderation.block("address", "rosa@readers.example", "hold", by=one, at=at)
    results = at_once(
        lambda: moderation.lift(Block.objects.get(pk=old.pk), by=one, at=at),
        lambda: moderation.lift(Block.objects.get(pk=old.pk), by=two, at=at),
        lambda: moderation.block("address", "rosa@readers.example", "refuse", by=two, at=at),
    )
    assert not any(isinstance(result, Exception) for result in results), results
    assert [block.effect for block in Block.objects.in_force(at)] == ["refuse"]
    old.refresh_from_db()
    assert old.lifted_at == at and old.lifted_by in (one, two)


@pytest.mark.parametrize("_time", range(2))
def test_an_edit_and_a_taking_back_end_with_the_comment_taken_back(edition, say, _time):
    comment = say(ago=1)
    mine, same = again(comment), again(comment)
    results = at_once(
        lambda: moderation.edit(mine, "Other words, and better ones.", timezone.now()),
        lambda: moderation.take_back(same, timezone.now()),
    )
    assert results[1] is None and (results[0] is None or isinstance(results[0], moderation.Refused))
    assert again(comment).removal_reason == "writer" and count(edition) == 0


def test_one_who_presses_twice_to_take_back_is_counted_once(edition, say):
    comment = say(ago=1)
    clicks = [again(comment) for _click in range(3)]
    results = at_once(*(lambda c=c: moderation.take_back(c, timezone.now()) for c in clicks))
    assert results == [None] * 3 and count(edition) == 0 and comment.decisions.count() == 1
