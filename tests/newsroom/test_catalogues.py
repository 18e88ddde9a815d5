"""The texts of the interface and their translations: every text is in the catalogue, and every translation fits its text."""

import ast
import gettext
import re
from itertools import chain
from pathlib import Path

import pytest
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import DjangoTranslation

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po"))
# How a function that marks a text is called, and which of its arguments are texts: context, singular, plural.
MARKS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
PLACES = re.compile(r"%\(\w+\)[sd]|%%\w+|%[sd]|\{\w*\}|</?\w+[^>]*>")
TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*{TEXT}(?:\s*,\s*{TEXT})?(?:\s*,\s*{TEXT})?", re.DOTALL)
# Letters that Django's date filter takes for a day, a month or an hour of a sentence. A date's own format is a setting
# or a text to translate; what machines read stands in numbers.
WRITTEN_OUT = re.compile(
    r"""(?:\|(?:date|time):|date_format\([^()]*(?:\([^()]*\))?[^()]*, )["'](?=[^"']*[jlDMF])[^"']* [^"']*["']"""
)


def messages(path):
    """A .po file: (context, singular, plural) and the translations of each message, with its flags."""
    found, entry, part = {}, {}, ""
    for line in [*path.read_text().splitlines(), ""]:
        if line.startswith("#~"):
            found["obsolete"] = [line], ""
        elif line.startswith("#,"):
            entry["flags"] = line
        elif named := re.match(r'(msg\w+(?:\[\d\])?) (".*")', line):
            part = named[1]
            entry[part] = ast.literal_eval(named[2])
        elif line.startswith('"'):
            entry[part] += ast.literal_eval(line)
        elif not line and "msgid" in entry:
            key = (entry.get("msgctxt", ""), entry["msgid"], entry.get("msgid_plural", ""))
            said = [text for name, text in sorted(entry.items()) if name.startswith("msgstr")]
            found[key], entry = (said, entry.get("flags", "")), {}
    return found


def in_python(text):
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        places = MARKS.get(called, ())
        given = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
        if places and len(given) > max(filter(None, places), default=0) and isinstance(given[places[1]], str):
            yield tuple("" if place is None else given[place] for place in places)


def in_calls(text):
    """The same for what is no Python: a template as `templatize` shows it, or a script."""
    for called, *given in CALL.findall(text):
        texts = [ast.literal_eval(one) for one in given if one]
        context = [texts.pop(0)] if "p" in called.removesuffix("gettext") else [""]
        yield (*context, texts[0], texts[1] if called.startswith("n") else "")


def sources(app, domain):
    if domain == "djangojs":
        return (in_calls(path.read_text()) for path in (ROOT / app).rglob("*.js"))
    files = sorted(path for kind in ("*.py", "*.html", "*.txt") for path in (ROOT / app).rglob(kind))
    return (
        in_python(path.read_text()) if path.suffix == ".py" else in_calls(templatize(path.read_text()))
        for path in files
    )


@pytest.fixture(params=CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)), scope="module")
def catalogue(request):
    return request.param


def test_every_text_is_in_the_catalogue_and_no_other(catalogue):
    app, domain = catalogue.relative_to(ROOT).parts[0], catalogue.stem
    texts = set(chain.from_iterable(sources(app, domain)))
    # A text that stands somewhere with a plural has one entry for both.
    texts -= {(context, text, "") for context, text, plural in texts if plural}
    known = set(messages(catalogue)) - {("", "", "")}
    assert sorted(texts - known) == [], "run `make messages` and translate what is new"
    assert sorted(known - texts) == [], "run `make messages`"


def test_every_message_is_translated_with_the_places_of_its_text(catalogue):
    wrong = []
    for (_context, text, plural), (said, flags) in messages(catalogue).items():
        fits = all(
            sorted(PLACES.findall(one)) in ([*map(sorted, [PLACES.findall(text), PLACES.findall(plural)])])
            for one in said
        )
        edges = all(
            (one[:1] == "\n", one[-1:] == "\n") == (text[:1] == "\n", text[-1:] == "\n") for one in said if text
        )
        if "fuzzy" in flags or not all(said) or len(said) != (2 if plural else 1) or not (fits and edges):
            wrong.append(text)
    assert wrong == []


def test_what_is_compiled_says_what_is_written(catalogue):
    with catalogue.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    written = {}
    for (context, text, plural), (said, _flags) in messages(catalogue).items():
        key = f"{context}\x04{text}" if context else text
        written |= {(key, number): one for number, one in enumerate(said)} if plural else {key: said[0]}
    compiled.pop(""), written.pop("")
    assert compiled == written


def test_no_package_takes_our_words(catalogue):
    in_force = DjangoTranslation(catalogue.parts[-3], catalogue.stem)._catalog
    said = {
        text: said
        for (context, text, plural), (said, _flags) in messages(catalogue).items()
        if not context and not plural
    }
    said.pop("")
    assert {text: in_force[text] for text in said} == {text: one for text, [one] in said.items()}


def test_apps_that_say_the_same_say_it_alike():
    heard, torn = {}, []
    for path in CATALOGUES:
        for key, (said, _flags) in messages(path).items():
            if key[1] and heard.setdefault((path.parts[-3], key), said) != said:
                torn.append(key)
    assert torn == []


def test_no_date_is_written_out_in_one_languages_order():
    files = [path for app in ("articles", "comments", "newsroom", "templates") for path in (ROOT / app).rglob("*.*")]
    texts = [path for path in files if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts]
    assert [str(path) for path in texts if WRITTEN_OUT.search(path.read_text())] == []
