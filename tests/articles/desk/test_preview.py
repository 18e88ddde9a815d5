"""Previews: every version has one, each says which it is, and only the desk may frame them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk import revisions, workflow
from articles.models import Article
from tests import make
from tests.articles.desk.conftest import change_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def layers(editor):
    """A story with an edition that is live, one that is scheduled, and a draft after both."""
    article = make.live("The first", by=make.chief("root"), ago=timedelta(days=2)).article
    make.rewrite(article, "The second")
    workflow.schedule(article, by=editor, live_from=timezone.now() + timedelta(days=1))
    make.rewrite(article, "The third")
    revisions.record(article, by=editor)
    return article


def unsaved(article, by, headline: str, sitting: str = "tab1"):
    kept = revisions.snapshot(article)
    kept["fields"]["headline"] = headline
    return revisions.keep(article, kept, by=by, sitting=sitting, base=1)


def preview(client, article, **query):
    return client.get(change_url(article, "preview"), query)


@pytest.mark.parametrize(
    ("of", "headline", "said"),
    [
        ("saved", "The third", "Preview of revision"),
        ("edition:1", "The first", "Edition 1, live since"),
        ("edition:2", "The second", "Preview of edition 2, scheduled for"),
        ("revision:1", "The first", "Preview of revision 1, saved on"),
        ("autosave", "The third", "Preview of revision"),
    ],
)
def test_each_version_has_its_preview_and_names_itself(as_editor, layers, of, headline, said):
    response = preview(as_editor, layers, of=of)
    assert response.status_code == 200
    assert f"<h1>{headline}</h1>" in response.text
    assert said in response.text


def test_what_is_not_saved_is_seen_by_whoever_wrote_it(as_editor, editor, layers):
    unsaved(layers, editor, "The fourth")
    unsaved(layers, make.editor("other"), "Somebody else’s", sitting="tab2")
    response = preview(as_editor, layers, of="autosave")
    assert "<h1>The fourth</h1>" in response.text
    assert "not saved yet" in response.text


def test_one_of_two_open_forms_is_named_by_its_sitting(as_editor, editor, layers):
    unsaved(layers, editor, "In one tab", sitting="tab1")
    unsaved(layers, editor, "In another", sitting="tab2")
    assert "<h1>In one tab</h1>" in preview(as_editor, layers, of="autosave", sitting="tab1").text
    assert "<h1>The third</h1>" in preview(as_editor, layers, of="autosave", sitting="tab3").text


@pytest.mark.parametrize("sitting", ["a\0b", "x" * 5000, "١", ""])
def test_sitting_that_no_form_has_is_passed_over(as_editor, editor, layers, sitting):
    unsaved(layers, editor, "The fourth")
    assert "<h1>The fourth</h1>" in preview(as_editor, layers, of="autosave", sitting=sitting).text


@pytest.mark.parametrize(
    "of", ["edition:3", "edition:0", "revision:99", "edition:" + "9" * 50, "revision:١", "edition:1\0", "live", ""]
)
def test_version_that_is_not_there_is_not_found(as_editor, layers, of):
    assert preview(as_editor, layers, of=of).status_code == 404


def test_cancelled_and_past_editions_are_told_apart(as_editor, editor, layers):
    workflow.cancel(layers.editions.get(number=2), by=editor)
    assert "which was cancelled" in preview(as_editor, layers, of="edition:2").text
    workflow.unpublish(layers, by=editor)
    assert "is over" in preview(as_editor, layers, of="edition:1").text


def test_withdrawal_is_previewed_as_its_notice(as_editor, editor, layers):
    workflow.withdraw(layers, by=editor, notice="It was not so.")
    number = layers.editions.order_by("-number").first().number
    response = preview(as_editor, layers, of=f"edition:{number}")
    assert response.status_code == 200
    assert "It was not so." in response.text


@pytest.mark.parametrize(
    ("theme", "marked"), [("dark", True), ("light", True), ("", False), ("sepia", False), ('"><script>', False)]
)
def test_theme_is_forced_only_as_one_that_the_site_has(as_editor, layers, theme, marked):
    response = preview(as_editor, layers, theme=theme)
    assert (f'data-theme="{theme}"' in response.text) == marked
    assert ("data-theme" in response.text) == marked


@pytest.mark.parametrize("of", ["saved", "edition:1"])
def test_preview_is_kept_by_nobody_and_framed_by_the_desk_alone(as_editor, layers, of):
    headers = preview(as_editor, layers, of=of).headers
    assert headers["Cache-Control"].startswith("private, no-store")
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]


def test_other_pages_are_framed_by_nobody(as_editor, layers):
    for address in ("/", change_url(layers)):
        headers = as_editor.get(address).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "frame-src" not in as_editor.get("/").headers["Content-Security-Policy"]


def test_form_may_hold_a_frame_of_our_own(as_editor, layers):
    assert "frame-src 'self'" in as_editor.get(change_url(layers)).headers["Content-Security-Policy"]


@pytest.mark.parametrize("of", ["saved", "autosave", "revision:1", "edition:1"])
def test_every_version_is_behind_the_same_door(client, reporter, layers, of):
    url = change_url(layers, "preview")
    assert client.get(url, {"of": of}).status_code == 302
    client.force_login(reporter)
    assert client.get(url, {"of": of}).status_code == 403
    Article.objects.filter(pk=layers.pk).update(created_by=reporter)
    assert client.get(url, {"of": of}).status_code == 200


def test_version_of_another_story_is_not_found(as_editor, layers):
    other = make.article()
    assert preview(as_editor, other, of="edition:1").status_code == 404


@pytest.mark.parametrize("name", ["quokkas", '"abc', "+++", "Élections", "ports and " * 20])
def test_preview_shows_tags_that_nobody_has_stored_yet(as_editor, layers, editor, name):
    kept = revisions.snapshot(layers) | {"tags": [name]}
    revisions.keep(layers, kept, by=editor, sitting="tab1", base=1)
    response = preview(as_editor, layers, of="autosave", sitting="tab1")
    assert response.status_code == 200
    assert ('rel="tag"' in response.text) is (len(name) <= 100)


def test_preview_of_a_revision_outlives_its_tags(as_editor, layers):
    layers.tags.set(["tides"])
    number = revisions.record(layers, by=None).number
    layers.tags.get().delete()
    assert "Tides" in preview(as_editor, layers, of=f"revision:{number}").text
