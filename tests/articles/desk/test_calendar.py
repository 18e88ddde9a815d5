"""The calendar: what stands in it, for whom, and on which day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from articles.desk.calendar import span
from articles.desk.calendar.entries import Wanted, entries
from articles.desk.calendar.span import Span
from articles.models import Article
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/article/calendar/"
DAY = timedelta(days=1)


def found(user, **only) -> list[tuple[str, str]]:
    now = timezone.now()
    wanted = Wanted(now - 10 * DAY, now + 10 * DAY, **only)
    return [(entry.kind, entry.headline) for entry in entries(user, wanted)]


def planned(headline: str, *, ahead: timedelta = DAY, **fields) -> Article:
    return make.article(headline, planned_for=timezone.now() + ahead, **fields)


def test_it_holds_what_is_planned_due_scheduled_and_published(editor):
    planned("Unwritten", body="")
    make.article("Handed in soon", due_at=timezone.now() + 2 * DAY)
    workflow.schedule(make.article("Coming"), by=editor, live_from=timezone.now() + 3 * DAY)
    standing = make.live("Standing", ago=2 * DAY)
    workflow.publish(make.rewrite(standing.article, "Changed"), by=editor, note="More.")
    workflow.publish(make.rewrite(standing.article, "Spelt"), by=editor, change="minor")
    assert found(editor) == [
        ("first", "Standing"),
        ("update", "Changed"),
        ("planned", "Unwritten"),
        ("due", "Handed in soon"),
        ("scheduled", "Coming"),
    ]


def test_a_plan_that_has_come_true_stands_there_once(editor):
    workflow.schedule(planned("Kept"), by=editor, live_from=timezone.now() + 2 * DAY)
    assert found(editor) == [("scheduled", "Kept")]


def test_an_update_planned_for_an_old_story_still_stands_there(editor):
    old = make.live("Old", ago=100 * DAY).article
    Article.objects.filter(pk=old.pk).update(planned_for=timezone.now() + DAY)
    assert found(editor) == [("planned", "Old")]


def test_a_cancelled_edition_leaves_no_trace(editor):
    edition = workflow.schedule(make.article("Not now"), by=editor, live_from=timezone.now() + DAY)
    workflow.cancel(edition, by=editor)
    assert found(editor) == []


def test_a_reporter_sees_what_is_public_and_what_is_theirs(reporter, editor):
    planned("Another’s plan", by=editor)
    workflow.schedule(make.article("Another’s"), by=editor, live_from=timezone.now() + DAY)
    planned("Mine", by=reporter)
    planned("Given to me", by=editor, assignee=reporter)
    make.live("Public", ago=DAY)
    assert {headline for _kind, headline in found(reporter)} == {"Mine", "Given to me", "Public"}


def test_it_is_narrowed_to_a_section_and_a_person(editor, reporter):
    planned("World’s", by=editor)
    planned("Rosa’s", by=editor, assignee=reporter, section=make.section("Science"))
    workflow.schedule(
        make.article("Rosa’s too", by=reporter, section=make.section("Science")),
        by=editor,
        live_from=timezone.now() + DAY,
    )
    assert {name for _kind, name in found(editor, section=make.section("Science"))} == {"Rosa’s", "Rosa’s too"}
    assert {name for _kind, name in found(editor, person=reporter)} == {"Rosa’s", "Rosa’s too"}
    assert {name for _kind, name in found(editor, person=editor)} == {"World’s"}


# --- Days ---


def test_a_week_is_monday_to_sunday_and_a_month_whole_weeks():
    week, month = Span.around("week", date(2026, 11, 26)), Span.around("month", date(2026, 11, 26))
    assert (week.first, week.days) == (date(2026, 11, 23), 7)
    assert (month.first, month.days) == (date(2026, 10, 26), 42)
    assert (month.previous, month.next) == (date(2026, 10, 1), date(2026, 12, 1))
    assert week.title == "23 – 29 November 2026"


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 23), 167), (date(2026, 10, 19), 169), (date(2026, 11, 23), 168)]
)
def test_a_week_with_a_change_of_clocks_has_its_own_length(day, hours):
    with timezone.override(ZoneInfo("Europe/Berlin")):
        week = Span.around("week", day)
        assert week.end - week.start == timedelta(hours=hours)


def test_a_time_that_the_clocks_skip_is_the_one_an_hour_later():
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert timezone.localtime(span.at(date(2026, 3, 29), time(2, 30))).time() == time(3, 30)
        assert span.at(date(2026, 10, 25), time(12)) == datetime(2026, 10, 25, 11, tzinfo=UTC)


def test_an_entry_stands_on_its_day_in_the_newsrooms_zone(as_editor):
    make.article("Late at night", planned_for=datetime(2030, 6, 11, 23, 30, tzinfo=UTC))
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        days = as_editor.get(PAGE, {"date": "2030-06-12"}).context["days"]
    assert [day.date for day in days if day.shown] == [date(2030, 6, 12)]


# --- The page ---


def test_a_busy_day_folds_and_hides_nothing(as_editor):
    noon = datetime(2030, 6, 12, 12, tzinfo=UTC)
    for number in range(9):
        make.article(f"Story {number} of nine", planned_for=noon)
    page = as_editor.get(PAGE, {"date": "2030-06-12", "view": "month"})
    assert "+5 more" in page.text
    assert page.text.count("of nine</a>") == 9


@pytest.mark.parametrize("view", ["week", "month"])
def test_it_costs_the_same_with_1_20_and_50_entries(as_editor, editor, view):
    counts = []
    for number in (1, 19, 30):
        for _ in range(number):
            planned("Planned", assignee=make.reporter(), section=make.section(f"S{Article.objects.count()}"))
            workflow.schedule(
                make.article(assignee=make.reporter()), by=editor, live_from=timezone.now() + timedelta(hours=3)
            )
            make.live(ago=timedelta(minutes=1))
        as_editor.get(PAGE, {"view": view})
        with CaptureQueriesContext(connection) as queries:
            as_editor.get(PAGE, {"view": view})
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


@pytest.mark.parametrize(
    "query",
    [
        *("date=0000-13-99", "date=9999-12-31", "date=0001-01-01", "date=%00", "date=%D9%A2%D9%A0-01-01"),
        *("view=year", "section=999999999999999999999", "section=%00", "person=-1", "person=x", "section=%B2"),
    ],
)
def test_what_cannot_be_is_not_found(as_editor, query):
    assert as_editor.get(f"{PAGE}?{query}").status_code == 404


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_it_ends_where_nobody_plans(as_editor, day):
    for view in ("week", "month"):
        page = as_editor.get(PAGE, {"date": day, "view": view})
        assert page.status_code == 200
        assert ('rel="prev"' in page.text) is (day > "2000")
        assert ('rel="next"' in page.text) is (day < "2000")


def test_doors(client, reporter, editor):
    doors = {None: 302, make.moderator(): 403, make.user("guest"): 403, reporter: 200, editor: 200}
    for user, status in doors.items():
        client.logout()
        if user:
            client.force_login(user)
        assert client.get(PAGE).status_code == status, user
