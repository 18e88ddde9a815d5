"""The open form sends itself: what is typed is kept, the article is not touched, and the panels answer."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Revision
from tests import make
from tests.articles.desk.conftest import ADD, change_url, typed
from tests.articles.desk.two import opened

pytestmark = pytest.mark.django_db

NEW = f"{ADD}pulse/"
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def article(editor):
    return make.article("Saved", by=editor, tags=["ports"], sources=[("Wire", "https://w.example/", "based_on")])


def pulse(client, article, data, **changes):
    return client.post(change_url(article, "pulse"), data | changes)


def kept() -> dict:
    return Revision.objects.autosaves().get().snapshot


def test_what_is_typed_is_kept_and_the_article_is_not_touched(as_editor, article, editor):
    answer = pulse(as_editor, article, opened(as_editor, article), headline="Typed", tags="ports, tides").json()
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Saved", 0)
    assert (kept()["fields"]["headline"], kept()["tags"]) == ("Typed", ["ports", "tides"])
    autosave = Revision.objects.autosaves().get()
    assert (autosave.created_by, autosave.base) == (editor, 1)
    assert answer["article"] == article.pk
    assert answer["unsaved"].endswith(f"?autosave={autosave.pk}")


def test_untouched_form_keeps_nothing(as_editor, article):
    assert pulse(as_editor, article, opened(as_editor, article)).json()["unsaved"] is None
    assert not Revision.objects.autosaves().exists()


def test_form_that_goes_back_to_what_is_saved_is_forgotten(as_editor, article):
    data = opened(as_editor, article)
    pulse(as_editor, article, data, headline="Typed")
    pulse(as_editor, article, data)
    assert not Revision.objects.autosaves().exists()


def test_one_form_keeps_one_autosave(as_editor, article):
    data = opened(as_editor, article)
    for headline in ("T", "Ty", "Typed"):
        pulse(as_editor, article, data, headline=headline)
    assert kept()["fields"]["headline"] == "Typed"


def test_what_cannot_be_stored_yet_is_kept_as_it_was_typed(as_editor, article):
    odd = {"headline": "x" * 900, "dateline_date": "some day", "sources-0-url": "no address", "slug": "a b\x00c"}
    assert pulse(as_editor, article, opened(as_editor, article), **odd).status_code == 200
    fields = kept()["fields"]
    assert (fields["headline"], fields["dateline_date"], fields["slug"]) == ("x" * 900, "some day", "a bc")
    assert kept()["sources"] == [{"name": "Wire", "url": "no address", "relation": "based_on"}]


@pytest.mark.parametrize(
    "odd",
    [
        {"section": "9" * 40},
        {"illustration": "x\x00"},
        {"bylines-0-author": "9" * 400},
        {"bylines-TOTAL_FORMS": "x"},
        {"sources-TOTAL_FORMS": "9" * 5000},
        {"tags": '\x00,,"'},
        {"tags": "commas forgotten " * 9},
        {"version": "٣", "base": "9" * 400, "sitting": "x" * 900},
        {"body": "<script>no()</script><p>Yes"},
    ],
)
def test_nonsense_is_no_error_of_the_server(as_editor, article, odd):
    assert pulse(as_editor, article, opened(as_editor, article), **odd).status_code == 200


def test_checks_speak_of_what_is_typed(as_editor, article):
    answer = pulse(as_editor, article, opened(as_editor, article), headline="")
    assert "Write a headline." in answer.json()["panels"]["checks"]


def test_save_forgets_the_autosave_of_its_form(as_editor, article):
    data = opened(as_editor, article)
    pulse(as_editor, article, data, headline="Typed")
    as_editor.post(change_url(article), data | {"headline": "Typed"})
    assert not Revision.objects.autosaves().exists()


def test_pulse_after_a_preview_goes_on_from_it(as_editor, article):
    data = {name: value for name, value in opened(as_editor, article).items() if name != "_save"}
    as_editor.post(change_url(article), data | {"headline": "Previewed", "_preview": "1"})
    pulse(as_editor, article, data, headline="Typed on")
    assert Revision.objects.autosaves().get().base == 2


# --- A new article ---


def test_first_word_of_a_new_article_makes_it(as_reporter, reporter):
    answer = as_reporter.post(NEW, typed(headline="A thought", sitting="t")).json()
    article = Article.objects.get()
    assert (article.headline, article.created_by, article.version) == ("A thought", reporter, 1)
    assert (answer["article"], answer["version"], answer["base"]) == (article.pk, 1, 1)
    assert answer["form"] == change_url(article)


def test_new_article_goes_on_whether_or_not_its_form_was_told(as_reporter):
    data = typed(headline="A thought", sitting="t")
    for words in ("A thought", "A thought more"):
        as_reporter.post(NEW, data | {"headline": words})
    as_reporter.post(ADD, data | {"headline": "A whole thought"})
    article = Article.objects.get()
    assert (article.headline, article.version) == ("A whole thought", 2)
    assert not article.revisions.autosaves().exists()


def test_new_article_keeps_what_it_cannot_store(as_reporter):
    as_reporter.post(NEW, typed(headline="x" * 900, standfirst="Kept.", sitting="t"))
    assert (Article.objects.get().standfirst, Article.objects.get().headline) == ("Kept.", "")
    assert kept()["fields"]["headline"] == "x" * 900


@pytest.mark.parametrize("fields", [{"sitting": "t"}, {"headline": "No token"}])
def test_nothing_typed_or_no_form_makes_nothing(as_reporter, fields):
    assert as_reporter.post(NEW, typed(**fields)).json()["article"] is None
    assert not Article.objects.exists()


# --- Doors ---


def test_pulse_is_only_posted(as_editor, article):
    assert [as_editor.get(url).status_code for url in (NEW, change_url(article, "pulse"))] == [405, 405]


def test_signed_out_form_is_told_so_in_its_own_language(client, article):
    response = pulse(client, article, {"headline": "Typed"})
    assert (response.status_code, response["Content-Type"]) == (401, "application/json")
    assert client.post(NEW, {}).status_code == 401


@pytest.mark.parametrize("who", [make.reporter, make.moderator, lambda: make.user("guest")])
def test_pulse_of_who_may_not_write_keeps_nothing(client, article, who):
    client.force_login(who())
    assert pulse(client, article, {"headline": "Typed"}).status_code in (401, 403)
    assert not Revision.objects.autosaves().exists()


def test_form_of_a_deleted_article_is_told_so(as_editor, article):
    data, url = opened(as_editor, article), change_url(article, "pulse")
    article.delete()
    assert as_editor.post(url, data).status_code == 404


def test_pulse_from_another_site_is_refused(article, editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert pulse(strict, article, {"headline": "Typed"}).status_code == 403


# --- What it costs ---


def test_pulse_asks_as_much_of_a_long_story_as_of_a_short_one(as_editor, editor):
    counts = []
    for size in (1, 20):
        rows = [(f"Wire {n}", "", "based_on") for n in range(size)]
        one = make.article(by=editor, sources=rows, tags=[f"t{n}" for n in range(size)])
        data = opened(as_editor, one)
        pulse(as_editor, one, data, headline="Once")
        with CaptureQueriesContext(connection) as queries:
            pulse(as_editor, one, data, headline="Twice")
        counts.append(len(queries))
        assert len([q for q in queries if q["sql"].startswith(WRITES)]) == 1
    assert counts[0] == counts[1] <= 20


def test_text_of_somebody_who_was_signed_in_before_is_kept_for_nobody_else(as_editor, article):
    """The form says who opened it: with another login in the same browser its text is not theirs."""
    data = opened(as_editor, article) | {"headline": "Hers", "writer": str(make.reporter("rosa").pk)}
    assert as_editor.post(change_url(article, "pulse"), data).status_code == 409
    assert not Revision.objects.autosaves().exists()
