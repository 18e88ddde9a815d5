"""What two people made of one story, brought together: field by field, row by row, and block by block in the text.

Pure functions over snapshots (`articles.desk.revisions.snapshot`). Every part comes out as pieces, each a pair of what
one side and what the other would have there. Where the two are equal the piece is settled; elsewhere somebody chooses.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Any, NamedTuple

from articles.desk.merge.piece import Piece
from articles.desk.merge.rows import merge_rows
from articles.desk.merge.texts import blocks_of, merge_sequences

__all__ = ["LISTS", "Conflict", "Merged", "Side", "merge", "settle", "values_of"]

Snapshot = dict[str, Any]
Values = dict[str, Any]
"""A snapshot made flat: fields by attribute name, and the three lists."""

LISTS = ("tags", "bylines", "sources")
# What is merged reads differently against the old text than its parts did; after so many times it stays the same.
ROUNDS = 3
_MISSING = object()


class Side(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    """One after the other, mine first; of a part that can hold both."""


class Conflict(NamedTuple):
    """One piece that both changed. The key stays the same while their side of it does, whatever becomes of mine."""

    name: str
    key: str
    mine: Any
    theirs: Any

    @property
    def may_keep_both(self) -> bool:
        return not _is_plain(self.name) and bool(self.mine) and bool(self.theirs)


@dataclass(frozen=True)
class Merged:
    """The parts of a story as pieces, by name."""

    pieces: dict[str, list[Piece]]

    @property
    def conflicts(self) -> list[Conflict]:
        return [
            Conflict(name, _key(name, piece), piece.mine, piece.theirs)
            for name, pieces in self.pieces.items()
            for piece in pieces
            if piece.mine != piece.theirs
        ]

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
        return {
            name: _joined(name, [_chosen(name, p, choices) for p in pieces]) for name, pieces in self.pieces.items()
        }

    def taken(self, mine: Snapshot) -> list[str]:
        """The parts that are not as I left them, because somebody else changed them."""
        before = values_of(mine)
        return [name for name, value in self.values.items() if value != before[name]]


def values_of(snapshot: Snapshot) -> Values:
    return snapshot["fields"] | {name: snapshot[name] for name in LISTS}


def merge(base: Snapshot | None, mine: Snapshot, theirs: Snapshot) -> Merged:
    """Bring together what became of `base` on two sides. Without a base all that differs is a conflict."""
    old, ours, others = (values_of(side) if side else {} for side in (base, mine, theirs))
    return Merged({name: _merge_part(name, old.get(name, _MISSING), ours[name], others.get(name)) for name in ours})


def settle(base: Snapshot | None, mine: Snapshot, theirs: Snapshot) -> Merged:
    """The same for a form that comes back: sent again as it is then, it is asked the same questions."""
    merged = merge(base, mine, theirs)
    for _round in range(ROUNDS if merged.conflicts else 0):
        merged = merge(base, merged.snapshot, theirs)
    return merged


def _merge_part(name: str, base: Any, mine: Any, theirs: Any) -> list[Piece]:
    if theirs in (mine, base):
        return [Piece(mine, mine)]
    if mine == base:
        return [Piece(theirs, theirs)]
    if base is _MISSING or _is_plain(name):
        return [Piece(mine, theirs)]
    if name == "body":
        pieces = merge_sequences(blocks_of(base), blocks_of(mine), blocks_of(theirs))
        return [Piece("".join(piece.mine), "".join(piece.theirs), piece.place) for piece in pieces]
    return merge_rows(name, base, mine, theirs)


def _is_plain(name: str) -> bool:
    """Whether a part holds one value, which is taken whole."""
    return name != "body" and name not in LISTS


def _key(name: str, piece: Piece) -> str:
    said = json.dumps([piece.place, piece.theirs], sort_keys=True, default=str)
    return f"{name}-{blake2b(said.encode(), digest_size=6).hexdigest()}"


def _chosen(name: str, piece: Piece, choices: Mapping[str, Side]) -> Any:
    side = choices.get(_key(name, piece), Side.MINE) if piece.mine != piece.theirs else Side.MINE
    if side == Side.THEIRS:
        return piece.theirs
    if side == Side.MINE or _is_plain(name):
        return piece.mine
    if name == "body":
        return piece.mine + piece.theirs
    return [*piece.mine, *(row for row in piece.theirs if row not in piece.mine)]


def _joined(name: str, chosen: list[Any]) -> Any:
    if _is_plain(name):
        return chosen[0]
    return "".join(chosen) if name == "body" else [row for rows in chosen for row in rows]
