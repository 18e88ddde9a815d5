"""What an open form says is read by the rules of the form that is saved."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from articles.desk import reading, revisions
from articles.models import Article
from tests import make
from tests.articles.desk.conftest import change_url, typed

pytestmark = pytest.mark.django_db

ROW = {"sources-TOTAL_FORMS": "2", "sources-1-relation": "document", "sources-1-position": "0"}


@pytest.fixture
def article(editor):
    return make.article(
        "Saved", by=editor, tags=["ports"], body="<p>One.</p>", sources=[("Wire", "https://w.example/", "based_on")]
    )


def read(data, article):
    return reading.read(QueryDict(urlencode(data)), article)


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": "  Two   words ", "standfirst": "One line,\r\nand another."},
        {"body": "<p onclick='no()'>One <script>no()</script>more.</p>"},
        {"tags": 'ports, "Tides, high", ports', "label": "opinion", "language": "de"},
        {"section": "", "dateline_date": "2026-04-25", "dateline_place": "Oslo"},
        ROW | {"sources-1-name": " Its minutes ", "sources-1-url": "https://m.example"},
        ROW | {"sources-1-name": "Before", "sources-0-position": "1", "sources-1-position": "0"},
        {"sources-0-DELETE": "on"},
        {"bylines-0-author": "Ben Okafor"},
        {"bylines-0-DELETE": "on"},
    ],
)
def test_what_is_read_of_a_form_is_what_saving_it_stores(as_editor, article, changes):
    make.author("Ben Okafor")
    data = typed(article, sitting="t") | changes
    said = read(data, article)
    assert as_editor.post(change_url(article), data).status_code == 302
    assert revisions.snapshot(Article.objects.get(pk=article.pk)) == said.snapshot
    assert (said.unready, said.besides) == (frozenset(), {})


def test_untouched_form_says_what_is_stored_and_asks_for_nothing(article, django_assert_num_queries):
    stored, data = revisions.snapshot(article), typed(article, dateline_place=article.dateline_place)
    with django_assert_num_queries(0):
        assert read(data, article).snapshot == stored


def test_what_cannot_be_stored_is_kept_and_named(article):
    odd = {"headline": "x" * 900, "slug": "a b", "section": "77", "sources-0-url": "no address", "tags": "x" * 200}
    said = read(typed(article) | odd, article)
    assert said.unready == {"headline", "slug", "section_id", "sources", "tags"}
    assert (said.snapshot["fields"]["headline"], said.snapshot["tags"]) == ("x" * 900, ["x" * 200])
    assert said.snapshot["sources"][0]["url"] == "no address"


@pytest.mark.parametrize("authors", [("Ada Flint", "Ada Flint"), ("Ada Flint", "Nobody Known")])
def test_byline_with_a_stranger_or_with_somebody_twice_waits(article, authors):
    ada = make.author("Ada Flint")
    rows = {f"bylines-{place}-author": name for place, name in enumerate(authors)}
    said = read(typed(article) | rows | {"bylines-TOTAL_FORMS": "2"}, article)
    assert said.unready == {"bylines"}
    assert set(said.snapshot["bylines"]) == {ada.pk}


def test_button_that_wants_more_of_the_form_changes_nothing_of_what_is_read(article):
    said = read(typed(article, _withdraw="1", _note="1", headline="Typed", note_text="Who says so?"), article)
    assert said.snapshot["fields"]["headline"] == "Typed"
    assert said.besides == {"note_text": "Who says so?"}


def test_part_that_the_form_lacks_is_as_it_is_stored(article):
    data = {name: value for name, value in typed(article).items() if not name.startswith("sources-")}
    assert read(data, article).snapshot["sources"] == revisions.snapshot(article)["sources"]
