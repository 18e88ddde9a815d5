"""Letters and erasing, by several workers at the same moment."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from comments import moderation
from comments.letters import digests, sending
from comments.models import Comment, Commenter, Letter, SpamToken
from comments.privacy import scrubbing
from tests.comments.test_comment_races import again, at_once, moderators

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _two_writers():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def rosa(db):
    return Commenter.objects.create(email="rosa@readers.example", confirmed_at=timezone.now())


@pytest.mark.parametrize("_time", range(3))
def test_of_four_workers_one_sends_the_letter(say, rosa, _time):
    answer = say("So it does.", name="Ida", parent=say(notify="each"))
    letter = Letter.objects.create(kind="reply", to=rosa.email, comment=answer, mark="x")
    results = at_once(*[lambda: sending.send(letter.pk)] * 4)
    assert sorted(results, key=str) == [None, None, None, True] and len(mail.outbox) == 1


def test_of_four_workers_one_sends_the_digest(say, rosa):
    parent = say(notify="daily")
    for number in range(3):
        answer = say(name=f"Ida{number}", parent=parent)
        Letter.objects.create(kind="digest", to=rosa.email, comment=answer, mark=f"x{number}")
    results = at_once(*[lambda: digests.send(rosa.email)] * 4)
    assert results.count(True) == 1 and [one.subject for one in mail.outbox] == ["3 answers to you"]


@pytest.mark.parametrize("_time", range(3))
def test_erasing_scrubbing_and_deciding_do_not_wait_for_each_other_for_ever(say, _time):
    root = say(name="Ida", email="ida@ida.example")
    mine = [say(name="Rosa", email="rosa@rosa.example", parent=root) for _number in range(3)]
    theirs = [say(name="Karl", email="karl@karl.example", parent=root) for _number in range(3)]
    boss, *_others = moderators(1)
    for comment in mine + theirs:
        moderation.mark_spam(comment, boss)
    waiting = [again(comment) for comment in theirs]
    results = at_once(
        lambda: moderation.erase("rosa@rosa.example", keep_words=False).comments,
        lambda: [moderation.approve(comment, boss) is not None for comment in waiting],
        lambda: list(scrubbing.scrub(timezone.now() + timedelta(days=1)))[-1].looked_at > 0,
    )
    assert results == [results[0], [True] * 3, True] and results[0] in (0, 3)
    assert not SpamToken.objects.filter(token__contains="rosa.example").exists()
    assert Comment.objects.approved().count() == 4 and not Comment.objects.exclude(email="").exists()
