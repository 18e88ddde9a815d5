"""Two people, or two tabs, with one article."""

from types import SimpleNamespace

import pytest
from django.contrib.admin import site

from articles.desk.article_admin import Overtaken
from articles.models import Article, Byline, Source
from tests import make
from tests.articles.desk.conftest import ADD, change_url, typed

pytestmark = pytest.mark.django_db


def test_stale_save_is_refused_by_name_and_keeps_what_was_typed(as_editor, editor, client):
    article = make.article(by=editor)
    mine = typed(article, headline="Mine")
    rosa = make.editor("rosa")
    client.force_login(rosa)
    client.post(change_url(article), typed(article, headline="Theirs"))
    client.force_login(editor)
    response = client.post(change_url(article), mine)
    article.refresh_from_db()
    assert response.status_code == 422
    assert "rosa saved this article" in response.text
    assert "Mine" in response.text
    assert article.headline == "Theirs"


def test_form_that_comes_back_can_be_sent_again_on_purpose(as_editor, editor):
    article = make.article(by=editor)
    mine = typed(article, headline="Mine")
    as_editor.post(change_url(article), typed(article, headline="Theirs"))
    refused = as_editor.post(change_url(article), mine)
    version = refused.context["adminform"].form.data["version"]
    as_editor.post(change_url(article), mine | {"version": version})
    article.refresh_from_db()
    assert article.headline == "Mine"
    assert article.revisions.filter(snapshot__fields__headline="Theirs").exists()


def test_only_one_of_two_simultaneous_saves_wins(rf, editor):
    """Both have read version 0; the second one to write finds it gone."""
    article = make.article(by=editor)
    admin = site.get_model_admin(Article)
    first, second = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
    form = SimpleNamespace(changed_data=["headline"])
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


def test_form_of_a_deleted_article_is_told_so(as_editor, editor):
    article = make.article(by=editor)
    data, url = typed(article, headline="Typed", sitting="token1"), change_url(article)
    as_editor.post(url, data)
    article.delete()
    response = as_editor.post(url, data, follow=True)
    assert "Perhaps it was deleted?" in response.text
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
