"""Two versions of a story part by part, block by block and word by word. Pure functions, no database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.differences.blocks import Change, State, Stretch, compare_blocks, folded, rewritten
from articles.differences.reading import Block, blocks_of, plain
from articles.differences.words import Budget, Token
from articles.models import Article, Source

__all__ = ["Comparison", "Names", "Part", "compare"]

Snapshot = dict[str, Any]
# In the order of the form. Any other field of a story comes after these.
ORDER = [
    *("headline", "standfirst", "dateline_place", "dateline_date", "body"),
    *("illustration_id", "illustration_alt", "illustration_caption"),
    *("sources", "tags", "bylines", "section_id", "label", "language", "slug"),
    *("search_title", "search_description"),
]
LISTS = frozenset({"tags", "bylines", "sources"})
# Fields that are rewritten word by word; of the others, one value takes the place of another.
REWRITTEN = frozenset(
    ["headline", "standfirst", "illustration_alt", "illustration_caption", "search_title", "search_description"]
)


@dataclass(frozen=True)
class Names:
    """What the ids in two snapshots stand for; one that is missing here is gone."""

    sections: Mapping[int, str] = field(default_factory=dict)
    pictures: Mapping[int, str] = field(default_factory=dict)
    authors: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One part of a story, by the name under which `revisions.apply` brings it back."""

    name: str
    label: str
    changes: tuple[Change, ...]

    @property
    def stretches(self) -> list[Stretch]:
        return folded(self.changes)

    @property
    def is_text(self) -> bool:
        return self.name == "body"

    @property
    def differs_visibly(self) -> bool:
        return any(change.state != State.SAME for change in self.changes)


@dataclass(frozen=True)
class Comparison:
    """`parts` are those that differ; `same` the labels of the others."""

    parts: tuple[Part, ...]
    same: tuple[str, ...]


def compare(old: Snapshot, new: Snapshot, names: Names, budget: Budget | None = None) -> Comparison:
    """What leads from the one to the other. A snapshot's shape: see `articles.desk.revisions.snapshot`."""
    budget = budget or Budget()
    before, after = _values(old), _values(new)
    labels = {name: label(name) for name in _ordered(after | before)}
    differing = [name for name in labels if (before.get(name) or None) != (after.get(name) or None)]
    return Comparison(
        tuple(_part(name, before.get(name), after.get(name), names, budget) for name in differing),
        tuple(label for name, label in labels.items() if name not in differing),
    )


def label(name: str) -> str:
    """What the form calls a part."""
    lists = {"tags": _("Tags"), "bylines": _("Byline"), "sources": _("Sources")}
    return lists.get(name) or capfirst(str(_field(name).verbose_name))


def _values(snapshot: Snapshot) -> Snapshot:
    known = {field.attname for field in Article.story_fields()}
    fields = {name: value for name, value in snapshot["fields"].items() if name in known}
    return fields | {name: snapshot[name] for name in LISTS}


def _ordered(values: Snapshot) -> list[str]:
    return [name for name in ORDER if name in values] + [name for name in values if name not in ORDER]


def _part(name: str, old: Any, new: Any, names: Names, budget: Budget) -> Part:
    before, after = (list(_blocks(name, value, names)) for value in (old, new))
    if name in REWRITTEN and before and after:
        changes = [rewritten(before[0], after[0], budget)]
    else:
        changes = compare_blocks(before, after, budget, similar=name in ("body", "sources"))
    return Part(name, label(name), tuple(changes))


def _blocks(name: str, value: Any, names: Names) -> Iterator[Block]:
    if name == "body":
        yield from blocks_of(value or "")
    elif name in LISTS:
        yield from (plain(_item(name, item, names), "item") for item in value or [])
    elif name == "illustration_id" and value in names.pictures:
        yield Block("item", (Token("", picture=value), *plain(names.pictures[value]).tokens))
    elif value not in (None, ""):
        yield plain(_text(name, value, names))


def _item(name: str, item: Any, names: Names) -> str:
    if name == "bylines":
        return names.authors.get(item) or _("An author who is gone (number %(id)s)") % {"id": item}
    if name == "sources":
        relation = dict(Source.Relation.choices).get(item["relation"], item["relation"])
        return f"{relation}: {item['name']} {item['url']}"
    return str(item)


def _text(name: str, value: Any, names: Names) -> str:
    if name == "section_id":
        return names.sections.get(value) or _("A section that is gone (number %(id)s)") % {"id": value}
    if name == "illustration_id":
        return _("A picture that is gone (number %(id)s)") % {"id": value}
    if name == "dateline_date":
        day = parse_date(str(value))
        return date_format(day, "DATE_FORMAT") if day else str(value)
    return str(dict(_field(name).flatchoices).get(value, value))


def _field(name: str) -> Field:
    return next(field for field in Article.story_fields() if field.attname == name)
