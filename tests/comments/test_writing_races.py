"""Writers, reporters and moderators at the same moment."""

import pytest
from django.db import connection
from django.utils import timezone

from comments import moderation
from comments.models import Comment, Discussion, Report
from tests.comments.test_comment_races import again, at_once, count, drafts, moderators

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _two_writers():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.mark.parametrize("_time", range(3))
def test_an_edit_and_a_decision_end_in_one_of_two_orders(edition, say, _time):
    comment, (boss,) = say(status="pending", ago=1), moderators(1)
    mine, theirs = again(comment), again(comment)
    results = at_once(
        lambda: moderation.edit(mine, "Other words.", timezone.now()), lambda: moderation.approve(theirs, boss)
    )
    assert all(
        one is None or isinstance(one, moderation.Refused | moderation.AlreadyDecided) or one for one in results
    )
    assert not isinstance(results[1], TypeError) and count(edition) == Comment.objects.approved().count()


@pytest.mark.parametrize("_time", range(3))
def test_two_reports_of_one_person_are_one(say, _time):
    comment = say()
    one, two = again(comment), again(comment)
    results = at_once(*(lambda c=c: moderation.report(c, "spam", "", "r" * 64, timezone.now()) for c in (one, two)))
    assert sorted(results) == [False, True] and Report.objects.count() == 1


@pytest.mark.parametrize("_time", range(3))
def test_a_reply_to_what_is_taken_back_meanwhile_keeps_the_count(edition, say, _time):
    parent = say(ago=1)
    reply, mine = drafts(edition, 1, parent=parent)[0], again(parent)
    results = at_once(lambda: moderation.receive(reply), lambda: moderation.take_back(mine, timezone.now()))
    assert isinstance(results[0], Comment | moderation.Refused) and results[1] is None
    assert Discussion.objects.get().count == Comment.objects.approved().count() and not again(parent).is_approved
