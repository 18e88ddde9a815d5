"""Who works on a story, and when it is wanted: in the form, and stored by the workflow."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry

from articles.models import Article
from tests import make
from tests.articles.desk.conftest import ADD, change_url, typed
from tests.articles.desk.two import opened

pytestmark = pytest.mark.django_db
DUE = datetime(2027, 3, 4, 17, 30, tzinfo=UTC)
FIELDS = ("assignee", "due_at", "planned_for", "priority", "hand_over_note")


def offered(response) -> list[str]:
    return [name for name in FIELDS if f'name="{name}"' in response.text]


@pytest.mark.parametrize(
    ("stage", "fields"),
    [("draft", ["due_at", "planned_for", "priority", "hand_over_note"]), ("review", []), ("approved", [])],
)
def test_a_reporter_plans_a_draft_and_sees_the_plan_after(as_reporter, reporter, stage, fields):
    article = make.article(by=reporter, stage=stage, due_at=DUE, assignee=reporter, priority=1)
    response = as_reporter.get(change_url(article))
    assert offered(response) == fields
    assert "<dd>rosa</dd>" in response.text
    assert ("<dd>4 Mar 2027, 17:30</dd>" in response.text) is (stage != "draft")
    assert ("<dd>Urgent</dd>" in response.text) is (stage != "draft")


@pytest.mark.parametrize(("stage", "hands_over"), [("draft", False), ("review", True), ("approved", True)])
def test_an_editor_plans_in_every_stage(as_editor, stage, hands_over):
    """A note goes only where there is a button that takes it along."""
    fields = list(FIELDS) if hands_over else list(FIELDS[:-1])
    assert offered(as_editor.get(change_url(make.article(stage=stage)))) == fields


def test_a_new_story_can_be_given_away_at_once(as_editor, reporter):
    as_editor.post(ADD, typed(headline="New", assignee="rosa", due_at="2027-03-04T17:30", priority="2"))
    stored = Article.objects.get()
    assert (stored.assignee, stored.due_at, stored.priority) == (reporter, DUE, 2)


def test_times_are_those_of_the_newsroom(as_editor, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    article = make.article(due_at=DUE)
    assert 'value="2027-03-04T18:30"' in as_editor.get(change_url(article)).text
    as_editor.post(change_url(article), typed(article, planned_for="2027-07-01T12:00"))
    article.refresh_from_db()
    assert article.planned_for == datetime(2027, 7, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed_time", "stored_time"),
    [
        # In Berlin the first hour from two on comes twice that night, and this one not at all.
        ("2027-10-31T02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-03-28T02:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
    ],
)
def test_hours_that_come_twice_or_never_can_be_planned_for(as_editor, settings, typed_time, stored_time):
    settings.TIME_ZONE = "Europe/Berlin"
    article = make.article()
    assert as_editor.post(change_url(article), typed(article, planned_for=typed_time)).status_code == 302
    article.refresh_from_db()
    assert article.planned_for == stored_time
    assert as_editor.post(change_url(article), opened(as_editor, article)).status_code == 302
    article.refresh_from_db()
    assert article.planned_for == stored_time


def test_what_is_shown_and_sent_back_unchanged_is_no_change(as_editor):
    article = make.article(due_at=DUE.replace(second=23, microsecond=5))
    as_editor.post(change_url(article), typed(article, due_at="2027-03-04T17:30", priority="3", assignee=""))
    article.refresh_from_db()
    assert article.due_at.second == 23
    assert not LogEntry.objects.filter(change_message__startswith="Plan").exists()


def test_a_form_without_the_fields_leaves_the_plan_alone(as_editor, reporter):
    article = make.article(due_at=DUE, assignee=reporter, priority=1)
    as_editor.post(change_url(article), typed(article, headline="Other words"))
    article.refresh_from_db()
    assert (article.headline, article.due_at, article.assignee, article.priority) == ("Other words", DUE, reporter, 1)


def test_the_plan_can_be_taken_back(as_editor, reporter):
    article = make.article(due_at=DUE, assignee=reporter, priority=1)
    as_editor.post(change_url(article), typed(article, due_at="", assignee="", priority="3"))
    article.refresh_from_db()
    assert (article.due_at, article.assignee, article.priority) == (None, None, 3)


def test_a_reporter_cannot_plan_what_is_handed_in_but_saves_the_rest(as_reporter, reporter):
    article = make.article(by=reporter, stage="review")
    data = typed(article, headline="Mine", due_at="2027-03-04T17:30")
    response = as_reporter.post(change_url(article), data, follow=True)
    article.refresh_from_db()
    assert (article.headline, article.due_at) == ("Mine", None)
    assert "Only an editor can change the plan" in response.text


def test_a_reporter_gives_nobody_a_story(as_reporter, reporter):
    article = make.article("Was", by=reporter)
    assert as_reporter.post(change_url(article), typed(article, headline="Is", assignee="rosa")).status_code == 403
    article.refresh_from_db()
    assert (article.headline, article.assignee) == ("Was", None)


def test_only_who_may_write_can_be_chosen(as_editor, reporter):
    make.moderator("mo"), make.user("reader")
    gone = make.reporter("gone")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    page = as_editor.get(change_url(make.article())).text
    assert [name for name in ("rosa", "olga", "mo", "reader", "gone") if f'<option value="{name}"' in page] == [
        "rosa",
        "olga",
    ]


def test_whoever_has_it_stays_chosen_even_when_they_are_gone(as_editor):
    gone = make.reporter("gone")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    article = make.article(assignee=gone)
    assert '<option value="gone" selected' in as_editor.get(change_url(article)).text
    as_editor.post(change_url(article), typed(article, assignee="gone", priority="1"))
    article.refresh_from_db()
    assert (article.assignee, article.priority) == (gone, 1)


def test_in_a_large_house_names_are_typed(as_editor, reporter, monkeypatch):
    monkeypatch.setattr("articles.desk.forms.planning.ROLLED", 1)
    article = make.article()
    page = as_editor.get(change_url(article)).text
    assert '<datalist id="id_assignee_people">' in page
    assert 'list="id_assignee_people"' in page
    as_editor.post(change_url(article), typed(article, assignee="rosa"))
    article.refresh_from_db()
    assert article.assignee == reporter


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("assignee", "nobody-here"),
        ("assignee", "a\0b"),
        ("due_at", "soon"),
        ("due_at", "0001-01-01T00:00"),
        ("planned_for", "9999-12-31T23:59"),
        ("priority", "9" * 30),
        ("priority", "٣"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_the_text_kept(as_editor, field, value):
    article = make.article()
    response = as_editor.post(change_url(article), typed(article, headline="Typed words", **{field: value}))
    assert response.status_code == 422
    assert f'href="#id_{field}"' in response.text
    assert "Typed words" in response.text
