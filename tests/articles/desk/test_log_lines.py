"""What the log says of a save: exactly what it changed, in the words of the form."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import ADDITION, LogEntry

from articles.desk import workflow
from articles.desk.calendar.moves import plan_story
from articles.models import Article
from tests import make
from tests.articles.desk.conftest import ADD, change_url, typed
from tests.articles.desk.two import opened

pytestmark = pytest.mark.django_db

WIRE = ("Wire", "https://w.example/", "based_on")


@pytest.fixture
def article(editor):
    return make.article(
        "Saved", by=editor, tags=["ports"], sources=[WIRE], authors=[make.author(), make.author("Bo Tan")]
    )


def lines() -> list[str]:
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"tags": "ports, tides"}, ["Changed Tags."]),
        ({"headline": "Typed", "body": "<p>Anew.</p>"}, ["Changed Headline and Text."]),
        ({"standfirst": " What happened, in a sentence.\r\n"}, []),
        ({"bylines-0-position": "7"}, ["Changed Order for byline “Ada Flint”."]),
        ({"bylines-1-author": "Ada Lund"}, ["Changed Author for byline “Ada Lund”."]),
        ({"sources-0-name": "AI Business"}, ["Changed Name for source “AI Business”."]),
        ({"sources-0-DELETE": "1"}, ["Deleted source “Wire”."]),
        ({"priority": "1"}, ["Plan: priority Urgent."]),
        ({"planned_for": "2026-12-16T10:00"}, ["Plan: planned for 16 Dec 2026, 10:00."]),
        ({"embargo_until": "2026-12-16T10:00"}, ["Under embargo until 16 Dec 2026, 10:00."]),
        ({"note_text": "Who says so?", "_note": "1"}, ["Left a note."]),
    ],
)
def test_a_save_is_logged_by_what_it_changed(as_editor, article, settings, changes, said):
    settings.TIME_ZONE = "Europe/Berlin"
    make.author("Ada Lund")
    as_editor.post(change_url(article), opened(as_editor, article) | changes)
    assert lines() == said


def test_publishing_without_an_edit_is_one_line(as_editor, article):
    as_editor.post(change_url(article), opened(as_editor, article) | {"_publish": "1"})
    assert len(lines()) == 1
    assert lines()[0].startswith("Edition 1 (")


def test_a_row_that_is_no_longer_sent_is_logged_as_deleted(as_editor, article):
    form = typed(article, bylines=list(article.bylines.values("id", "author", "position"))[:1])
    as_editor.post(change_url(article), form)
    assert "Deleted byline “Bo Tan”." in lines()[0]


def test_a_plan_is_told_in_the_newsrooms_time_and_so_is_taking_it_back(editor, article, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    due = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    workflow.plan(article, by=editor, due_at=due, priority=2)
    workflow.plan(article, by=editor, due_at=None)
    assert lines() == ["Plan: due 2 Jul 2026, 00:30; priority High.", "Plan: due taken back."]


# --- Stories that no form began ---


def test_a_story_begun_by_typing_has_an_addition_in_the_log(as_editor, editor):
    as_editor.post(f"{ADD}pulse/", typed(headline="First words", sitting="one"))
    entry = LogEntry.objects.get()
    assert (entry.action_flag, entry.user, entry.object_repr) == (ADDITION, editor, "First words")
    assert entry.object_id == str(Article.objects.get().pk)


def test_a_story_begun_in_the_calendar_has_an_addition_in_the_log(editor):
    article = plan_story("Elections", None, datetime(2030, 1, 1, 9, tzinfo=UTC), by=editor, assignee=None)
    assert LogEntry.objects.get(action_flag=ADDITION).object_id == str(article.pk)
