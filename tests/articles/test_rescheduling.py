"""Moving what is scheduled, taking back a planned end, and embargoes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.desk import workflow
from articles.desk.workflow import NotPossible
from articles.models import FOREVER, Article, Correction, Edition
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def editor():
    return make.editor()


@pytest.fixture
def layers(editor):
    """An article with edition 1 live and edition 2 scheduled in two hours."""
    article = make.live("One", slug="layers").article
    workflow.schedule(make.rewrite(article, "Two"), by=editor, live_from=timezone.now() + 2 * HOUR)
    return make.rewrite(article, "Three")


def headlines(article: Article, *hours: float) -> list[str]:
    """What is live so many hours from now."""
    found = [article.editions.live(timezone.now() + hour * HOUR).first() for hour in hours]
    return [edition.headline if edition else "" for edition in found]


def coming(article: Article) -> Edition:
    return article.editions.scheduled().get()


def test_moving_a_schedule_keeps_what_it_says_and_what_is_live_before(layers, editor):
    moved = workflow.reschedule(coming(layers), by=editor, live_from=timezone.now() + 5 * HOUR)
    assert (moved.headline, moved.number) == ("Two", 3)
    assert headlines(layers, 0, 3, 6) == ["One", "One", "Two"]


def test_publishing_earlier_shows_it_now(layers, editor):
    workflow.reschedule(coming(layers), by=editor)
    assert headlines(layers, 0, 3) == ["Two", "Two"]
    assert not layers.editions.scheduled().exists()


def test_the_draft_is_untouched_by_a_move(layers, editor):
    before = Article.objects.values().get(pk=layers.pk)
    workflow.reschedule(coming(layers), by=editor, live_from=timezone.now() + 5 * HOUR)
    assert Article.objects.values().get(pk=layers.pk) == before


def test_the_only_edition_takes_its_date_with_it(editor):
    article = make.article(slug="alone")
    workflow.schedule(article, by=editor, live_from=timezone.now() + HOUR)
    moved = workflow.reschedule(coming(article), by=editor, live_from=timezone.now() + timedelta(days=40))
    assert moved.change == Edition.Change.FIRST
    assert moved.published_at == moved.live_from
    assert moved.address.path.endswith(f"{moved.live_from:/%Y/%m/%d}/alone/")


def test_two_scheduled_editions_change_places(layers, editor):
    second = coming(layers)
    third = workflow.schedule(layers, by=editor, live_from=timezone.now() + 4 * HOUR)
    workflow.reschedule(second, by=editor, live_from=timezone.now() + 6 * HOUR)
    assert headlines(layers, 1, 5, 7) == ["One", "Three", "Two"]
    assert third.headline == "Three"


def test_a_correction_moves_with_its_edition(editor):
    article = make.live("One").article
    at = timezone.now() + HOUR
    workflow.schedule(make.rewrite(article), by=editor, live_from=at, change="correction", note="It is Hull.")
    moved = workflow.reschedule(coming(article), by=editor, live_from=at + HOUR)
    assert Correction.objects.get().edition == moved


@pytest.mark.parametrize(
    ("hours", "said"), [(-1, "That time has passed"), (2, "Another edition is due at that very time")]
)
def test_a_time_that_does_not_fit_is_refused_and_changes_nothing(layers, editor, hours, said):
    at = timezone.now()
    workflow.schedule(layers, by=editor, live_from=at + 8 * HOUR)
    first, second = layers.editions.scheduled().order_by("live_from")
    before = list(layers.editions.values())
    with pytest.raises(NotPossible, match=said):
        workflow.reschedule(second, by=editor, live_from=first.live_from if hours > 0 else at + hours * HOUR)
    assert list(layers.editions.values()) == before


def test_what_is_live_or_cancelled_cannot_be_moved(layers, editor):
    live, planned = layers.editions.live().get(), coming(layers)
    with pytest.raises(NotPossible, match="live already"):
        workflow.reschedule(live, by=editor, live_from=timezone.now() + HOUR)
    workflow.cancel(planned, by=editor)
    with pytest.raises(NotPossible, match="cancelled already"):
        workflow.reschedule(planned, by=editor, live_from=timezone.now() + HOUR)


def test_a_correction_cannot_become_the_first_edition(editor):
    article = make.article()
    workflow.schedule(article, by=editor, live_from=timezone.now() + 2 * HOUR)
    late = workflow.schedule(
        make.rewrite(article), by=editor, live_from=timezone.now() + 3 * HOUR, change="correction", note="It is Hull."
    )
    with pytest.raises(NotPossible, match="nothing before it"):
        workflow.reschedule(late, by=editor, live_from=timezone.now() + HOUR)


def test_a_planned_end_can_be_taken_back(editor):
    article = make.live().article
    workflow.unpublish(article, by=editor, at=timezone.now() + HOUR)
    workflow.keep_up(article, by=editor)
    assert article.editions.get().live_until == FOREVER
    with pytest.raises(NotPossible, match="No end is planned"):
        workflow.keep_up(article, by=editor)


@pytest.mark.parametrize("person", [make.reporter, make.moderator])
def test_only_editors_move_anything(layers, person):
    somebody = person()
    for move in (
        lambda: workflow.reschedule(coming(layers), by=somebody),
        lambda: workflow.keep_up(layers, by=somebody),
        lambda: workflow.put_under_embargo(layers, by=somebody, until=None),
    ):
        with pytest.raises(PermissionDenied):
            move()


# --- Embargo ---


def test_nothing_goes_out_before_the_embargo_ends(editor):
    article, until = make.article(), timezone.now() + 2 * HOUR
    workflow.put_under_embargo(article, by=editor, until=until)
    for move in (
        lambda: workflow.publish(article, by=editor),
        lambda: workflow.schedule(article, by=editor, live_from=until - HOUR),
    ):
        with pytest.raises(NotPossible, match="under embargo until"):
            move()
    workflow.schedule(article, by=editor, live_from=until)
    assert headlines(article, 0, 1, 3) == ["", "", article.headline]


def test_a_schedule_is_not_moved_into_the_embargo(editor):
    article, until = make.article(), timezone.now() + 2 * HOUR
    workflow.put_under_embargo(article, by=editor, until=until)
    workflow.schedule(article, by=editor, live_from=until + HOUR)
    with pytest.raises(NotPossible, match="under embargo until"):
        workflow.reschedule(coming(article), by=editor)


def test_what_is_live_or_due_sooner_cannot_be_put_under_embargo(layers, editor):
    with pytest.raises(NotPossible, match="live or scheduled before that time"):
        workflow.put_under_embargo(layers, by=editor, until=timezone.now() + 9 * HOUR)
    scheduled = make.article()
    workflow.schedule(scheduled, by=editor, live_from=timezone.now() + HOUR)
    with pytest.raises(NotPossible, match="live or scheduled before that time"):
        workflow.put_under_embargo(scheduled, by=editor, until=timezone.now() + 2 * HOUR)


def test_a_lifted_embargo_holds_nothing_back(editor):
    article = make.article()
    workflow.put_under_embargo(article, by=editor, until=timezone.now() + HOUR)
    workflow.put_under_embargo(article, by=editor, until=None)
    assert workflow.publish(article, by=editor).is_live()
