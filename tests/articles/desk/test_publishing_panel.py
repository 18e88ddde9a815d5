"""The panel from which a story goes out, moves, comes down and is corrected."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from articles.desk import workflow
from articles.models import FOREVER, Article, Correction, Edition, EditionTag
from tests import make
from tests.articles.desk.conftest import change_url, typed
from tests.articles.desk.two import opened

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def local(when) -> str:
    return timezone.localtime(when).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def live():
    return make.live("One", by=make.chief("root")).article


@pytest.fixture
def layers(live, editor):
    """Edition 1 live, edition 2 scheduled, and a third version saved."""
    workflow.schedule(make.rewrite(live, "Two"), by=editor, live_from=timezone.now() + HOUR)
    return make.rewrite(live, "Three")


def press(client, article, button: str, value: str = "1", **fields):
    return client.post(change_url(article), typed(article, **fields, **{button: value}), follow=True)


# --- What is offered ---


def test_all_three_layers_are_seen_each_with_its_own_preview_and_comparison(as_editor, layers):
    text = as_editor.get(change_url(layers)).text
    assert "edition 1, first publication, since" in text and "edition 2, update, for" in text
    assert "?of=edition:2" in text
    assert "?from=edition:1&amp;to=edition:2" in text and "?from=edition:2&amp;to=saved" in text
    assert "?from=edition:1&amp;to=saved" in text


def test_a_first_publication_asks_for_no_kind_of_change(as_editor, editor):
    text = as_editor.get(change_url(make.article(by=editor))).text
    assert 'name="live_from"' in text and 'name="change"' not in text and 'name="down_at"' not in text


def test_a_reporter_sees_the_layers_but_no_publishing(as_reporter, reporter):
    article = make.article(by=reporter)
    workflow.publish(article, by=make.editor())
    text = as_reporter.get(change_url(article)).text
    assert "edition 1, first publication" in text
    assert 'name="live_from"' not in text and 'name="_withdraw"' not in text


# --- Kinds of change ---


@pytest.mark.parametrize(
    ("kind", "change", "moves_updated", "corrections"),
    [
        ("update", "update", True, []),
        ("minor", "minor", False, []),
        ("correction", "correction", True, ["correction"]),
        ("clarification", "correction", True, ["clarification"]),
    ],
)
def test_each_kind_of_change_does_what_it_says(as_editor, live, kind, change, moves_updated, corrections):
    said = press(as_editor, live, "_publish", headline="Two", change=kind, note="It is Hull.").text
    assert f"as {kind}." in said or kind == "minor"
    edition = Edition.objects.live().get()
    assert (edition.headline, edition.change, edition.note) == ("Two", change, "It is Hull.")
    assert edition.was_updated is moves_updated
    assert list(Correction.objects.values_list("kind", flat=True)) == corrections


def test_a_correction_of_blanks_is_none(as_editor, live):
    response = press(as_editor, live, "_publish", headline="Two", change="correction", note=" ")
    assert response.status_code == 422 and "Two" in response.text
    assert Edition.objects.live().get().headline == "One"


def test_an_unknown_kind_of_change_is_refused_at_the_field(as_editor, live):
    response = press(as_editor, live, "_publish", headline="Two", change="secret")
    assert response.status_code == 422 and 'href="#id_change"' in response.text
    assert Edition.objects.count() == 1


# --- Moving what is scheduled ---


def test_a_schedule_is_moved_by_its_own_field(as_editor, layers):
    planned = layers.editions.scheduled().get()
    when = (planned.live_from + 4 * HOUR).replace(second=0, microsecond=0)
    response = press(as_editor, layers, "_reschedule", str(planned.pk), **{f"move_{planned.pk}": local(when)})
    assert "Scheduled: goes live on" in response.text
    assert layers.editions.scheduled().get().live_from == when


@pytest.mark.parametrize("typed_time", ["", "soon", "2026-99-99T00:00", "2001-01-01T00:00", "9999-12-31T23:59"])
def test_a_bad_new_time_is_said_and_moves_nothing(as_editor, layers, typed_time):
    planned = layers.editions.scheduled().get()
    response = press(as_editor, layers, "_reschedule", str(planned.pk), **{f"move_{planned.pk}": typed_time})
    assert response.status_code == 200 and "Saved. " in response.text
    assert layers.editions.scheduled().get() == planned


def test_a_scheduled_version_is_published_earlier(as_editor, layers):
    planned = layers.editions.scheduled().get()
    press(as_editor, layers, "_advance", str(planned.pk))
    assert Edition.objects.live().get().headline == "Two"
    assert not Edition.objects.scheduled().exists()
    layers.refresh_from_db()
    assert layers.headline == "Three"


def test_another_storys_edition_is_not_moved_from_here(as_editor, layers, editor):
    stranger = workflow.schedule(make.article(), by=editor, live_from=timezone.now() + HOUR)
    response = press(as_editor, layers, "_advance", str(stranger.pk))
    assert "no such scheduled edition" in response.text
    assert not stranger.article.editions.live().exists()


# --- Coming down ---


def test_a_story_comes_down_at_a_time_and_is_kept_up_again(as_editor, live):
    when = (timezone.now() + 5 * HOUR).replace(second=0, microsecond=0)
    press(as_editor, live, "_unpublish_at", down_at=local(when))
    assert live.editions.get().live_until == when
    assert "Keep it up" in as_editor.get(change_url(live)).text
    press(as_editor, live, "_keep_up")
    assert live.editions.get().live_until == FOREVER


@pytest.mark.parametrize(("button", "anchor"), [("_unpublish_at", "#id_down_at"), ("_withdraw", "#id_notice")])
def test_what_a_button_needs_is_asked_for_at_its_field(as_editor, live, button, anchor):
    response = press(as_editor, live, button, headline="Kept")
    assert response.status_code == 422 and f'href="{anchor}"' in response.text and "Kept" in response.text
    assert Edition.objects.live().get().headline == "One"


def test_withdrawal_leaves_the_notice_and_drops_the_story(as_editor, client, live):
    address = live.editions.get().get_absolute_url()
    press(as_editor, live, "_withdraw", notice="The figures were wrong.")
    gone = client.get(address)
    assert gone.status_code == 410 and "The figures were wrong." in gone.text
    assert "One" not in client.get("/").text


def test_a_replayed_withdrawal_is_refused_and_said(as_editor, live):
    press(as_editor, live, "_withdraw", notice="The figures were wrong.")
    response = press(as_editor, live, "_withdraw", notice="The figures were wrong.")
    assert "nothing live to withdraw" in response.text
    assert live.editions.ever_live().count() == 2


# --- Embargo ---


def test_an_embargo_is_kept_with_the_story_and_holds_publication_back(as_editor, editor):
    article = make.article(by=editor)
    until = (timezone.now() + 5 * HOUR).replace(second=0, microsecond=0)
    press(as_editor, article, "_save", embargo_until=local(until))
    article.refresh_from_db()
    assert article.embargo_until == until
    response = press(as_editor, article, "_publish", embargo_until=local(until))
    assert "under embargo until" in response.text and not Edition.objects.exists()
    press(as_editor, article, "_schedule", embargo_until=local(until), live_from=local(until))
    assert Edition.objects.get().live_from == until


def test_a_reporters_form_leaves_the_embargo_alone(as_reporter, reporter):
    article = make.article(by=reporter)
    until = timezone.now() + 5 * HOUR
    Article.objects.filter(pk=article.pk).update(embargo_until=until)
    press(as_reporter, article, "_save", embargo_until="")
    article.refresh_from_db()
    assert article.embargo_until == until


def test_a_post_that_does_not_speak_of_the_embargo_leaves_it_alone(as_editor, editor):
    article = make.article(by=editor)
    until = timezone.now() + 5 * HOUR
    Article.objects.filter(pk=article.pk).update(embargo_until=until)
    press(as_editor, article, "_save", headline="Other words")
    article.refresh_from_db()
    assert (article.headline, article.embargo_until) == ("Other words", until)


@pytest.mark.parametrize("name", ["live_from", "down_at", "embargo_until"])
@pytest.mark.parametrize("when", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T00:00"])
def test_a_time_out_of_all_reason_is_refused_at_its_field(as_editor, live, name, when):
    response = press(as_editor, live, "_save", **{name: when})
    assert response.status_code == 422 and f'href="#id_{name}"' in response.text


def test_a_refused_publication_leaves_the_embargo_that_came_with_it(as_editor, editor):
    article = make.article(by=editor)
    until = (timezone.now() + 5 * HOUR).replace(second=0, microsecond=0)
    response = press(as_editor, article, "_publish", embargo_until=local(until))
    article.refresh_from_db()
    assert "under embargo until" in response.text
    assert (article.embargo_until, Edition.objects.exists()) == (until, False)


# --- What was typed for a button ---

TYPED = {"change": "correction", "note": "It was Kiel, not Bergen.", "hand_over_note": "Look at line three."}


def values(response, *names: str) -> dict[str, str]:
    form = response.context["adminform"].form
    return {name: str(form[name].value()) for name in names}


def test_it_waits_through_a_save(as_editor, live):
    assert values(press(as_editor, live, "_save", **TYPED), *TYPED) == TYPED
    assert values(as_editor.get(change_url(live)), "note")["note"] in ("", "None")


def test_it_waits_through_a_publication_that_was_refused(as_editor, live):
    assert values(press(as_editor, live, "_publish", section="", **TYPED), *TYPED) == TYPED
    assert not Correction.objects.exists()


def test_it_waits_through_a_schedule_that_was_refused(as_editor, live):
    sent = TYPED | {"live_from": "2001-01-01T00:00"}
    assert values(press(as_editor, live, "_schedule", headline="New", **sent), *sent) == sent


def test_it_is_gone_once_it_has_done_its_work(as_editor, live):
    response = press(as_editor, live, "_publish", headline="Two", **TYPED)
    assert Correction.objects.get().text == TYPED["note"]
    assert values(response, "note")["note"] in ("", "None")


def test_it_waits_for_nobody_elses_form(as_editor, live):
    other = make.article("Another")
    as_editor.post(change_url(live), typed(live, _save="1", **TYPED))
    assert values(as_editor.get(change_url(other)), "hand_over_note")["hand_over_note"] in ("", "None")


@pytest.mark.parametrize("button", ["_publish", "_schedule"])
@pytest.mark.parametrize("kind", ["correction", "clarification"])
def test_a_correction_without_its_note_is_asked_for_it_at_its_field(as_editor, live, button, kind):
    when = local(timezone.now() + HOUR)
    response = press(as_editor, live, button, headline="Two", change=kind, live_from=when)
    assert response.status_code == 422 and 'href="#id_note"' in response.text
    assert values(response, "change") == {"change": kind}
    assert live.editions.count() == 1


# --- What goes with it ---


@pytest.mark.parametrize(
    ("button", "fields"),
    [("_unpublish", {}), ("_unpublish_at", {"minutes": 30}), ("_withdraw", {"notice": "It was wrong."})],
)
def test_schedules_that_a_move_cancels_are_named(as_editor, layers, button, fields):
    minutes = fields.pop("minutes", None) if (fields := dict(fields)) else None
    if minutes:
        fields["down_at"] = local(timezone.now() + timedelta(minutes=minutes))
    assert "With it, what was scheduled for" in press(as_editor, layers, button, **fields).text


def test_a_schedule_that_takes_anothers_minute_says_so(as_editor, layers):
    due = layers.editions.scheduled().get().live_from.replace(second=0, microsecond=0) + HOUR
    for headline in ("Three", "Four"):
        response = press(as_editor, layers, "_schedule", headline=headline, live_from=local(due))
    assert "It takes the place of what was scheduled for that minute." in response.text


def test_an_update_cancels_nothing(as_editor, layers):
    response = press(as_editor, layers, "_publish", headline="Four")
    assert "With it" not in response.text and layers.editions.scheduled().count() == 1


# --- When the database fails ---


def test_a_failing_database_saves_what_was_typed_and_leaves_readers_alone(as_editor, layers, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(EditionTag.objects, "bulk_create", refuse)
    before = list(layers.editions.order_by("pk").values())
    response = press(as_editor, layers, "_publish", headline="Four")
    assert "Saved, but nothing else was done" in response.text
    layers.refresh_from_db()
    assert layers.headline == "Four"
    assert list(layers.editions.order_by("pk").values()) == before


# --- What the status says ---


def test_schedule_that_would_undo_what_readers_see_is_named(as_editor, layers):
    warning = "was written before what readers see now"
    assert warning not in as_editor.get(change_url(layers)).text
    response = press(as_editor, layers, "_publish", headline="Corrected", change="correction", note="It was Kiel.")
    assert response.text.count(warning) == 2  # in the answer, and in the status as long as it is so
    press(as_editor, layers, "_cancel", str(layers.editions.scheduled().get().pk))
    assert warning not in as_editor.get(change_url(layers)).text


def test_planned_end_behind_a_schedule_is_seen_and_can_be_taken_back(as_editor, layers):
    press(as_editor, layers, "_unpublish_at", down_at=local(timezone.now() + 9 * HOUR))
    page = as_editor.get(change_url(layers)).text
    assert "Comes down on" in page and "Keep it up" in page
    press(as_editor, layers, "_keep_up")
    assert "Comes down on" not in as_editor.get(change_url(layers)).text


def test_hours_in_which_nothing_is_live_are_named(as_editor, live, editor):
    workflow.unpublish(live, by=editor, at=timezone.now() + HOUR)
    workflow.schedule(make.rewrite(live, "Two"), by=editor, live_from=timezone.now() + 2 * HOUR)
    assert "Nothing of it is live from" in as_editor.get(change_url(live)).text


def test_what_was_changed_there_and_back_differs_from_nothing(as_editor, live):
    differs = "What is saved here differs from what readers see."
    as_editor.post(change_url(live), opened(as_editor, live) | {"headline": "Two"})
    assert differs in as_editor.get(change_url(live)).text
    as_editor.post(change_url(live), opened(as_editor, live) | {"headline": "One"})
    assert differs not in as_editor.get(change_url(live)).text
