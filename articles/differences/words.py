"""Two texts word by word: what stays, what came and went, and what only looks or leads elsewhere.

Pure functions. The cost is bounded: where a comparison by words would cost more than its budget allows, it is made by
sentences, and where that is too much as well, one text is said to take the place of the other.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

# A word with its apostrophes and hyphens; one sign of a script without spaces between words; any other sign.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u3040-\u30ff\u3400-\u9fff])\w)+(?:['’-]\w+)*|.", re.DOTALL)
_ENDS = frozenset(".!?")
SENTENCE = 40
# Equal words between two changes that are read more easily as one change: "the", a comma.
CRUMBS = 2


class Marks(NamedTuple):
    """How a word looks and where it leads."""

    bold: bool = False
    italic: bool = False
    href: str = ""


PLAIN = Marks()


class Token(NamedTuple):
    """A word, or a sign, or a picture. `spaced`: a space stands before it; `line`: what it opens (`item`, `break`)."""

    text: str
    spaced: bool = False
    marks: Marks = PLAIN
    line: str = ""
    picture: int = 0

    @property
    def key(self) -> Hashable:
        return self.text, self.spaced, self.picture


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    MARKED = "marked"
    """The same words, with other emphasis, another link, or in another line."""


class Piece(NamedTuple):
    """Words that look alike and stand in one line, as a template shows them. `spaced`: a space stands before them."""

    text: str
    spaced: bool
    marks: Marks
    line: str
    picture: int


@dataclass(frozen=True)
class Run:
    """Words that share a fate. `was` is set where only their marks changed: the same words as they stood before."""

    kind: Kind
    tokens: tuple[Token, ...]
    was: tuple[Token, ...] = ()

    @property
    def pieces(self) -> list[Piece]:
        return list(_pieces(self.tokens))

    @property
    def spaced(self) -> bool:
        """Whether a space stands before the run; its pieces do not tell, so that no mark covers it."""
        return self.tokens[0].spaced

    @property
    def remarks(self) -> list[str]:
        """What is said of words that only look or lead elsewhere now."""
        return list(_remarks(self.was[0], self.tokens[0])) if self.was else []


@dataclass
class Budget:
    """How much work a comparison may still make: pairs of equal words, and words that are searched, once for each time."""

    left: int = 1_500_000
    at_once: int = 200_000

    def allows(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
        there = Counter(new)
        cost = sum(count * there[key] for key, count in Counter(old).items()) + len(old) + len(new)
        if cost > min(self.left, self.at_once):
            return False
        self.left -= cost
        return True


class _Exhausted(Exception):
    """A comparison has used up its budget."""


class _Matcher(SequenceMatcher):
    """Pays for each stretch that it searches: two texts may be such that it searches nearly all of them for every word."""

    def __init__(self, old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._budget, self._length = budget, len(old)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self._budget.left -= (self._length if ahi is None else ahi) - alo
        if self._budget.left < 0:
            raise _Exhausted
        return super().find_longest_match(alo, ahi, blo, bhi)


class Step(NamedTuple):
    """`old[a:b]` becomes `new[c:d]`; they are equal if `same`."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def tokens_of(text: str, marks: Marks = PLAIN, *, spaced: bool = True) -> Iterator[Token]:
    """The words of plain text. `spaced`: whether the first one stands apart from what was before."""
    spaced = spaced or text[:1].isspace()
    for chunk in text.split():
        for word in _WORD.findall(chunk):
            yield Token(word, spaced, marks)
            spaced = False
        spaced = True


def text_of(tokens: Sequence[Token]) -> str:
    return "".join((" " if token.spaced else "") + token.text for token in tokens).strip()


def compare_words(old: Sequence[Token], new: Sequence[Token], budget: Budget) -> tuple[Run, ...]:
    """The runs that lead from the one to the other. Same and removed ones make the old text, same and added the new."""
    runs: list[Run] = []
    for step in _calm(_word_steps(old, new, budget)):
        before, after = tuple(old[step.a : step.b]), tuple(new[step.c : step.d])
        if step.same:
            runs += _looks(before, after)
        else:
            runs += [Run(Kind.REMOVED, before)] * bool(before) + [Run(Kind.ADDED, after)] * bool(after)
    return tuple(runs)


def steps(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[Step] | None:
    """How the one becomes the other; None if to find out would cost more than the budget allows."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if not budget.allows(inner_old, inner_new):
        return None
    try:
        found = _Matcher(inner_old, inner_new, budget).get_opcodes()
    except _Exhausted:
        return None
    inner = [Step(tag == "equal", a + head, b + head, c + head, d + head) for tag, a, b, c, d in found]
    return _framed(inner, head, tail, len(old), len(new))


def _word_steps(old: Sequence[Token], new: Sequence[Token], budget: Budget) -> list[Step]:
    found = steps([token.key for token in old], [token.key for token in new], budget)
    return found if found is not None else _by_sentences(old, new, budget)


def _by_sentences(old: Sequence[Token], new: Sequence[Token], budget: Budget) -> list[Step]:
    ends_old, ends_new = _ends(old), _ends(new)
    found = steps(_sentences(old, ends_old), _sentences(new, ends_new), budget)
    if found is None:
        return [Step(False, 0, len(old), 0, len(new))]
    return [Step(s.same, ends_old[s.a], ends_old[s.b], ends_new[s.c], ends_new[s.d]) for s in found]


def _ends(tokens: Sequence[Token]) -> list[int]:
    """Where each sentence ends, with 0 before the first; one without an end is cut off after SENTENCE words."""
    ends = [0]
    for number, token in enumerate(tokens, start=1):
        if token.text in _ENDS or number - ends[-1] >= SENTENCE:
            ends.append(number)
    return ends if ends[-1] == len(tokens) else [*ends, len(tokens)]


def _sentences(tokens: Sequence[Token], ends: list[int]) -> list[Hashable]:
    return [tuple(token.key for token in tokens[a:b]) for a, b in zip(ends, ends[1:], strict=False)]


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many are equal from the beginning."""
    limit = min(len(old), len(new))
    return next((number for number in range(limit) if old[number] != new[number]), limit)


def _framed(inner: list[Step], head: int, tail: int, old: int, new: int) -> list[Step]:
    before = [Step(True, 0, head, 0, head)] if head else []
    after = [Step(True, old - tail, old, new - tail, new)] if tail else []
    return [*before, *inner, *after]


def _calm(found: list[Step]) -> Iterator[Step]:
    """Join changes between which hardly anything stays: a sentence written anew reads better whole than in crumbs."""
    calm: list[Step] = []
    for number, step in enumerate(found):
        crumb = step.same and step.b - step.a <= CRUMBS and 0 < number < len(found) - 1
        crumb = crumb and _size(found[number - 1]) > CRUMBS and _size(found[number + 1]) > CRUMBS
        step = step._replace(same=False) if crumb else step
        if calm and not step.same and not calm[-1].same:
            step = Step(False, calm[-1].a, step.b, calm.pop().c, step.d)
        calm.append(step)
    yield from calm


def _size(step: Step) -> int:
    return max(step.b - step.a, step.d - step.c)


def _looks(old: tuple[Token, ...], new: tuple[Token, ...]) -> Iterator[Run]:
    """Equal words, parted by whether they look alike too, and where not, by how they looked and look."""

    def look(pair: tuple[Token, Token]) -> Hashable:
        before, after = pair
        unlike = before.marks != after.marks or before.line != after.line
        return (before.marks, after.marks, before.line != after.line and after.line) if unlike else None

    for unlike, pairs in groupby(zip(old, new, strict=True), look):
        before, after = zip(*pairs, strict=True)
        yield Run(Kind.MARKED, after, before) if unlike is not None else Run(Kind.SAME, after)


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """Neighbours of one look as one piece; a word that opens a line or shows a picture begins another."""
    held: list[Token] = []
    for token in tokens:
        if held and (token.line or token.picture or held[-1].picture or token.marks != held[-1].marks):
            yield _piece(held, first=held[0] is tokens[0])
            held = []
        held.append(token)
    if held:
        yield _piece(held, first=held[0] is tokens[0])


def _remarks(old: Token, new: Token) -> Iterator[str]:
    before, after = old.marks, new.marks
    if before.bold != after.bold:
        yield _("now bold") if after.bold else _("no longer bold")
    if before.italic != after.italic:
        yield _("now italic") if after.italic else _("no longer italic")
    if before.href != after.href:
        yield _link(before.href, after.href)
    if old.line != new.line:
        yield _("now begins a line") if new.line else _("no longer begins a line")


def _link(before: str, after: str) -> str:
    if before and after:
        return _("link changed from %(before)s to %(after)s") % {"before": before, "after": after}
    if after:
        return _("now a link to %(after)s") % {"after": after}
    return _("no longer a link to %(before)s") % {"before": before}


def _piece(tokens: list[Token], *, first: bool) -> Piece:
    one = tokens[0]
    spaced = one.spaced and not one.line and not first
    return Piece(text_of(tokens), spaced, one.marks, one.line, one.picture)
