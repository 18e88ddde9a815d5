"""Regular expressions make no more work than the text is long, so that nobody's text holds a process."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

from tests.fuzz import expressions

METHODS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
ROOT = Path(settings.BASE_DIR)
# What may grow faster where it is fed whatever one likes, because it is not.
CLEANED = "Reads what nh3 has written: no < stands in an attribute, and what is opened is closed."
OURS = "Reads pages, templates or lists of ours alone."
FED_WELL = {
    "articles.desk.checks.house._IMAGE": CLEANED,
    "articles.desk.checks.words._LINK": CLEANED,
    "articles.public.text._FIGURE": CLEANED,
    "articles.public.text._CAPTION": CLEANED,
    "articles.public.feeds.stories._PULL_QUOTE": CLEANED,
    "newsroom.leaving.wordpress.prose._OWN_LINK": CLEANED,
    "newsroom.leaving.wordpress.prose._PULL_QUOTE": CLEANED,
    "newsroom.leaving.wordpress.prose._MARK": CLEANED,
    "newsroom.leaving.files.links._TAG": OURS,
    "newsroom.leaving.files.links._FORM": OURS,
    "newsroom.trimmed._BESIDE": OURS,
    "newsroom.trimmed._LINE": OURS,
    "comments.spam.measuring": OURS,
}


@cache
def trees() -> dict[str, ast.Module]:
    """Our modules that have to do with expressions."""
    files = [file for app in ("articles", "comments", "newsroom") for file in (ROOT / app).rglob("*.py")]
    texts = {file: file.read_text() for file in files if "migrations" not in file.parts}
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(text)
        for file, text in texts.items()
        if "\nimport re\n" in text
    }


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Each call of a method: the module, the call, and what is called."""
    for module, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield module, node, node.func.attr


def ways() -> dict[tuple[str, str], set[str]]:
    """By module and name of an expression, how it is used there."""
    found: dict[tuple[str, str], set[str]] = {}
    for module, call, method in calls():
        if method in METHODS and isinstance(call.func.value, ast.Name):
            found.setdefault((module, call.func.value.id), set()).add(method)
    return found


def within(value) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from within(one)
    elif isinstance(value, dict):
        yield from within(list(value.values()))


def compiled() -> Iterator[tuple[str, re.Pattern, str]]:
    """Each expression that a module keeps or an answer makes on the way: where, what, and how it is used."""
    used = ways()
    for module, tree in trees().items():
        if "re.compile" not in ast.unparse(tree):
            continue
        for name, value in vars(import_module(module)).items():
            for pattern in within(value):
                # What begins with an underscore is used by its own module alone; of the rest nothing is known.
                how = used.get((module, name), {"search"}) if name.startswith("_") else {"search"}
                way = "fullmatch" if how <= {"fullmatch"} else "match" if how <= {"match", "fullmatch"} else "search"
                yield f"{module}.{name}", pattern, way
    for module, call, method in calls():
        owner, first = call.func.value, call.args[0] if call.args else None
        if isinstance(owner, ast.Name) and owner.id == "re" and isinstance(first, ast.Constant) and method in METHODS:
            yield module, re.compile(first.value), method if "match" in method else "search"


def test_the_work_of_no_expression_grows_faster_than_its_text():
    once = {pattern.pattern: (where, pattern, way) for where, pattern, way in compiled()}
    assert len(once) > 100
    grown = {}
    for where, pattern, way in once.values():
        if where not in FED_WELL and (said := expressions.grows(pattern, way)):
            grown[where] = f"{said} of {pattern.pattern}"
    assert grown == {}, "\n".join(f"{where}: {said}" for where, said in grown.items())


@pytest.mark.parametrize(
    "pattern", [r"(a+)+b", r"(a|a)*b", r"(?:a|ab|b)*c", r"\s*\n", r"a*a*b", r"<i[^>]*>", r"(\w+\s?)*;"]
)
def test_an_expression_that_grows_is_seen(pattern):
    assert expressions.grows(re.compile(pattern), "search")


@pytest.mark.parametrize(
    "pattern", [r"a+b?", r"[a-z]{1,40}@", r"<i[^<>]*>", r"(?<!\s)\s*\n", r"x(?:ab)*c|\d", r"(?<=a{20})b"]
)
def test_one_that_does_not_is_let_be(pattern):
    assert not expressions.grows(re.compile(pattern), "search")
