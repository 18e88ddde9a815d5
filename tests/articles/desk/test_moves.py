"""The buttons: what is offered, what happens, and what is said when it does not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article, Edition
from tests import make
from tests.articles.desk.conftest import ADD, change_url, typed

pytestmark = pytest.mark.django_db


def labels(response) -> list[str]:
    return [button.label for button in response.context["panel"].buttons]


def filled(response) -> list[str]:
    return [button.label for button in response.context["panel"].buttons if button.filled]


def test_reporter_is_offered_to_submit_and_nothing_that_readers_see(as_reporter, reporter):
    response = as_reporter.get(change_url(make.article(by=reporter)))
    assert labels(response) == ["Save draft", "Preview", "Submit to an editor"]
    assert filled(response) == ["Submit to an editor"]


def test_editor_is_offered_publication_by_its_name(as_editor, editor):
    draft = as_editor.get(change_url(make.article(by=editor)))
    live = as_editor.get(change_url(make.live(by=make.chief("root")).article))
    assert labels(draft) == ["Save draft", "Preview", "Publish now"]
    assert labels(live)[2:] == ["Publish update", "Unpublish now"]


def test_editor_can_hand_a_story_in_where_its_section_wants_approval(as_editor, editor):
    article = make.article(by=editor, section=make.section("Law", needs_approval=True))
    assert "Submit for approval" in labels(as_editor.get(change_url(article)))
    for button in ("_submit", "_approve", "_publish"):
        article.refresh_from_db()
        as_editor.post(change_url(article), typed(article, **{button: "1"}))
    assert Edition.objects.live().get().article == article


def test_withdrawn_story_does_not_go_up_again_by_the_likely_button(as_editor, editor):
    article = make.live(by=make.chief("root")).article
    workflow.withdraw(article, by=editor, notice="It was wrong.")
    page = as_editor.get(change_url(article))
    assert filled(page) == ["Save draft"]
    assert "Publish again" in labels(page)


def test_unready_article_fills_the_save_button(as_editor, editor):
    assert filled(as_editor.get(change_url(make.article(by=editor, section=None)))) == ["Save draft"]


def test_publish_saves_first_and_shows_it_to_readers(as_editor, editor):
    article = make.article(by=editor)
    response = as_editor.post(change_url(article), typed(article, headline="Out now", _publish="1"), follow=True)
    assert Edition.objects.live().get().headline == "Out now"
    assert "edition 1 is live" in response.text


def test_blocked_publication_saves_the_draft_and_flags_each_field(as_editor, editor):
    article = make.article(by=editor, authors=[])
    data = typed(article, headline="", section="", body="<p>Typed.</p>", _publish="1")
    response = as_editor.post(change_url(article), data, follow=True)
    article.refresh_from_db()
    assert (article.body, Edition.objects.count()) == ("<p>Typed.</p>", 0)
    assert response.redirect_chain[0][0].endswith("?problems=1")
    for anchor in ("#id_headline", "#id_section", "#bylines-group"):
        assert f'href="{anchor}"' in response.text
    assert response.text.count("Write a headline.") == 3  # summary, field and checks
    assert response.text.count("Say who wrote it.") == 3


def test_taken_address_is_flagged_at_the_slug(as_editor, editor):
    make.live(slug="same", ago=timedelta(0), by=make.chief("root"))
    article = make.article(slug="same", by=editor)
    response = as_editor.post(change_url(article), typed(article, _publish="1"), follow=True)
    assert 'href="#id_slug"' in response.text
    assert "Another story stands at" in response.text


def test_new_article_can_be_published_at_once(as_editor):
    author = make.author()
    data = typed(
        headline="New", slug="new", body="<p>Text.</p>", section=make.section().pk, bylines=[{"author": author.pk}]
    )
    del data["_save"]
    as_editor.post(ADD, data | {"_publish": "1"})
    assert Edition.objects.live().get().headline == "New"


def test_schedule_takes_newsroom_time(as_editor, editor, settings):
    settings.TIME_ZONE = "America/New_York"
    timezone.get_default_timezone.cache_clear()
    article = make.article(by=editor)
    as_editor.post(change_url(article), typed(article, live_from="2099-07-01T18:00", _schedule="1"))
    edition = Edition.objects.get()
    timezone.get_default_timezone.cache_clear()
    assert edition.live_from.isoformat() == "2099-07-01T22:00:00+00:00"


def test_schedule_without_a_time_is_refused_at_the_field(as_editor, editor):
    article = make.article(by=editor)
    response = as_editor.post(change_url(article), typed(article, headline="Kept", _schedule="1"))
    assert response.status_code == 422
    assert 'href="#id_live_from"' in response.text
    assert "Kept" in response.text


def test_schedule_in_the_past_saves_and_says_so(as_editor, editor):
    article = make.article(by=editor)
    data = typed(article, headline="Kept", live_from="2001-01-01T00:00", _schedule="1")
    response = as_editor.post(change_url(article), data, follow=True)
    article.refresh_from_db()
    assert "That time has passed" in response.text
    assert (article.headline, Edition.objects.count()) == ("Kept", 0)


def test_schedule_is_cancelled_by_its_own_button(as_editor, editor):
    article = make.article(by=editor)
    as_editor.post(change_url(article), typed(article, live_from="2099-07-01T18:00", _schedule="1"))
    edition = Edition.objects.get()
    assert f'name="_cancel" value="{edition.pk}"' in as_editor.get(change_url(article)).text
    as_editor.post(change_url(article), typed(article, _cancel=str(edition.pk)))
    assert not Edition.objects.scheduled().exists()


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "٣", "999"])
def test_cancelling_what_is_not_there_is_said(as_editor, editor, number):
    article = make.article(by=editor)
    response = as_editor.post(change_url(article), typed(article, _cancel=number), follow=True)
    assert "no such scheduled edition" in response.text


def test_unpublish_takes_it_down(as_editor):
    article = make.live(by=make.chief("root")).article
    as_editor.post(change_url(article), typed(article, _unpublish="1"))
    assert not Edition.objects.live().exists()


def test_reporter_submits_and_editor_sends_back(client, reporter, editor):
    article = make.article(by=reporter)
    client.force_login(reporter)
    client.post(change_url(article), typed(article, _submit="1"))
    article.refresh_from_db()
    assert article.stage == Article.Stage.REVIEW
    client.force_login(editor)
    client.post(change_url(article), typed(article, _sendback="1"))
    article.refresh_from_db()
    assert article.stage == Article.Stage.DRAFT


@pytest.mark.parametrize(
    "button",
    ["_publish", "_schedule", "_cancel", "_reschedule", "_advance", "_unpublish", "_unpublish_at", "_keep_up"]
    + ["_withdraw", "_approve", "_sendback"],
)
def test_forged_move_of_a_reporter_is_forbidden_and_changes_nothing(as_reporter, reporter, button):
    article = make.article(by=reporter)
    planned = workflow.schedule(article, by=make.chief("root"), live_from=timezone.now() + timedelta(hours=1))
    before = list(Edition.objects.values())
    times = {"live_from": "2099-01-01T00:00", "down_at": "2099-01-01T00:00", f"move_{planned.pk}": "2099-01-01T00:00"}
    data = typed(article, headline="Forged", notice="Forged.", **times, **{button: str(planned.pk)})
    response = as_reporter.post(change_url(article), data)
    article.refresh_from_db()
    assert response.status_code == 403
    assert article.headline != "Forged" and list(Edition.objects.values()) == before


def test_bulk_publication_says_how_many_and_why_not(as_editor, editor):
    ready, bare = make.article("Ready", by=editor), make.article("Bare", by=editor, section=None)
    response = as_editor.post(
        "/admin/articles/article/",
        {"action": "publish", "_selected_action": [ready.pk, bare.pk]},
        follow=True,
    )
    assert Edition.objects.live().get().article == ready
    assert "1 article published." in response.text
    assert "Skipped 1: “Bare”. Choose a section." in response.text


def test_bulk_unpublication(as_editor):
    article = make.live(by=make.chief("root")).article
    make.article("Never", by=article.created_by)
    as_editor.post(
        "/admin/articles/article/",
        {"action": "unpublish", "_selected_action": list(Article.objects.values_list("pk", flat=True))},
    )
    assert not Edition.objects.live().exists()
