"""What two people made of one story, brought together: field by field, row by row, and block by block in the text.

Pure functions over snapshots (`articles.desk.revisions.snapshot`). Every part comes out as pieces, each a pair of what
one side and what the other would have there. Where the two are equal the piece is settled; elsewhere somebody chooses.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from articles.desk.merge.rows import merge_rows
from articles.desk.merge.texts import blocks_of, merge_sequences

__all__ = ["Conflict", "Merged", "Side", "merge", "merge_values", "values_of"]

Snapshot = dict[str, Any]
Values = dict[str, Any]
"""A snapshot made flat: fields by attribute name, and the three lists."""
Piece = tuple[Any, Any]

LISTS = ("tags", "bylines", "sources")
MINE, THEIRS = 0, 1
Side = int
_MISSING = object()


class Conflict(NamedTuple):
    """One piece that both changed. `number` counts those of a part from 0."""

    name: str
    number: int
    mine: Any
    theirs: Any

    @property
    def key(self) -> str:
        return f"{self.name}-{self.number}"


@dataclass(frozen=True)
class Merged:
    """The parts of a story as pieces, by name."""

    pieces: dict[str, list[Piece]]

    @property
    def conflicts(self) -> list[Conflict]:
        return [conflict for name in self.pieces for conflict in self._conflicts(name)]

    @property
    def values(self) -> Values:
        """All that is settled, and for the rest my side of it."""
        return self.resolved({})

    @property
    def snapshot(self) -> Snapshot:
        values = self.values
        return {"fields": {n: v for n, v in values.items() if n not in LISTS}} | {n: values[n] for n in LISTS}

    def resolved(self, choices: Mapping[str, Side]) -> Values:
        """The parts with the chosen side of each conflict, by its key; mine where none is chosen."""
        return {name: _joined(name, self._chosen(name, choices)) for name in self.pieces}

    def taken(self, mine: Values) -> list[str]:
        """The parts that are not as I left them, because somebody else changed them."""
        return [name for name, value in self.values.items() if value != mine.get(name, _MISSING)]

    def open_parts(self) -> Self:
        """Only the parts that somebody has to choose in."""
        names = {conflict.name for conflict in self.conflicts}
        return type(self)({name: pieces for name, pieces in self.pieces.items() if name in names})

    def to_json(self) -> str:
        return json.dumps(self.pieces, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What `to_json` wrote; nothing where a browser sent something else."""
        try:
            found = json.loads(text or "{}")
            return cls({str(name): [(mine, theirs) for mine, theirs in pieces] for name, pieces in found.items()})
        except (ValueError, TypeError, AttributeError, RecursionError):
            return cls({})

    def _conflicts(self, name: str) -> Iterator[Conflict]:
        open_pieces = [piece for piece in self.pieces[name] if piece[MINE] != piece[THEIRS]]
        yield from (Conflict(name, number, *piece) for number, piece in enumerate(open_pieces))

    def _chosen(self, name: str, choices: Mapping[str, Side]) -> Iterator[Any]:
        number = 0
        for piece in self.pieces[name]:
            yield piece[choices.get(f"{name}-{number}", MINE)]
            number += piece[MINE] != piece[THEIRS]


def values_of(snapshot: Snapshot) -> Values:
    return snapshot["fields"] | {name: snapshot[name] for name in LISTS}


def merge(base: Snapshot | None, mine: Snapshot, theirs: Snapshot) -> Merged:
    """Bring together what became of `base` on two sides. Without a base all that differs is a conflict."""
    return merge_values(values_of(base) if base else {}, values_of(mine), values_of(theirs))


def merge_values(base: Values, mine: Values, theirs: Values) -> Merged:
    """The same for some parts; every name of `mine` comes out."""
    return Merged({name: _merge_part(name, base.get(name, _MISSING), mine[name], theirs.get(name)) for name in mine})


def _merge_part(name: str, base: Any, mine: Any, theirs: Any) -> list[Piece]:
    if theirs in (mine, base):
        return [(mine, mine)] if _is_plain(name) else _whole(name, mine, mine)
    if mine == base:
        return [(theirs, theirs)] if _is_plain(name) else _whole(name, theirs, theirs)
    if base is _MISSING or _is_plain(name):
        return [(mine, theirs)] if _is_plain(name) else _whole(name, mine, theirs)
    if name == "body":
        pieces = merge_sequences(blocks_of(base), blocks_of(mine), blocks_of(theirs))
        return [("".join(ours), "".join(others)) for ours, others in pieces]
    return merge_rows(name, base, mine, theirs)


def _is_plain(name: str) -> bool:
    """A value that is taken whole."""
    return name != "body" and name not in LISTS


def _whole(name: str, mine: Any, theirs: Any) -> list[Piece]:
    empty: Any = "" if name == "body" else []
    return [(mine or empty, theirs or empty)]


def _joined(name: str, chosen: Iterator[Any]) -> Any:
    if name == "body":
        return "".join(str(piece) for piece in chosen)
    if name in LISTS:
        return [row for piece in chosen for row in (piece if isinstance(piece, list) else [])]
    return next(chosen, None)
