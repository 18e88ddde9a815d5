"""Two people, or two tabs, with one article."""

from types import SimpleNamespace

import pytest
from django.contrib.admin import site

from articles.desk import workflow
from articles.desk.saving import Overtaken
from articles.models import Article, Byline, Source
from tests import make
from tests.articles.desk.conftest import ADD, change_url, typed
from tests.articles.desk.two import sent_by

pytestmark = pytest.mark.django_db


def test_only_one_of_two_simultaneous_saves_wins(rf, editor):
    """Both go on from version 0; the second one to write finds it gone."""
    article = make.article(by=editor)
    admin = site.get_model_admin(Article)
    first, second = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
    form = SimpleNamespace(changed_data=["headline"], cleaned_data={"version": 0})
    first.headline, second.headline = "First", "Second"
    admin.save_model(rf.post("/"), first, form, change=True)
    with pytest.raises(Overtaken):
        admin.save_model(rf.post("/"), second, form, change=True)
    article.refresh_from_db()
    assert (article.headline, article.version) == ("First", 1)


def test_version_grows_with_each_save(as_editor, editor):
    article = make.article(by=editor)
    for number in (1, 2):
        as_editor.post(change_url(article), typed(article, headline=f"Take {number}"))
    article.refresh_from_db()
    assert article.version == 2


def test_save_writes_only_what_was_typed(as_editor, editor):
    article = make.article(by=editor)
    data = typed(article, headline="New")
    Article.objects.filter(pk=article.pk).update(stage=Article.Stage.REVIEW)
    as_editor.post(change_url(article), data)
    article.refresh_from_db()
    assert (article.headline, article.stage) == ("New", Article.Stage.REVIEW)


def test_form_sent_twice_makes_one_article(as_editor):
    data = typed(headline="Once", sitting="token1")
    as_editor.post(ADD, data)
    as_editor.post(ADD, data | {"headline": "Once more"})
    assert list(Article.objects.values_list("headline", flat=True)) == ["Once more"]


def test_form_of_an_article_that_is_deleted_since_its_preview_makes_it_anew(as_editor):
    data = typed(headline="Typed", sitting="token1", _preview="1")
    as_editor.post(ADD, data)
    Article.objects.get().delete()
    response = as_editor.post(ADD, data | {"headline": "Typed on"})
    assert response.url == change_url(Article.objects.get(headline="Typed on"), "preview")


def test_form_of_a_deleted_article_comes_back_with_every_word_and_makes_it_anew(as_editor, editor):
    article = make.article(by=editor, sources=[("AI Business", "", "based_on")])
    data, url = typed(article, headline="Typed", body="<p>All of it.</p>", sitting="token1"), change_url(article)
    article.delete()
    response = as_editor.post(url, data)
    assert response.status_code == 422
    assert "was deleted while you were writing" in response.text
    assert f'action="{ADD}"' in response.text
    form, rows = response.context["adminform"].form, response.context["inline_admin_formsets"][0].formset
    assert (form["headline"].value(), form["body"].value()) == ("Typed", "<p>All of it.</p>")
    assert rows.forms[0]["name"].value() == "AI Business"
    as_editor.post(ADD, data | {name: form[name].value() for name in ("version", "sitting")})
    assert Article.objects.get().headline == "Typed"


def test_form_of_a_deleted_article_is_no_way_in_for_who_may_not_write(client, editor):
    article = make.article(by=editor)
    data, url = typed(article, headline="Typed"), change_url(article)
    article.delete()
    client.force_login(make.moderator("mo"))
    assert client.post(url, data).status_code in (302, 403)
    assert not Article.objects.exists()


def test_form_goes_on_after_its_preview_with_its_rows(as_editor, editor):
    author = make.author("Bo Tan")
    article = make.article(by=editor, authors=[])
    data = typed(article, sitting="t", sources=[{"name": "A", "url": ""}], bylines=[{"author": author.pk}])
    del data["_save"]
    as_editor.post(change_url(article), data | {"_preview": "1"})
    response = as_editor.post(change_url(article), data | {"headline": "On", "sources-0-name": "B", "_save": "1"})
    article.refresh_from_db()
    assert response.status_code == 302
    assert article.headline == "On"
    assert list(Source.objects.values_list("name", flat=True)) == ["B"]
    assert Byline.objects.count() == 1


def test_row_that_is_gone_since_is_made_again(as_editor, editor):
    article = make.article(by=editor, sources=[("A", "", "based_on"), ("B", "", "based_on")])
    data = typed(article)
    Source.objects.get(name="B").delete()
    assert as_editor.post(change_url(article), data).status_code == 302
    assert sorted(article.sources.values_list("name", flat=True)) == ["A", "B"]


def test_row_ticked_for_deletion_goes(as_editor, editor):
    article = make.article(by=editor, sources=[("A", "", "based_on"), ("B", "", "based_on")])
    as_editor.post(change_url(article), typed(article) | {"sources-0-DELETE": "on"})
    assert list(article.sources.values_list("name", flat=True)) == ["B"]


def test_foreign_row_id_cannot_be_taken_over(as_reporter, reporter, editor):
    other = make.article(by=editor, sources=[("Theirs", "", "based_on")])
    mine = make.article(by=reporter)
    row = {"id": other.sources.get().pk, "article": mine.pk, "name": "Taken", "url": ""}
    as_reporter.post(change_url(mine), typed(mine, sources=[row]))
    assert other.sources.get().name == "Theirs"
    assert mine.sources.get().name == "Taken"


def test_version_too_long_to_read_is_no_error_of_the_server(as_editor, editor):
    article = make.article(by=editor)
    data, url = typed(article, headline="Typed", sitting="token1"), change_url(article)
    for version in ("0", "9" * 5000):
        assert as_editor.post(url, data | {"version": version}).status_code in (302, 422)


def test_rows_of_a_deleted_article_go_into_the_new_one(as_editor, editor):
    article = make.article("Gone", by=editor, sources=[("Wire", "https://w.example/", "based_on")])
    data = typed(article)
    for prefix in ("sources", "bylines"):
        data |= {f"{prefix}-0-article": str(article.pk)}
    url = change_url(article)
    article.delete()
    refused = as_editor.post(url, data)
    assert refused.status_code == 422
    again = sent_by(refused)
    assert as_editor.post(refused.context["form_url"], again).status_code == 302
    made = Article.objects.get(headline="Gone")
    assert (made.sources.get().name, made.bylines.count()) == ("Wire", 1)


@pytest.mark.parametrize("view", ["change", "pulse", "take_over", "throw_away"])
def test_signs_in_a_forms_token_that_no_database_keeps_do_no_harm(as_editor, editor, view):
    article = make.article("Was", by=editor)
    data = typed(article, headline="Is", sitting="a\0b'; --" + "x" * 90)
    assert as_editor.post(change_url(article, view), data).status_code in (200, 302, 422)


def test_form_that_was_opened_before_a_publication_keeps_its_address(as_editor, client, editor):
    article = make.article("The ferry", by=editor, slug="")
    data = typed(article, slug="", headline="The ferry is late")
    workflow.publish(article, by=editor)
    as_editor.post(change_url(article), data)
    article.refresh_from_db()
    assert (article.slug, article.headline) == ("the-ferry", "The ferry is late")
