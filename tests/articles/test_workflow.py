"""What publishing, scheduling, cancelling and taking down do to what readers see."""

import threading
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from articles.desk.workflow import NotPossible, NotReady
from articles.models import FOREVER, Article, Correction, Edition
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def live_headlines(article, at=None):
    return [edition.headline for edition in article.editions.live(at)]


def test_publishing_puts_a_copy_before_readers():
    article = make.article("Ferries run late", tags=["harbours"])
    edition = workflow.publish(article, by=make.editor())
    assert edition.change == "first"
    assert edition.live_until == FOREVER
    assert live_headlines(article) == ["Ferries run late"]
    assert [tag["name"] for tag in edition.tag_list] == ["harbours"]


def test_saving_after_publication_changes_nothing_for_readers():
    article = make.article("Ferries run late")
    workflow.publish(article, by=make.editor())
    make.rewrite(article, "Ferries run on time")
    assert live_headlines(article) == ["Ferries run late"]


def test_publishing_again_asks_as_much_however_often_it_was_published():
    editor, article, counts = make.editor(), make.article("One", tags=["harbours", "tides"]), []
    for number in range(5):
        make.rewrite(article, f"Version {number}")
        with CaptureQueriesContext(connection) as queries:
            workflow.publish(article, by=editor)
        counts.append(len(queries))
    assert counts[1] == counts[-1] <= 60


def test_three_layers_live_scheduled_and_in_the_form():
    editor, article = make.editor(), make.article("One")
    workflow.publish(article, by=editor)
    make.rewrite(article, "Two")
    workflow.schedule(article, by=editor, live_from=timezone.now() + HOUR)
    make.rewrite(article, "Three")
    assert live_headlines(article) == ["One"]
    assert live_headlines(article, timezone.now() + 2 * HOUR) == ["Two"]
    assert article.headline == "Three"


def test_cancelling_lets_the_live_edition_stay():
    editor, article = make.editor(), make.article("One")
    workflow.publish(article, by=editor)
    make.rewrite(article, "Two")
    coming = workflow.schedule(article, by=editor, live_from=timezone.now() + HOUR)
    workflow.cancel(coming, by=editor)
    assert live_headlines(article, timezone.now() + 2 * HOUR) == ["One"]


def test_cancelling_twice_or_too_late_is_refused():
    editor, article = make.editor(), make.article()
    coming = workflow.schedule(article, by=editor, live_from=timezone.now() + HOUR)
    workflow.cancel(coming, by=editor)
    with pytest.raises(NotPossible, match="cancelled already"):
        workflow.cancel(coming, by=editor)
    with pytest.raises(NotPossible, match="live already"):
        workflow.cancel(workflow.publish(article, by=editor), by=editor)


def test_publishing_now_leaves_what_is_scheduled():
    editor, article = make.editor(), make.article("One")
    workflow.publish(article, by=editor)
    make.rewrite(article, "Two")
    workflow.schedule(article, by=editor, live_from=timezone.now() + HOUR)
    make.rewrite(article, "One and a half")
    workflow.publish(article, by=editor)
    assert live_headlines(article) == ["One and a half"]
    assert live_headlines(article, timezone.now() + 2 * HOUR) == ["Two"]


def test_publishing_before_a_scheduled_first_edition_makes_that_an_update_of_the_same_story():
    editor, article = make.editor(), make.article("Two", slug="tide")
    workflow.schedule(article, by=editor, live_from=timezone.now() + timedelta(days=40))
    make.rewrite(article, "One")
    first = workflow.publish(article, by=editor)
    later = article.editions.live(timezone.now() + timedelta(days=41)).get()
    assert (later.headline, later.change) == ("Two", "update")
    assert later.published_at == first.published_at
    assert later.address == first.address


def test_a_second_edition_at_the_same_instant_replaces_the_scheduled_one():
    editor, article, at = make.editor(), make.article("One"), timezone.now() + HOUR
    workflow.schedule(article, by=editor, live_from=at)
    make.rewrite(article, "Two")
    workflow.schedule(article, by=editor, live_from=at)
    assert live_headlines(article, at) == ["Two"]


def test_scheduling_in_the_past_is_refused():
    with pytest.raises(NotPossible, match="passed"):
        workflow.schedule(make.article(), by=make.editor(), live_from=timezone.now() - HOUR)


def test_unpublishing_takes_down_what_is_live_and_cancels_what_is_to_come():
    editor, article = make.editor(), make.article()
    workflow.publish(article, by=editor)
    workflow.schedule(make.rewrite(article), by=editor, live_from=timezone.now() + HOUR)
    workflow.unpublish(article, by=editor)
    assert not article.editions.live().exists()
    assert not article.editions.live(timezone.now() + 2 * HOUR).exists()
    with pytest.raises(NotPossible, match="Nothing"):
        workflow.unpublish(article, by=editor)


def test_unpublishing_at_a_time_leaves_the_story_up_until_then():
    editor, article = make.editor(), make.article("One")
    workflow.publish(article, by=editor)
    workflow.unpublish(article, by=editor, at=timezone.now() + HOUR)
    assert live_headlines(article) == ["One"]
    assert live_headlines(article, timezone.now() + 2 * HOUR) == []


def test_a_story_published_again_keeps_its_date_and_address():
    editor, article = make.editor(), make.article()
    first = workflow.publish(article, by=editor)
    workflow.unpublish(article, by=editor)
    again = workflow.publish(article, by=editor)
    assert (again.published_at, again.address) == (first.published_at, first.address)


def test_a_minor_change_leaves_the_updated_time_and_a_material_one_moves_it():
    editor, article = make.editor(), make.article()
    first = workflow.publish(article, by=editor)
    minor = workflow.publish(make.rewrite(article), by=editor, change="minor")
    update = workflow.publish(make.rewrite(article), by=editor, change="update")
    assert minor.updated_at == first.updated_at
    assert update.updated_at == update.live_from


def test_a_correction_keeps_its_text_with_the_edition_that_made_it():
    editor, article = make.editor(), make.article()
    workflow.publish(article, by=editor)
    with pytest.raises(NotPossible, match="note"):
        workflow.publish(article, by=editor, change="correction")
    edition = workflow.publish(article, by=editor, change="correction", note="It is Hull, not Grimsby.")
    assert Correction.objects.get().edition == edition


def test_withdrawing_leaves_a_notice_and_no_text():
    editor, article = make.editor(), make.article(tags=["coast"])
    workflow.publish(article, by=editor)
    edition = workflow.withdraw(article, by=editor, notice="The report was wrong.")
    assert (edition.body, edition.note, edition.is_withdrawn) == ("", "The report was wrong.", True)
    assert not edition.tagged.exists()
    assert not Edition.objects.listed().exists()


@pytest.mark.parametrize("missing", ["headline", "body", "section"])
def test_an_incomplete_article_is_not_published_and_says_what_is_missing(missing):
    article = make.article()
    Article.objects.filter(pk=article.pk).update(**{missing: None if missing == "section" else ""})
    with pytest.raises(NotReady) as refused:
        workflow.publish(article, by=make.editor())
    assert [problem.field for problem in refused.value.problems] == [missing]
    assert not article.editions.exists()


def test_an_article_without_a_byline_is_not_published():
    with pytest.raises(NotReady) as refused:
        workflow.publish(make.article(authors=[]), by=make.editor())
    assert [problem.field for problem in refused.value.problems] == ["bylines"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " JavaScript:alert(1)", "//a.example"])
def test_an_unsafe_link_of_a_source_is_not_published_however_it_was_stored(url):
    with pytest.raises(NotReady) as refused:
        workflow.publish(make.article(sources=[("A source", url, "document")]), by=make.editor())
    assert [problem.code for problem in refused.value.problems] == ["unsafe_source"]


def test_two_stories_cannot_stand_at_one_address():
    editor = make.editor()
    workflow.publish(make.article(slug="flood"), by=editor)
    second = make.article(slug="flood")
    with pytest.raises(NotReady, match="Another story"):
        workflow.publish(second, by=editor)
    assert not second.editions.exists()
    assert not second.addresses.exists()


def test_an_empty_slug_is_made_from_the_headline():
    edition = workflow.publish(make.article("Ferries run late!", slug=""), by=make.editor())
    assert edition.get_absolute_url().endswith("/ferries-run-late/")


@pytest.mark.parametrize("role", ["reporter", "moderator"])
def test_only_editors_move_what_readers_see(role):
    person, article = getattr(make, role)(), make.article()
    coming = workflow.schedule(article, by=make.editor(), live_from=timezone.now() + HOUR)
    moves = [
        lambda: workflow.publish(article, by=person),
        lambda: workflow.schedule(article, by=person, live_from=timezone.now() + HOUR),
        lambda: workflow.cancel(coming, by=person),
        lambda: workflow.unpublish(article, by=person),
        lambda: workflow.withdraw(article, by=person, notice="No."),
        lambda: workflow.send_back(article, by=person),
        lambda: workflow.backdate(article, by=person, live_from=timezone.now() - HOUR),
    ]
    for move in moves:
        with pytest.raises(PermissionDenied):
            move()


def test_a_reporter_submits_an_own_story_and_no_other():
    reporter = make.reporter()
    own, other = make.article(by=reporter), make.article(by=make.reporter())
    workflow.submit(own, by=reporter)
    own.refresh_from_db()
    assert own.stage == "review"
    with pytest.raises(PermissionDenied):
        workflow.submit(other, by=reporter)


def test_an_editor_sends_a_story_back():
    article = make.article()
    workflow.submit(article, by=make.editor())
    workflow.send_back(article, by=make.editor())
    article.refresh_from_db()
    assert article.stage == "draft"


def test_every_move_leaves_a_line_in_the_log():
    editor, article = make.editor(), make.article()
    workflow.publish(article, by=editor)
    workflow.unpublish(article, by=editor)
    lines = LogEntry.objects.filter(object_id=str(article.pk), user=editor).values_list("change_message", flat=True)
    assert [line.split(" ")[0] for line in reversed(lines)] == ["Edition", "Unpublished."]


def test_history_is_entered_forwards_only():
    chief, article = make.chief(), make.article()
    workflow.backdate(article, by=chief, live_from=make.LONG_AGO)
    with pytest.raises(NotPossible):
        workflow.backdate(article, by=chief, live_from=make.LONG_AGO - HOUR)
    with pytest.raises(NotPossible):
        workflow.backdate(article, by=chief, live_from=timezone.now() + HOUR)


def test_publishing_an_unchanged_story_again_is_refused_and_readers_are_told_of_no_update():
    editor, article = make.editor(), make.article()
    workflow.publish(article, by=editor)
    with pytest.raises(NotPossible, match="Nothing has changed"):
        workflow.publish(article, by=editor)
    workflow.publish(article, by=editor, note="A reader asked for the date.")
    with pytest.raises(NotPossible, match="Nothing has changed"):
        workflow.publish(article, by=editor, note="A reader asked for the date.")
    assert article.editions.count() == 2


def test_a_withdrawal_stays_whatever_end_was_planned():
    editor, article = make.editor(), make.article()
    workflow.publish(article, by=editor)
    workflow.schedule(make.rewrite(article), by=editor, live_from=timezone.now() + HOUR)
    assert workflow.withdraw(article, by=editor, notice="Wrong.").live_until == FOREVER
    assert not article.editions.scheduled().exists()


def test_cancelling_a_replacement_leaves_a_planned_end():
    editor, article, at = make.editor(), make.article("One"), timezone.now() + HOUR
    workflow.publish(article, by=editor)
    workflow.unpublish(article, by=editor, at=at)
    workflow.cancel(workflow.schedule(make.rewrite(article), by=editor, live_from=at), by=editor)
    assert live_headlines(article) == ["One"]
    assert live_headlines(article, at) == []


def test_a_planned_end_can_be_moved():
    editor, article, now = make.editor(), make.article("One"), timezone.now()
    workflow.publish(article, by=editor)
    workflow.unpublish(article, by=editor, at=now + HOUR)
    workflow.unpublish(article, by=editor, at=now + 3 * HOUR)
    assert live_headlines(article, now + 2 * HOUR) == ["One"]
    assert live_headlines(article, now + 3 * HOUR) == []


@pytest.mark.parametrize("at", [FOREVER, FOREVER + timedelta(days=100)])
def test_a_time_beyond_all_time_is_refused(at):
    editor, article = make.editor(), make.article()
    with pytest.raises(NotPossible, match="too far away"):
        workflow.schedule(article, by=editor, live_from=at)
    assert not article.editions.exists()


def test_a_first_publication_corrects_nothing():
    with pytest.raises(NotPossible, match="Nothing has been published"):
        workflow.publish(make.article(), by=make.editor(), change="correction", note="It is Hull.")


def test_a_cancelled_correction_leaves_no_correction():
    editor, article = make.editor(), make.article()
    workflow.publish(article, by=editor)
    coming = workflow.schedule(
        article, by=editor, live_from=timezone.now() + HOUR, change="correction", note="It is Hull."
    )
    assert Correction.objects.get().edition == coming
    workflow.cancel(coming, by=editor)
    assert not Correction.objects.exists()


def test_a_correction_that_becomes_the_first_publication_corrects_nothing():
    editor, article, now = make.editor(), make.article(), timezone.now()
    first = workflow.schedule(article, by=editor, live_from=now + HOUR)
    workflow.schedule(article, by=editor, live_from=now + 2 * HOUR, change="correction", note="It is Hull.")
    workflow.cancel(first, by=editor)
    assert article.editions.scheduled().get().change == "first"
    assert not Correction.objects.exists()


def test_cancelling_is_refused_while_what_follows_would_stand_at_a_taken_address():
    editor, now = make.editor(), timezone.now()
    article = make.article("One", slug="flood")
    first = workflow.schedule(article, by=editor, live_from=now + HOUR)
    second = workflow.schedule(make.rewrite(article), by=editor, live_from=now + timedelta(days=9))
    workflow.schedule(make.article(slug="flood"), by=editor, live_from=now + timedelta(days=9))
    with pytest.raises(NotPossible, match="Cancel that one first"):
        workflow.cancel(first, by=editor)
    workflow.cancel(second, by=editor)
    workflow.cancel(first, by=editor)
    assert not article.editions.scheduled().exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_who_waits_for_the_lock_publishes_after_who_held_it():
    editor, article = make.editor(), make.article("One")
    published = []

    def publish() -> None:
        try:
            published.append(workflow.publish(article, by=editor))
        finally:
            connection.close()

    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        thread = threading.Thread(target=publish)
        thread.start()
        assert any(waiting_for_locks() for _ in range(200)), "the other one did not come to wait"
        make.rewrite(article, "Two")
        workflow.publish(article, by=editor)
        make.rewrite(article, "Three")
    thread.join()
    assert [edition.headline for edition in published] == ["Three"]
    assert live_headlines(article) == ["Three"]


def waiting_for_locks() -> bool:
    """Whether somebody waits for a lock in this database, after a twentieth of a second."""
    with connection.cursor() as cursor:
        # Within a transaction PostgreSQL shows what it saw first until it is told to look again.
        cursor.execute("SELECT pg_sleep(0.05), pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0
