"""A conflict as people see it: both texts side by side, what differs marked, and a choice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles import html
from articles.desk import compare
from articles.desk.catch_up import CHOICE, CaughtUp
from articles.desk.history.sides import names_of
from articles.desk.merge import LISTS, Conflict, Side
from articles.differences.words import Budget, steps
from articles.models import Article, Source

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_FIGURE = re.compile(r"<img\b[^>]*>")


class Stretch(NamedTuple):
    """Words of one side; `differs` if the other side does not have them."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Question:
    """One conflict. `name` is that of its choice, `chosen` what was chosen when the form was last sent."""

    label: str
    name: str
    writer: str
    mine: list[Stretch]
    theirs: list[Stretch]
    may_keep_both: bool
    looks_alike: bool
    chosen: str

    @property
    def anchor(self) -> str:
        return f"id_{self.name}"


def sentence(caught_up: CaughtUp) -> str:
    """What the form is refused for."""
    writers = caught_up.writers or {}
    names = [writers[conflict.name] for conflict in caught_up.conflicts]
    parts = [compare.label(conflict.name) for conflict in caught_up.conflicts]
    return _(
        "You and %(name)s both changed: %(parts)s. Nothing is lost and nothing is saved yet: choose below, then save again."
    ) % {"name": _listed(names), "parts": _listed(parts)}


def shown(caught_up: CaughtUp, data: Mapping[str, str]) -> list[Question]:
    """The questions of a form that was refused, in the order of the form."""
    return [_question(conflict, caught_up, data) for conflict in caught_up.conflicts]


def _listed(words: list[str]) -> str:
    return get_text_list(list(dict.fromkeys(words)), _("and"))


def _question(conflict: Conflict, caught_up: CaughtUp, data: Mapping[str, str]) -> Question:
    mine, theirs = (_readable(conflict.name, value) for value in (conflict.mine, conflict.theirs))
    name = f"{CHOICE}{conflict.key}"
    return Question(
        label=compare.label(conflict.name),
        name=name,
        writer=(caught_up.writers or {}).get(conflict.name, ""),
        mine=_marked(mine, theirs),
        theirs=_marked(theirs, mine),
        may_keep_both=conflict.may_keep_both,
        looks_alike=mine == theirs,
        chosen=data.get(name, "") if data.get(name) in list(Side) else "",
    )


def _marked(text: str, other: str) -> list[Stretch]:
    words, there = _WORD.findall(text), _WORD.findall(other)
    found = steps(there, words, Budget())
    if found is None:
        return [Stretch(text, True)]
    stretches = [Stretch("".join(words[step.c : step.d]), not step.same) for step in found]
    return [stretch for stretch in stretches if stretch.text]


def _readable(name: str, value: Any) -> str:
    """A value as text, one line for each of its items."""
    if name == "body":
        return html.plain_text(_FIGURE.sub(_("[picture]") + " ", value or ""))
    if value in (None, "", []):
        return ""
    snapshot = {"fields": {name: value}, "tags": [], "bylines": []} | ({name: value} if name in LISTS else {})
    names = names_of(snapshot)
    if name == "bylines":
        return "\n".join(names.authors.get(author, str(author)) for author in value)
    if name == "sources":
        return "\n".join(_source(source) for source in value)
    if name == "tags":
        return "\n".join(value)
    ids = {"section_id": names.sections, "illustration_id": names.pictures}
    field = next(field for field in Article.story_fields() if field.attname == name)
    return str(ids[name].get(value, value) if name in ids else dict(field.flatchoices).get(value, value))


def _source(source: Mapping[str, str]) -> str:
    relation = dict(Source.Relation.choices).get(source.get("relation", ""), "")
    return " ".join(part for part in (f"{relation}:", source.get("name", ""), source.get("url", "")) if part)
