"""The demo newsroom: loaded through the doors that people use, once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, Sum
from django.utils import timezone

from articles.models import (
    Article,
    Correction,
    Edition,
    EditionTag,
    Identity,
    Illustration,
    Page,
    SearchDocument,
    SimilarPosts,
    Slot,
)
from comments.desk.queue.tabs import TABS
from comments.models import Block, Comment, Decision, Discussion, ErrorReport, Letter, Note, Report, Watchlist
from newsroom.demo import archive, conversation, load, people, plans
from newsroom.demo.conversation import THREADS
from newsroom.demo.drawings import SCENES, draw, portrait

STATES = ["live", "draft", "review", "scheduled", "updated", "corrected", "withdrawn"]
STORED = (
    Article,
    Edition,
    Identity,
    Illustration,
    Comment,
    User,
    Block,
    Decision,
    ErrorReport,
    LogEntry,
    Note,
    Page,
    Report,
    Watchlist,
)
# Stories that have all kinds of talk under them.
DISCUSSED = {"deepseek-v4-huawei-chips", "the-bicycle-lane-is-not-the-enemy", "river-towns-share-flood-gauge"}


def quiet(what, items):
    yield from items


@pytest.fixture
def coarse(monkeypatch):
    """Pictures are drawn small and coarse."""
    monkeypatch.setattr(load, "draw", lambda *drawing: draw(*drawing, supersample=1).resize((480, 270)))
    monkeypatch.setattr(load, "portrait", lambda **bust: portrait(**bust, supersample=1))


@pytest.fixture
def few(monkeypatch, coarse):
    """One story of each state."""
    first = [next(piece for piece in load.PIECES if piece.state == state) for state in STATES]
    monkeypatch.setattr(load, "PIECES", tuple(first))
    monkeypatch.setattr(plans, "PLANNED", ())
    return first


def test_the_copy_is_whole():
    slugs = [piece.slug for piece in load.PIECES]
    assert len(slugs) == len(set(slugs)) >= 60
    assert set(Counter(piece.state for piece in load.PIECES)) == set(STATES)
    for piece in load.PIECES:
        assert set(piece.tags) <= set(people.TAGS), piece.slug
        assert piece.drawing in SCENES, piece.slug
        assert piece.section in {section[0] for section in people.SECTIONS}, piece.slug
    assert set(THREADS) <= set(slugs)
    for said in (said for thread in THREADS.values() for said in conversation._all(thread)):
        assert set(said.came) <= set(Comment.Reason.values), said
        assert {reason for reason, _words in said.reports} <= set(Report.Reason.values), said
        assert said.removal in Comment.Removal, said


@pytest.mark.django_db
def test_a_second_run_changes_nothing(few):
    for _ in range(2):
        load.load(quiet)
        counts = [model.objects.count() for model in STORED]
    load.load(quiet)
    assert [model.objects.count() for model in STORED] == counts
    assert counts[0] == len(STATES)
    assert Edition.objects.listed().count() == 3
    assert Edition.objects.scheduled().count() == 1
    assert Edition.objects.live().filter(change="withdrawal").count() == 1
    assert Article.objects.filter(stage="review").count() == 1
    assert Correction.objects.count() == 1


@pytest.mark.django_db
def test_the_lead_story_leads(few, client):
    load.load(quiet)
    page = client.get("/").content.decode()
    assert page.index("DeepSeek") < page.index("<h3")


@pytest.mark.django_db
def test_the_plans_and_the_front_page_are_made_once(monkeypatch, coarse):
    monkeypatch.setattr(load, "PIECES", tuple(piece for piece in load.PIECES if piece.slug in plans.PLACED))
    for _ in range(2):
        load.load(quiet)
    planned = Article.objects.exclude(planned_for=None)
    assert {article.headline for article in planned} == {plan[0] for plan in plans.PLANNED}
    assert planned.filter(created_by__username="reporter").exists()
    assert tuple(slot.article.slug for slot in Slot.objects.current()) == plans.PLACED
    assert Slot.objects.exclude(expires_at=None).count() == 1


@pytest.mark.django_db
def test_every_tab_of_the_queue_and_every_mark_of_a_thread_has_something(monkeypatch, coarse):
    monkeypatch.setattr(load, "PIECES", tuple(piece for piece in load.PIECES if piece.slug in DISCUSSED))
    monkeypatch.setattr(plans, "PLANNED", ())
    load.load(quiet)
    assert [tab.name for tab in TABS.values() if not tab.rows().exists()] == []
    held = Comment.objects.filter(status__in=Comment.WAITING)
    assert held.pending().earliest("created_at").created_at > timezone.now() - timedelta(days=2)
    assert {reason for one in held for reason in one.reasons} >= {"first", "word", "name", "spam"}
    assert all(one.details.get("spam") for one in held if "spam" in one.reasons)
    shown = Comment.objects.approved()
    for mark in ({"is_pick": True}, {"badge": "author"}, {"edited_at__isnull": False}, {"parent__status": "removed"}):
        assert shown.filter(**mark).exists(), mark
    assert Report.objects.filter(outcome="dismissed").exists()
    assert not Comment.objects.filter(status="removed").exclude(decisions__moderator__username="moderator").exists()
    assert ErrorReport.objects.get().quote.startswith("On the night of the last great flood")
    assert Watchlist.objects.count() == 2 and Note.objects.count() == 2
    assert sum(discussion.count for discussion in Discussion.objects.all()) == shown.count()
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_an_archive_holds_together(few):
    load.load(quiet)
    kept = _followers()
    for _ in range(2):
        archive.fill(60, quiet)
    assert Article.objects.count() == 60
    # What was set aside for the sake of speed is there again.
    assert _followers() == kept
    listed = Edition.objects.listed()
    assert SearchDocument.objects.filter(edition__in=listed).count() == listed.count()
    assert sum(discussion.count for discussion in Discussion.objects.all()) == Comment.objects.approved().count()
    roots = Comment.objects.filter(parent=None).aggregate(answers=Sum("answers"))["answers"]
    assert roots == Comment.objects.approved().exclude(parent=None).count()
    assert EditionTag.objects.count() == sum(len(edition.tag_list) for edition in Edition.objects.all())
    assert not EditionTag.objects.exclude(live_until=F("content_object__live_until")).exists()
    assert SimilarPosts.objects.filter(article__editions__in=Edition.objects.listed()).distinct().count() >= 55


def _followers() -> list[str]:
    """Indexes, references and triggers of the tables that are filled, as the database names them."""
    query = {
        "sqlite": "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master WHERE type IN ('index', 'trigger')",
        "postgresql": """SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON indrelid = pg_class.oid
                         WHERE relname LIKE ANY ('{articles%%,comments%%}')
                         UNION ALL SELECT conrelid::regclass::text || conname::text || pg_get_constraintdef(oid) FROM pg_constraint
                         UNION ALL SELECT tgname::text || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal""",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        return sorted(row[0] for row in cursor.fetchall())


@pytest.mark.django_db
def test_a_negative_number_of_articles_is_refused():
    with pytest.raises(CommandError, match="--articles"):
        call_command("demo", "--articles=-1")
