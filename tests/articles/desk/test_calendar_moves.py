"""Moving what stands in the calendar, and planning what nobody has begun."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/article/calendar/"
MOVE, PLAN = f"{PAGE}move/", f"{PAGE}plan/"
NOON = datetime(2030, 6, 12, 12, tzinfo=UTC)
JSON = {"Accept": "application/json"}


def asked(row, kind: str, day: str, was: datetime = NOON) -> dict[str, str]:
    return {"kind": kind, "row": str(row.pk), "date": day, "was": was.isoformat()}


@pytest.fixture
def plan(editor):
    return make.article("A plan", by=editor, planned_for=NOON, due_at=NOON)


@pytest.fixture
def coming(editor):
    return workflow.schedule(make.article("Coming"), by=editor, live_from=NOON)


def test_a_plan_moves_to_another_day_at_the_same_time(as_editor, plan):
    answer = as_editor.post(f"{MOVE}?date=2030-06-12", asked(plan, "planned", "2030-06-14"))
    assert answer.url == f"{PAGE}?view=week&date=2030-06-12#move-planned-{plan.pk}"
    assert f'id="move-planned-{plan.pk}"' in as_editor.get(answer.url).text
    plan.refresh_from_db()
    assert (plan.planned_for, plan.due_at) == (NOON + timedelta(days=2), NOON)
    assert LogEntry.objects.filter(object_id=plan.pk).exists()


def test_a_due_time_moves_by_itself(as_editor, plan):
    as_editor.post(MOVE, asked(plan, "due", "2030-06-10"))
    plan.refresh_from_db()
    assert (plan.planned_for, plan.due_at) == (NOON, NOON - timedelta(days=2))


def test_a_scheduled_edition_moves(as_editor, coming):
    answer = as_editor.post(MOVE, asked(coming, "scheduled", "2030-06-13"), headers=JSON)
    assert answer.status_code == 200
    assert "13 Jun 2030, 12:00" in answer.json()["said"]
    moved = coming.article.editions.scheduled().get()
    assert moved.live_from == NOON + timedelta(days=1)
    assert answer.json()["stands"] == f"move-scheduled-{moved.pk}"


def test_the_time_of_day_stays_over_a_change_of_clocks(as_editor, plan):
    with timezone.override(ZoneInfo("Europe/Berlin")):
        as_editor.post(MOVE, asked(plan, "planned", "2030-12-12"))
        plan.refresh_from_db()
        assert timezone.localtime(plan.planned_for).hour == timezone.localtime(NOON).hour == 14
    assert plan.planned_for.hour == 13


@pytest.mark.parametrize("kind", ["planned", "due", "scheduled"])
def test_nothing_moves_into_the_past(as_editor, plan, coming, kind):
    row = coming if kind == "scheduled" else plan
    answer = as_editor.post(MOVE, asked(row, kind, "2020-01-01"), headers=JSON)
    assert answer.status_code == 409
    assert answer.json()["said"]
    plan.refresh_from_db()
    assert (plan.planned_for, plan.due_at) == (NOON, NOON)
    assert coming.article.editions.scheduled().get() == coming


def test_an_embargo_holds_and_says_so(as_editor, coming):
    Article.objects.filter(pk=coming.article_id).update(embargo_until=NOON)
    answer = as_editor.post(MOVE, asked(coming, "scheduled", "2030-06-11"), follow=True)
    assert "under embargo until 12 Jun 2030, 12:00" in answer.text
    assert coming.article.editions.scheduled().get() == coming


def test_what_is_published_cannot_be_moved(as_editor):
    edition = make.live()
    assert as_editor.post(MOVE, asked(edition, "scheduled", "2030-06-11"), headers=JSON).status_code == 409
    assert as_editor.post(MOVE, asked(edition, "first", "2030-06-11"), headers=JSON).status_code == 400


def test_the_same_move_twice_changes_nothing_more(as_editor, plan, coming):
    for row, kind, second in ((plan, "planned", 200), (coming, "scheduled", 409)):
        data = asked(row, kind, "2030-06-14")
        assert as_editor.post(MOVE, data, headers=JSON).status_code == 200
        count = LogEntry.objects.count()
        assert as_editor.post(MOVE, data, headers=JSON).status_code == second
        assert LogEntry.objects.count() == count


def test_a_colleague_who_was_faster_is_not_overruled(as_editor, plan):
    as_editor.post(MOVE, asked(plan, "planned", "2030-06-20"))
    answer = as_editor.post(MOVE, asked(plan, "planned", "2030-06-13"), headers=JSON)
    assert answer.status_code == 409
    assert "20 Jun 2030" in answer.json()["said"]
    Article.objects.filter(pk=plan.pk).update(planned_for=None)
    assert as_editor.post(MOVE, asked(plan, "planned", "2030-06-13"), headers=JSON).status_code == 409


def test_a_reporter_moves_their_own_draft_and_no_more(as_reporter, reporter, plan, coming):
    mine = make.article("Mine", by=reporter, planned_for=NOON)
    assert as_reporter.post(MOVE, asked(mine, "planned", "2030-06-13"), headers=JSON).status_code == 200
    workflow.submit(mine, by=reporter)
    was = NOON + timedelta(days=1)
    assert as_reporter.post(MOVE, asked(mine, "planned", "2030-06-15", was), headers=JSON).status_code == 409
    assert as_reporter.post(MOVE, asked(plan, "planned", "2030-06-13"), headers=JSON).status_code == 403
    assert as_reporter.post(MOVE, asked(coming, "scheduled", "2030-06-13"), headers=JSON).status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        *({"row": "0"}, {"row": "9" * 30}, {"row": "\x00"}, {"row": ""}, {"kind": "x"}, {"kind": ""}, {"date": ""}),
        *({"date": "9999-12-31"}, {"date": "0000-13-99"}, {"date": "\x00"}, {"was": "soon"}, {"was": ""}),
    ],
)
def test_bad_input_is_refused(as_editor, plan, change):
    assert as_editor.post(MOVE, asked(plan, "planned", "2030-06-13") | change, headers=JSON).status_code == 400


def test_an_impossible_time_is_a_clash_and_a_missing_row_is_not_found(as_editor, plan):
    edges = {"was": "0001-01-01T00:00:00+14:00"}
    assert as_editor.post(MOVE, asked(plan, "planned", "2030-06-13") | edges, headers=JSON).status_code == 409
    for kind in ("planned", "scheduled"):
        gone = asked(plan, kind, "2030-06-13") | {"row": "999999"}
        assert as_editor.post(MOVE, gone, headers=JSON).status_code == 404


# --- Planning ---


def typed(**fields) -> dict[str, str]:
    base = {"headline": "The ferry inquiry", "day": "2030-06-12", "time": "15:00", "token": "t1"}
    return {f"plan-{name}": value for name, value in (base | fields).items()}


def test_an_editor_plans_a_story_for_somebody(as_editor, editor, reporter):
    author = make.author("Rosa Lang", user=reporter)
    fields = typed(section=str(make.section().pk), assignee=str(reporter.pk))
    assert as_editor.post(f"{PLAN}?date=2030-06-12", fields).url == f"{PAGE}?view=week&date=2030-06-12"
    story = Article.objects.get()
    assert (story.headline, story.created_by, story.assignee) == ("The ferry inquiry", editor, reporter)
    assert story.planned_for == datetime(2030, 6, 12, 15, tzinfo=UTC)
    assert [byline.author for byline in story.bylines.all()] == [author]
    assert story.revisions.count() == 1
    assert "The ferry inquiry" in as_editor.get(PAGE, {"date": "2030-06-12"}).text


def test_a_reporter_plans_their_own_and_assigns_nobody(as_reporter, reporter, editor):
    as_reporter.post(PLAN, typed(assignee=str(editor.pk)))
    story = Article.objects.get()
    assert (story.created_by, story.assignee) == (reporter, None)


def test_the_same_form_sent_twice_begins_one_story(as_editor):
    for _ in range(2):
        assert as_editor.post(PLAN, typed()).status_code == 302
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        *({"headline": ""}, {"headline": "\x00"}, {"headline": "x" * 201}, {"day": "2020-01-01"}, {"day": "x"}),
        *({"day": "9999-12-31"}, {"time": "25:61"}, {"section": "999"}, {"section": "\x00"}, {"assignee": "9" * 40}),
    ],
)
def test_a_bad_plan_comes_back_with_what_was_typed(as_editor, fields):
    answer = as_editor.post(PLAN, typed(**fields))
    assert answer.status_code == 422
    assert not Article.objects.exists()
    assert 'value="15:00"' in answer.text or "25:61" in answer.text


def test_every_way_on_from_a_refused_plan_leads_to_the_calendar(as_editor):
    answer = as_editor.post(f"{PLAN}?date=2030-06-12", typed(headline=""))
    assert 'href="?' not in answer.text
    assert all("action=" in form or "dialog" in form for form in re.findall(r"<form[^>]*>", answer.text))
    assert f'data-here="{PAGE}?view=week&amp;date=2030-06-12"' in answer.text


def test_somebody_who_may_not_write_gets_no_story(as_editor):
    guest = make.user("guest")
    assert as_editor.post(PLAN, typed(assignee=str(guest.pk))).status_code == 422
    assert not Article.objects.exists()


@pytest.mark.parametrize("door", ["move/", "plan/", "link/"])
def test_doors(client, reporter, door):
    assert client.post(PAGE + door).status_code == 302
    client.force_login(make.moderator())
    assert client.post(PAGE + door).status_code == 403
    client.force_login(reporter)
    assert client.get(PAGE + door).status_code == 405
