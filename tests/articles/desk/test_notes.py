"""Notes between colleagues: written, found, resolved, and never at the price of what is being typed."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from articles.desk import notes, workflow
from articles.models import Article, Note
from tests import make
from tests.articles.desk.conftest import change_url, typed

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def add_url(article) -> str:
    return change_url(article, "notes")


def resolve_url(note) -> str:
    return reverse("admin:articles_article_note_resolve", args=[note.article_id, note.pk])


def note_on(article, text="Who says so?", **fields):
    return Note.objects.create(article=article, text=text, **fields)


@pytest.fixture
def reader(db):
    """Somebody who may look at every story and write none."""
    made = make.user("lena")
    made.user_permissions.set(Permission.objects.filter(codename__in=["view_article", "change_others_article"]))
    return made


def test_a_note_says_who_wrote_it_and_what_it_is_about(as_editor, editor):
    article = make.article()
    data = {"note_text": "Who says so?", "note_field": "body", "note_quote": "left on time"}
    answer = as_editor.post(add_url(article), data, headers=JSON).json()
    note = article.notes.get()
    assert (note.created_by, note.field, note.quote) == (editor, "body", "left on time")
    for words in ("Who says so?", 'href="#id_body"', "left on time", "olga"):
        assert words in answer["panels"]["notes"]
        assert words in as_editor.get(change_url(article)).text


def test_the_same_note_sent_twice_is_one(as_editor):
    article = make.article()
    for _time in range(2):
        as_editor.post(add_url(article), {"note_text": "Who says so?"}, headers=JSON)
    assert article.notes.count() == 1


def test_a_reader_may_note_and_resolve(client, reader):
    article = make.article()
    client.force_login(reader)
    assert 'formaction="' + add_url(article) in client.get(change_url(article)).text
    assert client.post(add_url(article), {"note_text": "A slip in line 3."}).url == change_url(article)
    note = article.notes.get()
    assert client.post(resolve_url(note)).url == change_url(article)
    note.refresh_from_db()
    assert note.resolved_by == reader


def test_the_first_to_resolve_is_remembered_and_it_can_be_reopened(as_editor, editor):
    note = note_on(make.article(), resolved_at=timezone.now(), resolved_by=make.reporter("rosa"))
    as_editor.post(resolve_url(note), headers=JSON)
    note.refresh_from_db()
    assert note.resolved_by.username == "rosa"
    answer = as_editor.post(resolve_url(note), {"reopen": "1"}, headers=JSON).json()
    note.refresh_from_db()
    assert (note.resolved_at, note.resolved_by) == (None, None)
    assert answer["said"] == "The note is open again."


def test_resolved_notes_are_folded_away(as_editor):
    article = make.article()
    note_on(article, "Done that", resolved_at=timezone.now())
    page = as_editor.get(change_url(article)).text
    assert "1 resolved note" in page
    start = page.index("No open notes.")
    assert start < page.index("<details", start) < page.index("Done that")


def test_an_open_form_learns_of_new_notes(as_editor):
    article = make.article()
    note_on(article, "Who says so?")
    panels = as_editor.post(change_url(article, "pulse"), typed(article, sitting="t", base="1")).json()["panels"]
    assert "Who says so?" in panels["notes"]


# --- Without script: the whole form comes with the button ---


def test_the_note_button_saves_the_story_with_the_note(as_editor):
    article = make.article("Was")
    as_editor.post(change_url(article), typed(article, headline="Is", note_text="Better so?", _note="1"))
    article.refresh_from_db()
    assert (article.headline, article.notes.get().text) == ("Is", "Better so?")


def test_a_typed_note_is_kept_whatever_button_is_pressed(as_editor):
    article = make.article()
    as_editor.post(change_url(article), typed(article, note_text="Half a thought", _save="1"))
    assert article.notes.get().text == "Half a thought"


def test_resolving_saves_what_is_being_typed(as_editor):
    article = make.article("Was")
    note = note_on(article)
    data = typed(article, headline="Is", _="")
    assert as_editor.post(resolve_url(note), data).url == change_url(article)
    article.refresh_from_db()
    note.refresh_from_db()
    assert (article.headline, note.resolved_at is None) == ("Is", False)


def test_resolving_beside_a_form_that_cannot_be_saved_keeps_the_typed_words(as_editor):
    article = make.article()
    note = note_on(article)
    response = as_editor.post(resolve_url(note), typed(article, headline="Typed", dateline_date="soon", _=""))
    note.refresh_from_db()
    assert (response.status_code, note.resolved_at is None) == (422, False)
    assert "Typed" in response.text
    assert f'action="{change_url(article)}"' in response.text


def test_a_note_that_is_too_long_is_refused_with_every_word_kept(as_editor):
    article = make.article()
    response = as_editor.post(change_url(article), typed(article, headline="Typed", note_text="word " * 500))
    assert response.status_code == 422
    assert "word " * 500 in response.text
    assert 'href="#id_note_text"' in response.text


def test_an_empty_note_is_asked_for_only_by_its_own_button(as_editor):
    article = make.article()
    assert as_editor.post(change_url(article), typed(article, _note="1")).status_code == 422
    assert as_editor.post(change_url(article), typed(article, _save="1")).status_code == 302


# --- Doors ---


@pytest.mark.parametrize("door", ["add", "resolve"])
def test_doors_of_notes(client, door):
    article = make.article(by=make.reporter("rosa"))
    note = note_on(article)
    url = add_url(article) if door == "add" else resolve_url(note)
    assert "/login/" in client.post(url, {"note_text": "x"}).url
    for who in (make.moderator("mo"), make.reporter("bo"), make.user("nobody")):
        client.force_login(who)
        assert client.post(url, {"note_text": "x"}).status_code == 403
    client.force_login(article.created_by)
    assert client.get(url).status_code == 405
    assert article.notes.filter(resolved_at=None).count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"note_text": "  "},
        {"note_text": "a\0b"},
        {"note_text": "x" * 2001},
        {"note_text": "x", "note_field": "pk"},
    ],
)
def test_bad_notes_are_refused(as_editor, data):
    article = make.article()
    assert as_editor.post(add_url(article), data, headers=JSON).status_code == 422
    assert as_editor.post(add_url(article), data).status_code == 400
    assert not article.notes.exists()


def test_missing_notes_and_articles_are_404(as_editor):
    article, note = make.article(), note_on(make.article())
    elsewhere = reverse("admin:articles_article_note_resolve", args=[article.pk, note.pk])
    huge = reverse("admin:articles_article_note_resolve", args=[article.pk, 10**30])
    for url in (elsewhere, huge, "/admin/articles/article/999/notes/", f"/admin/articles/article/{10**30}/notes/"):
        assert as_editor.post(url, {"note_text": "x"}).status_code == 404


# --- For lists ---


def test_open_notes_are_counted_in_the_same_query(django_assert_num_queries):
    quiet, busy = make.article("Quiet"), make.article("Busy")
    note_on(busy), note_on(busy, "And?"), note_on(busy, "Done", resolved_at=timezone.now())
    with django_assert_num_queries(1):
        counts = {row.pk: row.open_notes for row in notes.with_counts(Article.objects.all())}
    assert counts == {quiet.pk: 0, busy.pk: 2}


@pytest.mark.parametrize("number", [1, 20])
def test_the_panel_takes_one_query(django_assert_num_queries, number):
    article, writer = make.article(), make.editor()
    for position in range(number):
        workflow.write_note(article, by=writer, text=f"Note {position}")
    with django_assert_num_queries(1):
        assert notes.rendered(article).count('class="slip"') == number
