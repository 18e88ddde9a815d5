"""Text that was typed and not saved is offered when the form is opened again, with script or without."""

import pytest
from django.test import Client

from articles.models import Article, Revision
from tests import make
from tests.articles.desk.conftest import change_url
from tests.articles.desk.two import opened, questions, sent_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(editor):
    return make.article("Saved", by=editor, sources=[("Wire", "", "based_on")])


@pytest.fixture
def left(as_editor, article):
    """An autosave that its writer has left without saving."""
    changes = {"headline": "Typed", "tags": "tides", "dateline_date": "some day", "sources-0-name": "The Wire"}
    as_editor.post(change_url(article, "pulse"), opened(as_editor, article) | changes)
    return Revision.objects.autosaves().get()


def test_unsaved_text_of_ones_own_is_offered(as_editor, article, left):
    text = as_editor.get(change_url(article)).text
    assert "There is unsaved text of yours" in text
    assert f'href="{change_url(article)}?autosave={left.pk}"' in text
    assert f"to=autosave:{left.pk}" in text


def test_unsaved_text_is_offered_although_somebody_saved_since(as_editor, article, left):
    ines = Client()
    ines.force_login(make.editor("ines"))
    ines.post(change_url(article), opened(ines, article) | {"standfirst": "Hers."})
    assert "There is unsaved text of yours" in as_editor.get(change_url(article)).text


def test_unsaved_text_of_somebody_else_is_named_and_only_compared(article, left):
    ines = Client()
    ines.force_login(make.editor("ines"))
    text = ines.get(change_url(article)).text
    assert "olga has unsaved text" in text
    assert f"to=autosave:{left.pk}" in text
    assert f"?autosave={left.pk}" not in text


def test_text_that_is_brought_back_fills_the_form_as_it_was_typed(as_editor, article, left):
    data = opened(as_editor, article, f"?autosave={left.pk}")
    assert (data["headline"], data["tags"], data["dateline_date"]) == ("Typed", "tides", "some day")
    assert data["sources-0-name"] == "The Wire"
    assert data["sitting"] == left.sitting
    article.refresh_from_db()
    assert article.headline == "Saved"


def test_text_that_is_brought_back_is_saved_and_its_autosave_forgotten(as_editor, article, left):
    data = opened(as_editor, article, f"?autosave={left.pk}") | {"dateline_date": ""}
    assert as_editor.post(change_url(article), data).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.sources.get().name) == ("Typed", "The Wire")
    assert not Revision.objects.autosaves().exists()


def test_text_that_is_brought_back_is_merged_with_what_others_saved_since(as_editor, article, left):
    ines = Client()
    ines.force_login(make.editor("ines"))
    ines.post(change_url(article), opened(ines, article) | {"standfirst": "Hers.", "headline": "Hers"})
    data = opened(as_editor, article, f"?autosave={left.pk}") | {"dateline_date": ""}
    refused = as_editor.post(change_url(article), data)
    [question] = questions(refused)
    as_editor.post(change_url(article), sent_by(refused) | {question.name: "mine"})
    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("Typed", "Hers.")


@pytest.mark.parametrize("number", ["x", "9" * 400, "٣", "", "0"])
def test_autosave_that_is_not_there_opens_the_saved_form(as_editor, article, left, number):
    assert opened(as_editor, article, f"?autosave={number}")["headline"] == "Saved"


def test_autosave_of_somebody_else_is_not_brought_back(article, left):
    ines = Client()
    ines.force_login(make.editor("ines"))
    assert opened(ines, article, f"?autosave={left.pk}")["headline"] == "Saved"


# --- What is typed beside the story ---

BESIDES = {
    "note": "Adds the second ferry.",
    "change": "minor",
    "notice": "The figures were wrong.",
    "hand_over_note": "Please look at the third paragraph.",
    "note_text": "Who says so?",
    "note_quote": "on time",
    "live_from": "2030-02-02T10:00",
    "down_at": "2030-02-03T10:00",
    "share_person": "Ann",
    "assignee": "olga",
    "due_at": "2030-02-02T10:00",
    "planned_for": "2030-02-03T10:00",
    "priority": "1",
    "embargo_until": "2030-01-01T10:00",
}


@pytest.fixture
def aside(as_editor, article):
    """An autosave of a form in which only that was typed which is no part of the story."""
    as_editor.post(change_url(article, "pulse"), opened(as_editor, article) | BESIDES)
    return Revision.objects.autosaves().get()


def test_what_is_typed_beside_the_story_comes_back_too(as_editor, article, aside):
    assert "There is unsaved text of yours" in as_editor.get(change_url(article)).text
    data = opened(as_editor, article, f"?autosave={aside.pk}")
    assert {name: data[name] for name in BESIDES} == BESIDES


def test_what_came_back_is_stored_when_it_is_saved(as_editor, article, aside):
    data = opened(as_editor, article, f"?autosave={aside.pk}") | {"notice": "", "live_from": "", "down_at": ""}
    assert as_editor.post(change_url(article), data).status_code == 302
    article.refresh_from_db()
    assert (article.priority, article.assignee.username, article.due_at.year) == (1, "olga", 2030)
    assert article.notes.get().text == "Who says so?"


def test_what_is_typed_beside_the_story_is_nobody_elses(article, aside):
    ines = Client()
    ines.force_login(make.editor("ines"))
    assert "unsaved text" not in ines.get(change_url(article)).text


def test_it_is_forgotten_once_it_is_taken_out_again(as_editor, article, aside):
    data = opened(as_editor, article, f"?autosave={aside.pk}")
    as_editor.post(
        change_url(article, "pulse"), data | dict.fromkeys(BESIDES, "") | {"change": "update", "priority": "3"}
    )
    assert not Revision.objects.autosaves().exists()


def test_signs_that_no_database_keeps_do_no_harm(as_editor, article):
    data = opened(as_editor, article) | {"note_text": "a\x00b", "live_from": "soon"}
    assert as_editor.post(change_url(article, "pulse"), data).status_code == 200
    kept = Revision.objects.autosaves().get()
    back = opened(as_editor, article, f"?autosave={kept.pk}")
    assert (back["note_text"], back["live_from"]) == ("ab", "soon")


# --- Throwing away ---


def test_unsaved_text_is_thrown_away(as_editor, article, left):
    for _replay in range(2):
        response = as_editor.post(change_url(article, "throw_away"), {"autosave": left.pk})
        assert response.url == change_url(article)
    assert not Revision.objects.autosaves().exists()


def test_throwing_away_keeps_what_is_typed_in_the_form_meanwhile(as_editor, article, left):
    data = opened(as_editor, article) | {"standfirst": "Typed now."}
    response = as_editor.post(change_url(article, "throw_away"), data | {"autosave": left.pk})
    kept = Revision.objects.autosaves().get()
    assert response.url == f"{change_url(article)}?autosave={kept.pk}"
    assert (kept.snapshot["fields"]["standfirst"], kept.snapshot["fields"]["headline"]) == ("Typed now.", "Saved")


@pytest.mark.parametrize("number", ["", "x", "9" * 400, "٣", "a\x00"])
def test_throwing_away_nonsense_throws_nothing_away(as_editor, article, left, number):
    assert as_editor.post(change_url(article, "throw_away"), {"autosave": number}).status_code == 302
    assert Revision.objects.autosaves().exists()


def test_nobody_throws_away_the_text_of_others(article, left):
    ines = Client()
    ines.force_login(make.editor("ines"))
    ines.post(change_url(article, "throw_away"), {"autosave": left.pk})
    assert Revision.objects.autosaves().exists()


@pytest.mark.parametrize("view", ["throw_away", "take_over"])
def test_doors(client, article, view):
    url = change_url(article, view)
    assert "/login/" in client.post(url).url
    client.force_login(make.reporter("bo"))
    assert client.post(url).status_code == 403
    client.force_login(make.editor("ines"))
    assert client.get(url).status_code == 405
    article.delete()
    assert client.post(url).status_code == 404


def test_new_form_offers_nothing(as_editor, left):
    assert "unsaved text" not in as_editor.get("/admin/articles/article/add/").text
    assert Article.objects.count() == 1
