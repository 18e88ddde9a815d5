"""Texts of templates, which are looked up once for each language."""

import pytest
from django.template import Context, engines
from django.utils.translation import gettext, ngettext, override

from newsroom.translated import remember


def drawn(source: str, languages: list[str], **values: str) -> list[str]:
    """What one template gives in each of these languages, one after the other."""
    template = engines["django"].from_string("{% load i18n %}" + source).template
    shown = []
    for language in languages:
        with override(language):
            shown.append(template.render(Context(values)))
    return shown


def test_a_text_is_in_the_language_of_each_page():
    source = '{% translate "Search" %}'
    assert drawn(source, ["en-gb", "de", "en-gb", "de"]) == ["Search", "Suche", "Search", "Suche"]


@pytest.mark.parametrize(
    ("source", "english", "german"),
    [
        ("{% translate word %}", "Search", "Suche"),
        ('{% translate "Search"|upper %}', "SEARCH", "SUCHE"),
        ('{% translate "Search" as found %}<b>{{ found }}</b>', "<b>Search</b>", "<b>Suche</b>"),
        ('{% translate "100%" %}', "100%", "100%"),
        ('{% trans "Search" %}', "Search", "Suche"),
    ],
)
def test_what_else_the_tag_can_do_is_as_django_has_it(source, english, german):
    assert drawn(source, ["en-gb", "de", "en-gb"], word="Search") == [english, german, english]


def test_a_variable_is_another_text_each_time():
    template = engines["django"].from_string("{% load i18n %}{% translate word %}").template
    assert [template.render(Context({"word": word})) for word in ("<one>", "two")] == ["&lt;one&gt;", "two"]


def test_what_is_remembered_of_a_language_is_what_its_catalogues_say():
    remember("de")
    with override("de"):
        assert [gettext(text) for text in ("Search", "A word of nobody", "Search")] == [
            "Suche",
            "A word of nobody",
            "Suche",
        ]
        counted = [ngettext("%(number)s comment", "%(number)s comments", number) for number in (1, 2, 1)]
    assert counted == ["%(number)s Kommentar", "%(number)s Kommentare", "%(number)s Kommentar"]
    with override("en-gb"):
        assert gettext("Search") == "Search"
