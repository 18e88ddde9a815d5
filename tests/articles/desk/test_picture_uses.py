"""Which stories show which pictures: noted when they are stored, and told beside the picture."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from articles.desk import figures, revisions, workflow
from articles.desk.picture_uses import uses
from articles.models import Article, Edition, Illustration, PictureUse
from tests import make
from tests.articles.desk.test_library_list import figure

pytestmark = pytest.mark.django_db


def noted() -> set[tuple[int, int | None, int | None]]:
    return set(PictureUse.objects.values_list("illustration", "article", "edition"))


def test_saving_notes_the_pictures_of_the_text():
    one, two = make.illustration(), make.illustration()
    article = make.article(body=figure(one) + figure(two) + figure(one))
    assert noted() == {(one.pk, article.pk, None), (two.pk, article.pk, None)}


def test_picture_taken_out_of_the_text_is_noted_no_more():
    one, two = make.illustration(), make.illustration()
    article = make.article(body=figure(one))
    article.body = figure(two)
    article.save()
    revisions.record(article, by=None)
    assert noted() == {(two.pk, article.pk, None)}


def test_restored_text_is_noted_again():
    picture = make.illustration()
    article = make.article(body=figure(picture))
    before = revisions.latest(article).snapshot
    article.body = "<p>None.</p>"
    article.save()
    revisions.record(article, by=None)
    revisions.apply(article, before, by=None)
    assert noted() == {(picture.pk, article.pk, None)}


def test_edition_keeps_what_it_showed():
    picture = make.illustration()
    edition = make.live(body=figure(picture))
    Article.objects.filter(pk=edition.article_id).update(body="<p>None.</p>")
    revisions.record(Article.objects.get(), by=None)
    assert noted() == {(picture.pk, None, edition.pk)}
    assert list(figures.showing(Edition.objects.all(), picture)) == [edition]
    assert not figures.showing(Article.objects.all(), picture).exists()


def test_picture_that_is_not_in_the_library_is_not_noted():
    make.article(body='<p>One.</p><img data-file="999"><img data-file="999999999999999999">')
    assert noted() == set()


def test_story_without_pictures_costs_one_query(django_assert_num_queries):
    article = make.article()
    with django_assert_num_queries(1):
        figures.note(article)


def test_texts_stored_before_are_noted_by_the_migration():
    picture, gone = make.illustration(), 999
    article = make.article(body=figure(picture) + f'<img data-file="{gone}">')
    edition = make.live(body=figure(picture))
    PictureUse.objects.filter(article=article).delete()
    PictureUse.objects.filter(edition=edition).delete()
    for _ in range(2):
        import_module("articles.migrations.0011_picture_uses").note_uses(apps, None)
    assert {(picture.pk, article.pk, None), (picture.pk, None, edition.pk)} <= noted()


def test_uses_tell_where_and_whether_readers_see_it():
    picture, editor = make.illustration(), make.editor()
    make.article("Draft", illustration=picture, body=figure(picture))
    make.live("Live", illustration=picture)
    make.live("Old", body=figure(picture)).move_end(timezone.now())
    coming = make.article("Coming", illustration=picture)
    workflow.schedule(coming, by=editor, live_from=timezone.now() + timedelta(hours=1))
    told = {(use.title, use.state, use.where) for use in uses(picture, make.superuser())}
    assert {
        ("Draft", "Article", "at the head and in the text"),
        ("Live", "Edition 1, live", "at the head"),
        ("Old", "Edition 1, no longer live", "in the text"),
        ("Coming", "Edition 1, scheduled", "at the head"),
    } <= told


def test_what_a_colleague_writes_is_not_named_to_who_may_not_read_it(client, reporter):
    picture = make.illustration(created_by=reporter)
    make.article("Secret draft", illustration=picture, by=make.editor())
    coming = make.article("Secret to come", body=figure(picture), by=make.superuser())
    workflow.schedule(coming, by=make.superuser(), live_from=timezone.now() + timedelta(hours=1))
    make.live("Read by all", illustration=picture)
    client.force_login(reporter)
    page = client.get(f"/admin/articles/illustration/{picture.pk}/change/").text
    assert "Read by all" in page and "a story of a colleague" in page
    assert "Secret" not in page


def test_form_lists_the_uses_with_links(as_editor):
    picture = make.illustration()
    article = make.article("The ferry", body=figure(picture))
    page = as_editor.get(f"/admin/articles/illustration/{picture.pk}/change/").text
    assert f'<a href="/admin/articles/article/{article.pk}/change/">The ferry</a>' in page


def test_form_asks_as_often_for_many_uses_as_for_one(django_assert_num_queries):
    picture, chief = make.illustration(), make.superuser()
    chief.get_all_permissions()
    for number in (1, 12):
        while Article.objects.count() < number:
            make.live(illustration=picture, body=figure(picture))
        with django_assert_num_queries(8):
            assert len(list(uses(picture, chief))) == 2 * number


def test_portrait_in_use_cannot_be_deleted_and_names_the_author(as_editor):
    author = make.author()
    author.portrait = make.illustration()
    author.save()
    response = as_editor.post(f"/admin/articles/illustration/{author.portrait_id}/delete/", {"post": "yes"})
    assert "Ada Flint" in response.text
    assert Illustration.objects.filter(pk=author.portrait_id).exists()
