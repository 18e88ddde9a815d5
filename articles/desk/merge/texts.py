"""Two changed copies of a sequence brought together (blocks of a text, say), as diff3 does. Pure functions.

S. Khanna, K. Kunal and B. C. Pierce, "A Formal Investigation of Diff3", 2007. Unlike there, neighbouring changes are no
conflict as long as their order is plain: two people may each correct one of two paragraphs that follow each other.
"""

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import islice, takewhile
from typing import Any, NamedTuple

from articles.desk.merge.piece import Piece
from articles.differences.words import Budget, steps

# Elements that stand open without an end.
VOID = frozenset({"br", "hr", "img"})
TOP = frozenset({"p", "h2", "h3", "ul", "ol", "blockquote", "aside", "figure", "hr"})


class Hunk(NamedTuple):
    """`base[start:end]` became `new`."""

    start: int
    end: int
    new: list[Any]
    is_mine: bool

    @property
    def grows(self) -> bool:
        return len(self.new) > self.end - self.start


def merge_sequences(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Piece]:
    """The pieces of both, in order. A side that did not touch a piece has there what the other made of it."""
    pieces: list[Piece] = []
    place = 0
    for group in _groups(sorted([*_hunks(base, mine, True), *_hunks(base, theirs, False)], key=lambda h: h[:2])):
        start, end = min(hunk.start for hunk in group), max(hunk.end for hunk in group)
        pieces.append(Piece(list(base[place:start]), list(base[place:start])))
        ours = [hunk for hunk in group if hunk.is_mine]
        others = [hunk for hunk in group if not hunk.is_mine]
        sides = (_applied(base, start, end, ours or others), _applied(base, start, end, others or ours))
        pieces.append(Piece(*sides, start))
        place = end
    pieces.append(Piece(list(base[place:]), list(base[place:])))
    return [piece for piece in pieces if piece.mine or piece.theirs]


def _hunks(base: Sequence[Any], side: Sequence[Any], is_mine: bool) -> Iterator[Hunk]:
    found = steps(base, side, Budget())
    if found is None:  # too much of a muddle to tell apart: one text in place of the other
        yield Hunk(0, len(base), list(side), is_mine)
        return
    for step in found:
        places, new = range(step.a, step.b), list(side[step.c : step.d])
        if step.same:
            continue
        if not new or len(new) == len(places):  # block by block, so that each stands or falls by itself
            yield from (Hunk(place, place + 1, new[n : n + 1], is_mine) for n, place in enumerate(places))
        else:
            yield Hunk(step.a, step.b, new, is_mine)


def _groups(hunks: list[Hunk]) -> Iterator[list[Hunk]]:
    """Hunks that cannot be applied one without the other, together."""
    group: list[Hunk] = []
    for number, hunk in enumerate(hunks):
        here = _beginning_with(hunks, number)
        if group and not any(_clash(earlier, later) for later in here for earlier in group):
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _beginning_with(hunks: list[Hunk], number: int) -> list[Hunk]:
    """The hunk of this number and those behind it that begin at the same place: none of them comes before the others."""
    start = hunks[number].start
    return list(takewhile(lambda hunk: hunk.start == start, islice(hunks, number, None)))


def _clash(first: Hunk, second: Hunk) -> bool:
    """Whether both touch the same place, or add there in an order that nobody can tell, or add the same there."""
    if first.is_mine == second.is_mine:
        return False
    touch = first.end == second.start
    both_add = first.grows and second.grows or any(item in second.new for item in first.new)
    return second.start < first.end or (touch and both_add)


def _applied(base: Sequence[Any], start: int, end: int, hunks: list[Hunk]) -> list[Any]:
    result: list[Any] = []
    for hunk in hunks:
        result += [*base[start : hunk.start], *hunk.new]
        start = hunk.end
    return [*result, *base[start:end]]


class _Cutter(HTMLParser):
    """Cuts a sanitised text between its top elements, each as it is written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks, self._open, self._depth = list[str](), list[str](), 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if not self._depth and tag in TOP:
            self.cut()
        self._open.append(self.get_starttag_text() or "")
        self._depth += tag not in VOID
        if not self._depth and tag in TOP:
            self.cut()

    def handle_endtag(self, tag: str) -> None:
        self._open.append(f"</{tag}>")
        self._depth = max(0, self._depth - 1)
        if not self._depth and tag in TOP:
            self.cut()

    def handle_data(self, data: str) -> None:
        self._open.append(data)

    def handle_entityref(self, name: str) -> None:
        self._open.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._open.append(f"&#{name};")

    def cut(self) -> None:
        if block := "".join(self._open).strip():
            self.blocks.append(block)
        self._open.clear()


def blocks_of(text: str) -> list[str]:
    """The top elements of a sanitised text as HTML; whatever stands between them is a block too."""
    cutter = _Cutter()
    cutter.feed(text or "")
    cutter.close()
    cutter.cut()
    return cutter.blocks
