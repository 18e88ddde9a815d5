"""Texts block by block: which blocks stay, change, come, go, and move. Pure functions."""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext_lazy

from articles.differences.reading import Block
from articles.differences.words import Budget, Kind, Run, compare_words, steps

# How much two blocks must have in common to be one block that was changed, of 1.
ALIKE = 0.5
# Pairs of blocks that are weighed against each other; beyond that only neighbours are.
PAIRS = 20_000
# Different words of a block that is as long as most.
LONG = 80
# Unchanged blocks in a row that are shown; of more, the first and the last are, and the others are folded away.
SHOWN = 3
KINDS = {
    "p": gettext_lazy("paragraph"),
    "h2": gettext_lazy("heading"),
    "h3": gettext_lazy("subheading"),
    "ul": gettext_lazy("list"),
    "ol": gettext_lazy("numbered list"),
    "blockquote": gettext_lazy("quotation"),
    "aside": gettext_lazy("pull-quote"),
    "figure": gettext_lazy("picture"),
    "hr": gettext_lazy("rule"),
    "text": gettext_lazy("text outside of a paragraph"),
    "item": gettext_lazy("entry"),
}


class State(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    MOVED_AND_CHANGED = "moved_and_changed"


@dataclass(frozen=True)
class Change:
    """What became of one block. Places count from 1; `kind_before` is set where it was another kind of block."""

    state: State
    kind: str
    runs: tuple[Run, ...]
    place: int = 0
    place_before: int = 0
    kind_before: str = ""
    went_up: bool = False
    """Of one that moved: towards the beginning."""

    @property
    def kind_word(self) -> str:
        return str(KINDS[self.kind])

    @property
    def kind_word_before(self) -> str:
        return str(KINDS[self.kind_before])

    @property
    def has_moved(self) -> bool:
        return self.state in (State.MOVED, State.MOVED_AND_CHANGED)

    @property
    def before(self) -> tuple[Run, ...]:
        """How the block read in the old text."""
        runs = (Run(run.kind, run.was, run.tokens) if run.was else run for run in self.runs)
        return tuple(run for run in runs if run.kind != Kind.ADDED)

    @property
    def after(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if run.kind != Kind.REMOVED)


@dataclass(frozen=True)
class Stretch:
    """Neighbouring changes; `folded` ones are the same in both texts and need not be read."""

    changes: tuple[Change, ...]
    folded: bool = False


# --- Comparing two ---


def compare_blocks(
    old: Sequence[Block], new: Sequence[Block], budget: Budget, *, similar: bool = True
) -> list[Change]:
    """What became of each block, in the order of the new text, removed ones where they stood.

    Without `similar` a block is either there or not, as a name in a list is.
    """
    pairs = _equal_pairs(old, new, budget)
    if similar:
        pairs |= _similar_pairs(old, new, pairs)
    in_place = _in_place(pairs, new)
    return list(_changes(old, new, pairs, in_place, budget))


def _equal_pairs(old: Sequence[Block], new: Sequence[Block], budget: Budget) -> dict[int, int]:
    """Places of equal blocks, new to old: those in the same order first, then those that stand elsewhere."""
    keys_old, keys_new = [block.key for block in old], [block.key for block in new]
    pairs: dict[int, int] = {}
    for step in steps(keys_old, keys_new, budget) or []:
        if step.same:
            pairs |= dict(zip(range(step.c, step.d), range(step.a, step.b), strict=True))
    taken, left = set(pairs.values()), defaultdict[Hashable, deque[int]](deque)
    for place, key in enumerate(keys_old):
        if place not in taken and old[place].tokens:
            left[key].append(place)
    for place, key in enumerate(keys_new):
        if place not in pairs and left[key]:
            pairs[place] = left[key].popleft()
    return pairs


def _similar_pairs(old: Sequence[Block], new: Sequence[Block], pairs: dict[int, int]) -> dict[int, int]:
    """Of the blocks without a partner those that have most in common, new to old."""
    taken = set(pairs.values())
    olds = [(place, _words(block)) for place, block in enumerate(old) if place not in taken and block.tokens]
    news = [(place, _words(block)) for place, block in enumerate(new) if place not in pairs and block.tokens]
    found: dict[int, int] = {}
    used: set[int] = set()
    for _likeness, there, here in sorted(_likely(olds, news), reverse=True):
        if here not in found and there not in used:
            found[here] = there
            used.add(there)
    return found


def _likely(
    olds: list[tuple[int, Counter[str]]], news: list[tuple[int, Counter[str]]]
) -> Iterator[tuple[float, int, int]]:
    """Pairs that are alike enough, with how much; only near neighbours where there are too many."""
    # A pair of long blocks costs as much as several of short ones.
    lengths = sum(max(1, len(words) // LONG) for _place, words in news)
    reach = max(1, PAIRS // max(1, lengths))
    for number, (here, words) in enumerate(news):
        middle = number * len(olds) // len(news)
        for at in range(max(0, middle - reach), min(len(olds), middle + reach + 1)):
            there, others = olds[at]
            likeness = _likeness(words, others)
            if likeness >= ALIKE:
                yield likeness, there, here


def _words(block: Block) -> Counter[str]:
    return Counter(token.text or str(token.picture) for token in block.tokens)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that both have, from 0 to 1."""
    return 2 * sum((one & other).values()) / (one.total() + other.total())


def _in_place(pairs: dict[int, int], new: Sequence[Block]) -> set[int]:
    """The new places of as many pairs as stand in the same order in both texts; the others have moved."""
    ends: list[int] = []
    chain: list[int] = []
    previous: dict[int, int | None] = {}
    for here in sorted(pairs):
        at = bisect_left(ends, pairs[here])
        previous[here] = chain[at - 1] if at else None
        ends[at : at + 1], chain[at : at + 1] = [pairs[here]], [here]
    found, here_or_none = set[int](), chain[-1] if chain else None
    while here_or_none is not None:
        found.add(here_or_none)
        here_or_none = previous[here_or_none]
    return found


def _changes(
    old: Sequence[Block], new: Sequence[Block], pairs: dict[int, int], in_place: set[int], budget: Budget
) -> Iterator[Change]:
    kept, stops = set(pairs.values()), sorted(pairs[here] for here in in_place)
    gaps = zip([0, *(stop + 1 for stop in stops)], [*stops, len(old)], strict=True)
    yield from _removed(old, *next(gaps), kept)
    passed = -1  # old place of the block in place that was met last
    for here, block in enumerate(new):
        there = pairs.get(here)
        if there is None:
            yield Change(State.ADDED, block.kind, _whole(Kind.ADDED, block), place=here + 1)
        else:
            change = _paired(old[there], block, here, there, moved=here not in in_place, budget=budget)
            yield replace(change, went_up=there > passed) if change.has_moved else change
        if there is not None and here in in_place:
            passed = there
            yield from _removed(old, *next(gaps), kept)


def _removed(old: Sequence[Block], start: int, end: int, kept: set[int]) -> Iterator[Change]:
    for there in range(start, end):
        if there not in kept:
            yield Change(State.REMOVED, old[there].kind, _whole(Kind.REMOVED, old[there]), place_before=there + 1)


def _paired(old: Block, new: Block, here: int, there: int, *, moved: bool, budget: Budget) -> Change:
    if old.key == new.key:
        return Change(State.MOVED if moved else State.SAME, new.kind, _whole(Kind.SAME, new), here + 1, there + 1)
    change = rewritten(old, new, budget)
    state = State.MOVED_AND_CHANGED if moved else State.CHANGED
    return replace(change, state=state, place=here + 1, place_before=there + 1)


def rewritten(old: Block, new: Block, budget: Budget) -> Change:
    """One block that is another now, or the same with nothing in it that can be seen to differ."""
    if old.key == new.key:
        return Change(State.SAME, new.kind, _whole(Kind.SAME, new))
    kind_before = old.kind if old.kind != new.kind else ""
    return Change(State.CHANGED, new.kind, compare_words(old.tokens, new.tokens, budget), kind_before=kind_before)


def _whole(kind: Kind, block: Block) -> tuple[Run, ...]:
    return (Run(kind, block.tokens),) if block.tokens else ()


# --- Folding ---


def folded(changes: Sequence[Change]) -> list[Stretch]:
    """The changes in stretches, with long runs of unchanged blocks folded away but for their first and last."""
    found: list[Stretch] = []
    same: list[Change] = []
    for change in [*changes, None]:
        if change is not None and change.state == State.SAME:
            same.append(change)
            continue
        found += _fold(same)
        same = []
        found += [Stretch((change,))] if change else []
    return found


def _fold(same: list[Change]) -> list[Stretch]:
    if len(same) <= SHOWN:
        return [Stretch((change,)) for change in same]
    return [Stretch((same[0],)), Stretch(tuple(same[1:-1]), folded=True), Stretch((same[-1],))]
