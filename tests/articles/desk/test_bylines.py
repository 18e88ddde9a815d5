"""Bylines are typed by name: what is found, what is refused, and what the form offers."""

import pytest

from articles.desk import authors
from articles.models import Article, Author
from tests import make
from tests.articles.desk.conftest import change_url, typed

pytestmark = pytest.mark.django_db

OFFER = "/admin/articles/article/authors/"


@pytest.fixture
def namesakes():
    first = make.author("Ada Flint")
    return first, Author.objects.create(name="Ada Flint", slug="ada-flint-2")


def credited(article) -> list[Author]:
    return [byline.author for byline in article.bylines.all()]


def test_label_has_the_slug_only_where_it_tells_namesakes_apart(namesakes):
    assert [authors.label(author) for author in namesakes] == ["Ada Flint", "Ada Flint (ada-flint-2)"]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        *(("Ada Flint", 0), ("ada flint", 0), ("  Ada   Flint ", 0), ("ada-flint", 0)),
        *(("Ada Flint (ada-flint-2)", 1), ("ada-flint-2", 1)),
    ],
)
def test_author_is_found_by_label_name_or_slug(namesakes, words, place):
    assert authors.named(words) == namesakes[place]


@pytest.mark.parametrize("words", ["Nobody", "", "Ada", "Ada Flint (nobody)", "a\0b", "x" * 5000])
def test_nobody_is_found_by_other_words(namesakes, words):
    assert authors.named(words) is None


def test_namesakes_whose_slugs_both_differ_are_not_guessed_at():
    for slug in ("flint-1", "flint-2"):
        Author.objects.create(name="Ada Flint", slug=slug)
    assert authors.named("Ada Flint") is None
    assert authors.named("Ada Flint (flint-2)").slug == "flint-2"


@pytest.mark.parametrize("value", ["Bo Tan", "bo tan", "bo-tan", "pk"])
def test_byline_is_stored_by_what_was_typed(as_editor, editor, value):
    author, article = make.author("Bo Tan"), make.article(by=editor)
    as_editor.post(change_url(article), typed(article, bylines=[{"author": author.pk if value == "pk" else value}]))
    assert credited(article) == [author]


def test_same_form_sent_again_with_names_keeps_its_rows(as_editor, editor):
    """Preview sends the form and leaves it open: its new rows have no ids when it is sent once more."""
    make.author("Bo Tan")
    article = make.article(by=editor)
    rows = [{"author": "Bo Tan"}, {"author": "Ada Flint", "position": 1}]
    for _time in range(2):
        as_editor.post(change_url(article), typed(article, bylines=rows))
    assert [author.name for author in credited(article)] == ["Bo Tan", "Ada Flint"]


@pytest.mark.parametrize("value", ["Nobody at all", "999999", "9" * 40, "x" * 5000])
def test_unknown_author_is_a_form_error_and_stays_as_typed(as_editor, editor, value):
    article = make.article(by=editor)
    response = as_editor.post(change_url(article), typed(article, bylines=[{"author": value}]))
    assert response.status_code == 422
    assert "There is no author of that name" in response.text
    assert f'value="{value}"' in response.text
    assert [author.name for author in credited(article)] == ["Ada Flint"]


def test_nul_in_a_byline_is_no_server_error(as_editor, editor):
    article = make.article(by=editor)
    assert as_editor.post(change_url(article), typed(article, bylines=[{"author": "a\0b"}])).status_code == 422


def test_empty_row_is_passed_over(as_editor, editor):
    article = make.article(by=editor)
    row = article.bylines.values("id", "author", "position").get()
    as_editor.post(change_url(article), typed(article, bylines=[row, {"author": ""}]))
    assert [author.name for author in credited(article)] == ["Ada Flint"]


def test_form_shows_names_and_offers_every_author_while_they_are_few(as_editor, editor):
    make.author("Bo Tan")
    text = as_editor.get(change_url(make.article(by=editor))).text
    assert 'name="bylines-0-author" value="Ada Flint"' in text
    assert '<option value="Bo Tan">' in text
    assert "data-authors" not in text


def test_many_authors_are_asked_for_and_not_all_sent(as_editor, editor, monkeypatch):
    monkeypatch.setattr(authors, "OFFERED", 2)
    for name in ("Bo Tan", "Cy Ore", "Di Lee"):
        make.author(name)
    text = as_editor.get(change_url(make.article(by=editor))).text
    assert f'data-authors="{OFFER}"' in text
    assert '<option value="Di Lee">' not in text


def test_form_asks_as_much_for_one_byline_as_for_many(as_editor, editor, django_assert_max_num_queries):
    article = make.article(by=editor, authors=[make.author(f"Author {number}") for number in range(12)])
    one = make.article(by=editor)
    with django_assert_max_num_queries(100) as few:
        as_editor.get(change_url(one))
    with django_assert_max_num_queries(len(few)):
        as_editor.get(change_url(article))
    assert Article.objects.count() == 2


def test_offer_is_of_names_that_hold_the_words(as_editor):
    make.author("Bo Tan")
    make.author("Cy Ore")
    assert as_editor.get(OFFER, {"q": "TAN"}).json() == {"authors": ["Bo Tan"]}
    assert as_editor.get(OFFER, {"q": "a\0" + "x" * 5000}).json() == {"authors": []}
    assert as_editor.get(OFFER).json() == {"authors": ["Bo Tan", "Cy Ore"]}


def test_offer_only_reads_and_only_for_writers(client, editor):
    assert client.get(OFFER).status_code == 302
    client.force_login(make.moderator())
    assert client.get(OFFER).status_code == 403
    client.force_login(editor)
    assert client.post(OFFER).status_code == 405
