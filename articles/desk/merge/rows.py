"""Two changed copies of a short list brought together item by item: tags, bylines, sources. Pure functions.

What one side added, took out, moved or rewrote stays so. Of items that both added at one place the order is that of
their words, so that it does not matter who saved first.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from articles import tags
from articles.desk.merge.piece import Piece
from articles.differences.words import Budget, steps

Key = Hashable


@dataclass(frozen=True)
class _Copy:
    """One side's list: its items by what identifies them, in order."""

    items: dict[Key, Any]

    def order(self, kept: Iterable[Key]) -> list[Key]:
        wanted = set(kept)
        return [key for key in self.items if key in wanted]

    def additions(self, kept: set[Key]) -> dict[Key | None, list[Key]]:
        """The items that are not among the kept ones, by the kept one that they follow."""
        found: dict[Key | None, list[Key]] = {}
        after: Key | None = None
        for key in self.items:
            if key in kept:
                after = key
            else:
                found.setdefault(after, []).append(key)
        return found


def merge_rows(name: str, base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Piece]:
    """The pieces of both lists, in order: an item each, or a choice where both rewrote one, or moved them differently."""
    old = _Copy(_numbered(name, base))
    ours, others = (_Copy(_followed(name, old.items, side)) for side in (mine, theirs))
    kept = [key for key in old.items if key in ours.items and key in others.items]
    orders = ours.order(kept), others.order(kept)
    if orders[0] == kept:
        spines = [orders[1]]
    elif orders[1] in (kept, orders[0]):
        spines = [orders[0]]
    else:
        spines = list(orders)
    results = [_woven(spine, old, ours, others) for spine in spines]
    if len(results) == 1:
        return results[0]
    mine, theirs = results
    return [Piece([row for piece in mine for row in piece.mine], [row for piece in theirs for row in piece.theirs])]


def _woven(spine: list[Key], old: _Copy, ours: _Copy, others: _Copy) -> list[Piece]:
    """The kept items in this order, and behind each what was added there."""
    kept = set(spine)
    added = ours.additions(kept), others.additions(kept)
    pieces: list[Piece] = []
    done: set[Key] = set()
    for anchor in [None, *spine]:
        runs = sorted((side.get(anchor, []) for side in added), key=str)
        for key in [*([anchor] if anchor is not None else []), *runs[0], *runs[1]]:
            if key not in done:
                done.add(key)
                pieces.append(_piece(key, old.items, ours.items, others.items))
    return [piece for piece in pieces if piece.mine or piece.theirs]


def _piece(key: Key, old: dict[Key, Any], ours: dict[Key, Any], others: dict[Key, Any]) -> Piece:
    mine, theirs = [ours[key]] if key in ours else [], [others[key]] if key in others else []
    if key not in old:
        one = sorted((mine or theirs, theirs or mine), key=str)[0]
        return Piece(one, one)
    before = [old[key]]
    if mine == before:
        return Piece(theirs, theirs)
    if theirs in (before, mine):
        return Piece(mine, mine)
    sides = _rewritten(before[0], mine[0], theirs[0]) if mine and theirs else (mine, theirs)
    return Piece(*sides, list(old).index(key))


def _rewritten(before: Any, mine: Any, theirs: Any) -> tuple[list[Any], list[Any]]:
    """An item that both rewrote, part by part; a choice of both where they rewrote the same part."""
    if not isinstance(before, dict):
        return [mine], [theirs]
    ours, others = {}, {}
    for part in before:
        a, b = mine.get(part), theirs.get(part)
        ours[part] = b if a == before[part] else a
        others[part] = a if b == before[part] else b
    return [ours], [others]


# --- What is the same item ---


def _key(name: str, item: Any) -> Key:
    if isinstance(item, dict):
        return tuple(sorted((part, str(value)) for part, value in item.items()))
    if name != "tags":
        return item
    try:
        return tags.key(str(item))
    except ValidationError:  # too long, and not corrected yet
        return str(item)


def _numbered(name: str, items: list[Any]) -> dict[Key, Any]:
    """Items by their key; a second one of the same words counts as another."""
    found: dict[Key, Any] = {}
    for item in items:
        key, number = _key(name, item), 0
        while (key, number) in found:
            number += 1
        found[(key, number)] = item
    return found


def _followed(name: str, old: dict[Key, Any], side: list[Any]) -> dict[Key, Any]:
    """One side's items, where a row that was rewritten keeps the key that it had."""
    new = _numbered(name, side)
    renamed: dict[Key, Key] = {}
    if name == "sources":
        before, after = list(old), list(new)
        for step in steps(before, after, Budget()) or []:
            if not step.same and step.b - step.a == step.d - step.c:
                pairs = zip(before[step.a : step.b], after[step.c : step.d], strict=True)
                renamed |= {b: a for a, b in pairs if a not in new and b not in old and _is_same(old[a], new[b])}
    return {renamed.get(key, key): item for key, item in new.items()}


def _is_same(before: dict[str, str], after: dict[str, str]) -> bool:
    """Whether a row is another one's rewriting: its name stayed, or its link."""
    return any(before.get(part) and before.get(part) == after.get(part) for part in ("name", "url"))
