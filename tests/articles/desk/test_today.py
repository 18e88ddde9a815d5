"""The desk's first page: what each person finds there, what they can do with it, and what it costs."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article, Note
from comments.models import Comment, Discussion
from tests import make
from tests.articles.desk.conftest import change_url

pytestmark = pytest.mark.django_db
TODAY = "/admin/"


def box(client, name: str):
    return next((box for box in client.get(TODAY).context["boxes"] if box.name == name), None)


def comment(article, text: str = "Well put.", **fields) -> Comment:
    discussion, _made = Discussion.objects.get_or_create(article=article)
    fields = {"created_at": timezone.now(), "name": "Bea"} | fields
    return Comment.objects.create(discussion=discussion, text=text, **fields)


# --- Going out ---


def test_what_is_scheduled_for_the_next_day_stands_by_its_time(as_editor, editor):
    now = timezone.now()
    for headline, hours in (("Evening", 9), ("Noon", 3), ("Next week", 100)):
        workflow.schedule(make.article(headline), by=editor, live_from=now + timedelta(hours=hours))
    assert [row.headline for row in box(as_editor, "going_out").rows] == ["Noon", "Evening"]


def test_a_plan_that_was_missed_is_late_and_said_so_in_words(as_editor):
    now = timezone.now()
    make.article("Missed", planned_for=now - timedelta(hours=2))
    make.article("To come", planned_for=now + timedelta(hours=2))
    make.article("Long gone", planned_for=now - timedelta(days=60))
    rows = box(as_editor, "going_out").rows
    assert [(row.headline, row.is_late) for row in rows] == [("Missed", True), ("To come", False)]
    assert "Late</strong>" in as_editor.get(TODAY).text


def test_a_plan_that_was_kept_is_not_late(as_editor, editor):
    article = make.article("Kept", planned_for=timezone.now() - timedelta(hours=1))
    workflow.publish(article, by=editor)
    assert box(as_editor, "going_out").rows == []


def test_reporter_sees_what_of_theirs_goes_out(as_reporter, reporter):
    soon = timezone.now() + timedelta(hours=1)
    for headline, by in (("Mine", reporter), ("Theirs", None)):
        workflow.schedule(make.article(headline, by=by), by=make.editor(), live_from=soon)
    assert [row.headline for row in box(as_reporter, "going_out").rows] == ["Mine"]


# --- Waiting for me ---


def waiting(client) -> list[str]:
    return [article.headline for article in box(client, "waiting").rows]


def test_what_is_handed_in_waits_for_editors_soonest_due_first(as_editor):
    now = timezone.now()
    for headline, due, priority in (("None", None, 1), ("Later", 5, 1), ("Sooner", 1, 4)):
        due_at = now + timedelta(hours=due) if due else None
        make.article(headline, stage="review", due_at=due_at, priority=priority)
    make.article("A draft")
    assert waiting(as_editor) == ["Sooner", "Later", "None"]


def test_mine_stand_first_and_those_of_others_last(as_editor, editor):
    make.article("Anna's", stage="review", assignee=make.editor("anna"), due_at=timezone.now())
    make.article("Nobody's", stage="review")
    make.article("Mine", stage="review", assignee=editor)
    assert waiting(as_editor) == ["Mine", "Nobody's", "Anna's"]


def test_what_came_back_with_a_note_waits_for_its_writer(as_reporter, reporter):
    article = make.article("Back", by=reporter)
    make.article("Mine, and quiet", by=reporter)
    workflow.submit(article, by=reporter)
    assert waiting(as_reporter) == []
    workflow.send_back(article, by=make.editor("olga"), note="Name the source.")
    assert waiting(as_reporter) == ["Back"]
    assert "Name the source." in as_reporter.get(TODAY).text


def test_it_waits_until_the_note_is_resolved(as_reporter, reporter):
    article = make.article(by=reporter)
    note = Note.objects.create(article=article, text="Name the source.", created_by=make.editor())
    assert len(waiting(as_reporter)) == 1
    Note.objects.filter(pk=note.pk).update(resolved_at=timezone.now())
    assert waiting(as_reporter) == []


def test_what_was_given_waits_until_it_is_handed_in(as_reporter, reporter):
    article = make.article("Given", assignee=reporter)
    assert waiting(as_reporter) == ["Given"]
    workflow.submit(article, by=reporter)
    assert waiting(as_reporter) == []


def test_late_is_said_in_words(as_editor):
    make.article(stage="review", due_at=timezone.now() - timedelta(hours=1), priority=1)
    text = as_editor.get(TODAY).text
    assert "Late</strong>" in text
    assert "Urgent" in text


# --- Claiming ---


def test_claiming_assigns_it_to_me(as_editor, editor):
    article = make.article(stage="review")
    address = change_url(article, "claim")
    assert f'formaction="{address}"' in as_editor.get(TODAY).text
    assert as_editor.post(address).headers["Location"] == TODAY
    article.refresh_from_db()
    assert article.assignee == editor
    assert f'formaction="{address}"' not in as_editor.get(TODAY).text


def test_claiming_twice_is_claiming(as_editor, editor):
    article = make.article(stage="review")
    for _time in range(2):
        assert as_editor.post(change_url(article, "claim")).status_code == 302
    article.refresh_from_db()
    assert article.assignee == editor


def test_claim_is_only_made_by_a_post(as_editor):
    assert as_editor.get(change_url(make.article(), "claim")).status_code == 405


def test_claim_of_nothing_is_not_found(as_editor):
    assert as_editor.post(f"{TODAY}articles/article/99999/claim/").status_code == 404


def test_stranger_who_claims_is_sent_to_the_login(client):
    assert "/admin/login/" in client.post(change_url(make.article(), "claim")).headers["Location"]


@pytest.mark.parametrize("role", ["reporter", "moderator"])
def test_who_assigns_nothing_claims_nothing(client, role):
    user = getattr(make, role)()
    article = make.article(by=user, stage="review")
    client.force_login(user)
    assert client.post(change_url(article, "claim")).status_code == 403
    assert Article.objects.get().assignee is None


# --- The others ---


def test_mine_are_the_five_saved_last(as_reporter, reporter):
    for number in range(7):
        make.article(f"Story {number}", by=reporter)
    make.article("Theirs")
    rows = box(as_reporter, "mine").rows
    assert [article.headline for article, _status in rows] == [f"Story {number}" for number in (6, 5, 4, 3, 2)]


def test_yesterday_tells_what_went_out_and_what_was_put_right(as_editor, editor):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    out = make.live("Went out", ago=timezone.now() - midnight + timedelta(hours=2))
    make.live("Before", ago=timedelta(days=3))
    make.live("Today", ago=timedelta(seconds=1))
    assert [edition.article_id for edition in box(as_editor, "yesterday").rows] == [out.article_id]


def test_comments_are_for_moderators(as_editor, client):
    comment(make.live("Talked about").article, "First!")
    assert [row.text for row in box(as_editor, "comments").rows] == ["First!"]
    client.force_login(make.reporter())
    assert box(client, "comments") is None


def test_moderator_finds_comments_and_no_stories(client):
    comment(make.live().article)
    client.force_login(make.moderator())
    assert [box.name for box in client.get(TODAY).context["boxes"]] == ["comments", "reported", "discussed"]


def test_what_was_discussed_is_for_everybody_who_reads_stories(client):
    client.force_login(make.user("ada"))
    assert client.get(TODAY).context["boxes"] == []
    reader = make.user("bo")
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    names = [box.name for box in client.get(TODAY).context["boxes"]]
    assert "discussed" in names
    assert "comments" not in names


def test_most_discussed_of_yesterday(as_editor):
    yesterday = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(hours=3)
    much, little = make.live("Much").article, make.live("Little").article
    for article in (much, little, much):
        comment(article, created_at=yesterday, status="approved")
    comment(little, status="approved")
    assert [(row["headline"], row["n"]) for row in box(as_editor, "discussed").rows] == [("Much", 2), ("Little", 1)]


def test_what_needs_care_leads_to_its_report(as_editor):
    make.live("Bare", illustration=None)
    assert "/admin/articles/article/reports/no-picture/" in [row["url"] for row in box(as_editor, "care").rows]


def test_empty_boxes_are_one_line(as_editor):
    text = as_editor.get(TODAY).text
    assert "<table>" not in text
    assert "Nothing waits for you." in text


def test_somebody_without_a_role_is_told_so(client):
    client.force_login(make.user())
    assert "Ask whoever keeps the accounts" in client.get(TODAY).text


def test_today_costs_the_same_however_full(as_editor, editor):
    def fill(count: int) -> None:
        now = timezone.now()
        for _number in range(count):
            article = make.article(by=editor, stage="review", due_at=now, assignee=make.editor())
            Note.objects.create(article=article, text="Why?", created_by=make.reporter())
            make.article(section=make.section(f"Section {_number}"), planned_for=now)
            workflow.schedule(make.article(), by=editor, live_from=now + timedelta(hours=2))
            comment(make.live(ago=timedelta(hours=24)).article, created_at=now - timedelta(days=1), status="approved")
            comment(make.live(tags=[]).article)

    fill(1)
    one = cost(as_editor)
    fill(19)
    assert cost(as_editor) == one
    fill(10)
    assert cost(as_editor) == one
    assert one <= 24


def cost(client) -> int:
    client.get(TODAY)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(TODAY).status_code == 200
    return len(captured)
