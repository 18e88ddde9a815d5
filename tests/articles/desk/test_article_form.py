"""Writing: what is saved, what is refused, and what is kept."""

from urllib.parse import urlencode

import pytest

from articles.models import Article
from tests import make
from tests.articles.desk.conftest import ADD, change_url, typed
from tests.articles.desk.two import sent_by

pytestmark = pytest.mark.django_db


def test_unfinished_work_is_saved(as_reporter, reporter):
    response = as_reporter.post(ADD, typed(headline="Half a thought"))
    article = Article.objects.get()
    assert response.status_code == 302
    assert (article.headline, article.created_by, article.version) == ("Half a thought", reporter, 1)


def test_nothing_at_all_is_saved_too(as_reporter):
    assert as_reporter.post(ADD, typed()).status_code == 302


@pytest.mark.parametrize("kept", [False, True])
def test_new_article_begins_with_its_writers_byline(as_reporter, reporter, kept):
    author = make.author("Rosa Feld", user=reporter)
    data = sent_by(as_reporter.get(ADD)) | {"headline": "Mine"}
    if kept:
        as_reporter.post(f"{ADD}pulse/", data)
    as_reporter.post(ADD, data)
    assert [byline.author for byline in Article.objects.get().bylines.all()] == [author]


@pytest.mark.parametrize("kept", [False, True])
def test_writer_may_take_their_own_byline_out(as_reporter, reporter, kept):
    make.author("Rosa Feld", user=reporter)
    data = sent_by(as_reporter.get(ADD)) | {"headline": "For somebody else", "bylines-0-author": ""}
    if kept:
        as_reporter.post(f"{ADD}pulse/", data)
    as_reporter.post(ADD, data)
    assert not Article.objects.get().bylines.exists()


def test_byline_alone_begins_no_article(as_reporter, reporter):
    make.author("Rosa Feld", user=reporter)
    assert as_reporter.post(f"{ADD}pulse/", sent_by(as_reporter.get(ADD))).json()["article"] is None
    assert not Article.objects.exists()


def test_chosen_byline_is_not_added_to(as_reporter, reporter):
    make.author("Rosa Feld", user=reporter)
    other = make.author("Bo Tan")
    as_reporter.post(ADD, typed(headline="His", bylines=[{"author": other.pk}]))
    assert [byline.author for byline in Article.objects.get().bylines.all()] == [other]


def test_text_is_sanitised_when_it_is_saved(as_editor, editor):
    article = make.article(by=editor)
    as_editor.post(change_url(article), typed(article, body='<p onclick="x()">Yes</p><script>no()</script>'))
    article.refresh_from_db()
    assert article.body == "<p>Yes</p>"


def test_save_leaves_a_revision_with_rows_and_tags(as_editor, editor):
    article = make.article(by=editor)
    as_editor.post(
        change_url(article), typed(article, tags='ports, "ships, old"', sources=[{"name": "AI Business", "url": ""}])
    )
    snapshot = article.revisions.first().snapshot
    assert sorted(snapshot["tags"]) == ["ports", "ships, old"]
    assert snapshot["sources"] == [{"name": "AI Business", "url": "", "relation": "based_on"}]


def test_single_tag_of_two_words_stays_one(as_editor, editor):
    article = make.article(by=editor)
    as_editor.post(change_url(article), typed(article, tags="export controls"))
    assert list(article.tags.names()) == ["export controls"]


@pytest.mark.parametrize("image", ['<img src="https://spy.example/a.png">', '<img data-file="99999" src="/a.png">'])
def test_picture_from_outside_the_library_is_refused_and_the_text_kept(as_editor, editor, image):
    article = make.article(by=editor)
    response = as_editor.post(change_url(article), typed(article, body=f"<p>New words</p><figure>{image}</figure>"))
    assert response.status_code == 422
    assert "not in the library" in response.text
    assert "New words" in response.text
    article.refresh_from_db()
    assert "New words" not in article.body


def test_library_picture_gets_the_address_that_the_library_has(as_editor, editor):
    picture = make.illustration()
    article = make.article(by=editor)
    body = f'<figure><img data-file="{picture.pk}" src="https://spy.example/a.png" alt="A"></figure>'
    as_editor.post(change_url(article), typed(article, body=body))
    article.refresh_from_db()
    assert f'src="/media/{picture.renditions[-1][-1]}"' in article.body
    assert "spy.example" not in article.body


def test_format_error_answers_422_with_a_link_to_the_field_and_all_that_was_typed(as_editor, editor):
    article = make.article(by=editor)
    response = as_editor.post(change_url(article), typed(article, dateline_date="someday", standfirst="Kept words"))
    assert response.status_code == 422
    assert 'href="#id_dateline_date"' in response.text
    assert "Kept words" in response.text
    assert "<title>Error:" in " ".join(response.text.split())


@pytest.mark.parametrize("prefix", ["sources", "bylines"])
@pytest.mark.parametrize(
    ("name", "status"), [("TOTAL_FORMS", 422), ("INITIAL_FORMS", 302), ("9" * 5000 + "-name", 302)]
)
def test_number_too_long_to_read_is_no_server_error(as_editor, editor, prefix, name, status):
    article = make.article(by=editor, sources=[("A", "", "based_on")])
    data = typed(article, standfirst="Kept words") | {f"{prefix}-{name}": "9" * 5000}
    response = as_editor.post(change_url(article), urlencode(data), "application/x-www-form-urlencoded")
    assert response.status_code == status
    assert status == 302 or "Kept words" in response.text
    assert article.sources.get().name == "A"


def test_error_in_a_row_is_linked_to_its_field(as_editor, editor):
    article = make.article(by=editor)
    response = as_editor.post(change_url(article), typed(article, sources=[{"name": "A", "url": "no address"}]))
    assert response.status_code == 422
    assert 'href="#id_sources-0-url"' in response.text


def test_slug_that_is_left_empty_is_shown_as_it_will_be(as_editor, editor):
    draft = make.article("The Ferry Is Late", slug="", by=editor)
    assert "data-found-slug>the-ferry-is-late<" in as_editor.get(change_url(draft)).text


def test_form_shows_what_the_public_would_be_offered_as_similar(as_editor, editor):
    root = make.chief("root")
    make.live("Neighbour", tags=["ports"], by=root)
    make.live("Stranger", tags=["bees"], by=root)
    article = make.article(tags=["ports"], by=editor)
    assert "Neighbour" in as_editor.get(change_url(article)).text


@pytest.mark.parametrize("field", ["headline", "slug", "search_title"])
def test_too_long_a_value_is_a_form_error(as_editor, field):
    assert as_editor.post(ADD, typed(**{field: "x" * 1000})).status_code == 422


def test_nul_in_a_field_is_a_form_error(as_editor):
    assert as_editor.post(ADD, typed(headline="a\x00b")).status_code == 422
