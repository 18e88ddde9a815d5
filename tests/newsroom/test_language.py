"""The language of the site: what pages say of it, and how dates, spans of time and names are written in it."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import override

from articles import languages
from tests import make
from tests.validity import faults


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/nowhere/", "/text/"])
@pytest.mark.parametrize(("language", "direction"), [("en-gb", None), ("de", None), ("he", "rtl")])
def test_a_page_names_its_language_and_turns_where_that_is_read_from_the_right(client, path, language, direction):
    with override(language):
        page = client.get(path).content.decode()
    opening = re.search("<html[^>]*>", page)[0]
    assert f' lang="{language}"' in opening
    assert re.findall(r' dir="(\w+)"', opening) == ([direction] if direction else [])
    assert faults(page) == []


@pytest.mark.django_db
def test_an_article_and_its_discussion_speak_the_language_of_the_site(client):
    edition = make.live("Chips")
    with override("de"):
        page = client.get(edition.get_absolute_url()).content.decode()
        day = date_format(timezone.localtime(edition.published_at), "j. F Y, H:i")
    assert day in page
    for words in ("Zum Inhalt springen", "Noch keine Kommentare", "Kommentar abschicken", "Min. Lesezeit"):
        assert words in page
    assert "Post Comment" not in page


@pytest.mark.django_db
def test_the_editors_script_speaks_it_too(client):
    client.force_login(make.chief())
    with override("de"):
        words = client.get(reverse("admin:jsi18n")).content.decode()
    assert "Bilder lassen sich nicht" in words


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en-gb", "28 November 2026", "28 Nov 2026"),
        ("de", "28. November 2026", "28.11.2026"),
        ("el", "28/11/2026", "28/11/2026"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(language, long, short):
    day = date(2026, 11, 28)
    with override(language):
        assert (date_format(day, "DATE_FORMAT"), date_format(day, "SHORT_DATE_FORMAT")) == (long, short)


def test_a_span_of_time_stands_in_the_case_that_follows_since():
    now = timezone.now()
    with override("de"):
        assert timesince(now - timedelta(days=3), now) == "3\xa0Tagen"


@pytest.mark.parametrize(("language", "said"), [("en-gb", "personal attack"), ("de", "Persönlicher Angriff")])
def test_a_label_keeps_its_capitals_inside_a_sentence_only_where_nouns_do(language, said):
    label = {"en-gb": "Personal attack", "de": "Persönlicher Angriff"}[language]
    with override(language):
        assert languages.within(label) == said
