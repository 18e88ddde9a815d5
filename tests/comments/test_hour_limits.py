"""So many in an hour: of comments, of reports, of errors."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import moderation
from comments.models import ErrorReport, Report
from comments.moderation import quota, reports

NOW = timezone.now()


@pytest.mark.parametrize(
    ("minutes", "most", "wait"),
    [([], 2, 0), ([5], 2, 0), ([5, 50], 2, 10), ([5, 20, 50], 2, 40), ([5, 61], 2, 0), ([1, 2, 3], 0, 0)],
)
def test_there_is_room_again_when_enough_have_left_the_hour(minutes, most, wait):
    assert quota.wait([NOW - timedelta(minutes=ago) for ago in minutes], most, NOW) == wait * 60


def test_what_overtook_this_one_counts_as_well():
    assert quota.wait([NOW + timedelta(seconds=1)], 1, NOW) == 3601


def test_reports_of_an_hour_are_counted_wherever_the_hour_began(say, monkeypatch):
    monkeypatch.setattr(reports, "REPORTS_AN_HOUR", 2)
    for minutes in (50, 20):
        assert moderation.report(say(), "spam", "", "r" * 64, NOW - timedelta(minutes=minutes))
    with pytest.raises(moderation.TooMany) as caught:
        moderation.report(say(), "spam", "", "r" * 64, NOW)
    assert caught.value.retry_after == 600 and "Wait 10 minutes" in str(caught.value)
    assert moderation.report(say(), "spam", "", "s" * 64, NOW)
    assert moderation.report(say(), "spam", "", "r" * 64, NOW + timedelta(minutes=10, seconds=1))


def test_a_report_that_was_not_taken_uses_up_nothing(say, monkeypatch):
    monkeypatch.setattr(reports, "REPORTS_AN_HOUR", 2)
    first, hidden = say(), say(status="spam")
    assert moderation.report(first, "spam", "", "r" * 64, NOW)
    assert not moderation.report(first, "spam", "", "r" * 64, NOW)
    with pytest.raises(moderation.NotShown):
        moderation.report(hidden, "spam", "", "r" * 64, NOW)
    assert moderation.report(say(), "spam", "", "r" * 64, NOW) and Report.objects.count() == 2


def test_the_same_error_twice_uses_up_one(edition, monkeypatch):
    monkeypatch.setattr(reports, "ERRORS_AN_HOUR", 2)
    sent = [
        moderation.report_error(ErrorReport(article_id=edition.article_id, text=text, reporter="r" * 64, at=NOW))
        for text in ("Wrong day.", "Wrong day.", "Wrong name.")
    ]
    assert sent == [True, False, True]
    with pytest.raises(moderation.TooMany):
        moderation.report_error(ErrorReport(article_id=edition.article_id, text="More.", reporter="r" * 64, at=NOW))
