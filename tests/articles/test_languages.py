"""A story in another language than the site's: readers' machines are told so, wherever its words stand."""

import pytest
from django.utils.html import escape

from articles import languages
from articles.desk import workflow
from tests import make


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("", ""),
        ("en", ""),
        ("en-gb", ""),
        ("de", ' lang="de"'),
        ("ar", ' lang="ar" dir="rtl"'),
        ("zh-hans", ' lang="zh-hans"'),
    ],
)
def test_a_language_is_named_where_it_is_not_the_sites(code, expected):
    assert languages.attributes(code) == expected


def test_a_language_is_offered_by_the_name_that_its_speakers_give_it():
    offered = dict(languages.choices())
    assert offered["de"] == "Deutsch"
    assert set(offered) == {"", *languages.CODES}


@pytest.mark.django_db
def test_a_story_in_another_language_says_so_on_its_page_and_in_lists(client):
    edition = make.live("العنوان", language="ar")
    page = client.get(edition.get_absolute_url()).content.decode()
    assert f'<h1 lang="ar" dir="rtl">{escape(edition.headline)}</h1>' in page
    assert '<div class="prose" lang="ar" dir="rtl">' in page
    for path in ("/", "/section/world/"):
        assert 'class="teaser__link" lang="ar" dir="rtl"' in client.get(path).content.decode()


@pytest.mark.django_db
def test_an_edition_keeps_the_language_that_it_was_published_in():
    article, editor = make.article(language="de"), make.editor()
    first = workflow.publish(article, by=editor)
    type(article).objects.filter(pk=article.pk).update(language="fr")
    article.refresh_from_db()
    second = workflow.publish(article, by=editor)
    assert (first.language, second.language) == ("de", "fr")
