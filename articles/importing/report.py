"""What became of a site that moved in: counted by kind, and by name where somebody has to look."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from articles.importing.items import Leftover
from articles.models import Arrival

# So many of each list are named, in memory and on paper; all are counted.
NAMED = 20_000


class Fate(TextChoices):
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    SAME = "as before", _("as before")
    KEPT = "changed here, left alone", _("changed here, left alone")
    LEFT = "left out", _("left out")
    IDLE = "in no story", _("in no story")
    TO_FETCH = "to be fetched", _("to be fetched")


@dataclass(frozen=True)
class Named:
    """One thing that somebody should know of."""

    title: str
    said: str
    place: str = ""
    """Its address here, if it has one."""
    line: int = 0
    """In the file; 0 where that is not known."""


class Marked(NamedTuple):
    counts: dict[str, Counter[str]]
    lists: dict[str, int]
    totals: Counter[str]
    sections: dict[str, tuple[str, str, int]]


@dataclass
class Report:
    site: str = ""
    is_dry: bool = False
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    """How many of each kind had which fate."""
    lists: dict[str, list[Named]] = field(default_factory=dict)
    totals: Counter[str] = field(default_factory=Counter)
    """How many each list would name if it named all."""
    sections: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    """By the slug of each old section: its name, the slug of ours, and the stories in it."""
    is_whole: bool = False
    """Whether the file was read to its end."""

    def count(self, kind: str, fate: str, number: int = 1) -> None:
        if number:
            self.counts.setdefault(kind, Counter())[fate] += number

    def marked(self) -> "Marked":
        """How far it is, to go back there if what was counted since is taken back."""
        return Marked(
            {kind: Counter(fates) for kind, fates in self.counts.items()},
            {name: len(named) for name, named in self.lists.items()},
            Counter(self.totals),
            dict(self.sections),
        )

    def back_to(self, before: "Marked") -> None:
        self.counts, self.totals, self.sections = before.counts, before.totals, before.sections
        for name, named in self.lists.items():
            del named[before.lists.get(name, 0) :]

    def name(self, list_: str, title: str, said: str, place: str = "", line: int = 0) -> None:
        self.totals[list_] += 1
        named = self.lists.setdefault(list_, [])
        if len(named) < NAMED:
            named.append(Named(title[:200] or "?", said[:1000], place, line))

    def leave(self, item: Leftover) -> None:
        self.count(item.kind, Fate.LEFT)
        self.name("left out", item.title or f"{item.kind} {item.key}", f"{item.kind}: {item.reason}", line=item.line)

    def put(self, section: str, name: str, ours: str) -> None:
        """Note into which of our sections a story of that old one went."""
        self.sections[section] = (name, ours, self.sections.get(section, (name, ours, 0))[2] + 1)

    def rows(self) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        """Each kind with its fates, those that were not met left out."""
        for kind, fates in self.counts.items():
            yield kind, sorted(fates.items())

    def rows_in_words(self) -> Iterator[tuple[object, list[tuple[object, int]]]]:
        """The same for people, in their language. What only the old site has a name for keeps that."""
        kinds, fates = dict(Arrival.Kind.choices), dict(Fate.choices)
        for kind, found in self.rows():
            yield kinds.get(kind, kind), [(fates.get(fate, fate), number) for fate, number in found]

    def as_json(self) -> dict[str, Any]:
        return {
            "site": self.site,
            "dry_run": self.is_dry,
            "whole": self.is_whole,
            "counts": {kind: dict(fates) for kind, fates in self.counts.items()},
            "totals": dict(self.totals),
            "lists": {name: [asdict(one) for one in named] for name, named in self.lists.items()},
            "sections": [
                {"old": slug, "name": name, "ours": ours, "stories": stories}
                for slug, (name, ours, stories) in sorted(self.sections.items())
            ],
        }
