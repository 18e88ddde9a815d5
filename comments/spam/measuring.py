"""How well the model does on comments that it has not seen. Pure functions over the labelled set, no database.

The set is two folders, `spam` and `ham`, of text files, one for each kind of comment. A line is a comment: name, website
and text with ` | ` between them, `\\n` and `\\u200b` written out. A line that begins with `#` is a remark.
"""

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from comments import text as readers_text
from comments.spam import marks, model

FOLDS = 10
SEED = 4
STEPS = (50, 100, 200, 300, 400, 500, 600)
"""Numbers of decisions after which the learning curve is measured."""
# In the set, web addresses are made up: that a comment names one of them, or its last part, tells nothing.
INVENTED = ("host:", "home:", "top:", "mail:")
SELDOM = 2
"""Marks that fewer comments of the set have are left out of the prior."""
NEAR = 0.3
"""Two comments that share so much of their triples of words are copies of each other, and stay in one fold."""


@dataclass(frozen=True)
class Labelled:
    """A comment of the set."""

    kind: str
    is_spam: bool
    name: str
    website: str
    text: str

    @cached_property
    def marks(self) -> tuple[str, ...]:
        found = marks.read(self.text, self.name, self.website)
        return tuple(mark for mark in found if not mark.startswith(INVENTED))


@dataclass(frozen=True)
class Judged:
    comment: Labelled
    percent: float


def read_set(folder: Path) -> list[Labelled]:
    """Every comment of the set, in an order of its own. Raises ValueError on a line that is none."""
    found = []
    for is_spam in (True, False):
        for path in sorted((folder / ("spam" if is_spam else "ham")).glob("*.txt")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if line and not line.startswith("# "):
                    parts = [part.strip() for part in line.split(" | ", 2)]
                    if len(parts) != 3:
                        raise ValueError(f"{path.name}, line {number}: name | website | text")
                    name, website, text = parts
                    text = text.replace("\\n", "\n").replace("\\u200b", "\u200b")
                    found.append(Labelled(path.stem, is_spam, name, website, text))
    return found


# --- Training ---


def count(comments: Iterable[Labelled], seldom: int = SELDOM) -> dict[str, tuple[int, int]]:
    """In how many comments of spam and of other ones each mark is, without marks that are in fewer than `seldom`."""
    spam: Counter[str] = Counter()
    ham: Counter[str] = Counter()
    for comment in comments:
        (spam if comment.is_spam else ham).update((model.ALL, *comment.marks))
    return {
        mark: (spam[mark], ham[mark])
        for mark in sorted({*spam, *ham})
        if mark == model.ALL or spam[mark] + ham[mark] >= seldom
    }


def fit(scored: Sequence[tuple[float, bool]]) -> model.Curve:
    """The curve under which these scores and answers are most likely: Newton's method, targets as Platt sets them."""
    positive = sum(is_spam for _score, is_spam in scored)
    high, low = (positive + 1) / (positive + 2), 1 / (len(scored) - positive + 2)
    targets = [(each, high if is_spam else low) for each, is_spam in scored]
    curve = model.Curve(0.3, 0.0)
    for _step in range(50):
        better = _step_from(curve, targets)
        while _misfit(better, targets) > _misfit(curve, targets):
            better = model.Curve((better.slope + curve.slope) / 2, (better.shift + curve.shift) / 2)
            if abs(better.slope - curve.slope) < 1e-9:
                return curve
        if abs(better.slope - curve.slope) + abs(better.shift - curve.shift) < 1e-7:
            break
        curve = better
    return curve


def _step_from(curve: model.Curve, targets: Sequence[tuple[float, float]]) -> model.Curve:
    first = second = 0.0
    a = b = c = 1e-6
    for each, target in targets:
        probability = curve(each)
        miss, spread = probability - target, probability * (1 - probability)
        first, second = first + miss * each, second + miss
        a, b, c = a + spread * each * each, b + spread * each, c + spread
    determinant = a * c - b * b
    return model.Curve(
        curve.slope - (c * first - b * second) / determinant, curve.shift - (a * second - b * first) / determinant
    )


def _misfit(curve: model.Curve, targets: Sequence[tuple[float, float]]) -> float:
    probabilities = ((curve(each), target) for each, target in targets)
    return -math.fsum(t * math.log(max(p, 1e-15)) + (1 - t) * math.log(max(1 - p, 1e-15)) for p, t in probabilities)


def train(comments: Sequence[Labelled]) -> tuple[dict[str, tuple[int, int]], model.Curve]:
    """The counts of these comments, and the curve that fits comments which were kept out of the counts."""
    scored = []
    for kept, held_out in split(comments, 5):
        counts = count(kept)
        scored += [(score(each, counts), each.is_spam) for each in held_out]
    return count(comments), fit(scored)


def score(comment: Labelled, *tables: model.Counts) -> float:
    return model.add_up(model.weigh(comment.marks, *tables))


# --- Folds ---


def split(comments: Sequence[Labelled], folds: int) -> Iterator[tuple[list[Labelled], list[Labelled]]]:
    """(the rest, one fold) by turns. Copies are in one fold; each fold has its part of either sort."""
    number: dict[Labelled, int] = {}
    groups = together(comments)
    random.Random(SEED).shuffle(groups)  # noqa: S311 (the same folds each time)
    sizes = {True: [0] * folds, False: [0] * folds}
    for group in sorted(groups, key=len, reverse=True):
        size = sizes[group[0].is_spam]
        fold = size.index(min(size))
        size[fold] += len(group)
        number.update(dict.fromkeys(group, fold))
    for fold in range(folds):
        yield [c for c in comments if number[c] != fold], [c for c in comments if number[c] == fold]


def together(comments: Sequence[Labelled]) -> list[list[Labelled]]:
    """The comments in groups: near-copies, and what names the same web address or signs with the same words."""
    leader = list(range(len(comments)))

    def lead(index: int) -> int:
        while leader[index] != index:
            index = leader[index] = leader[leader[index]]
        return index

    by_trait = defaultdict(list)
    for index, comment in enumerate(comments):
        for trait in _traits(comment):
            by_trait[trait].append(index)
    triples = [_triples(comment) for comment in comments]
    for indexes in by_trait.values():
        for one, other in zip(indexes, indexes[1:], strict=False):
            leader[lead(other)] = lead(one)
    for one, mine in enumerate(triples):
        for other in range(one):
            shared = len(mine & triples[other])
            if shared and shared >= NEAR * min(len(mine), len(triples[other])):
                leader[lead(one)] = lead(other)
    groups = defaultdict(list)
    for index, comment in enumerate(comments):
        groups[lead(index), comment.is_spam].append(comment)
    return list(groups.values())


def _traits(comment: Labelled) -> set[str]:
    if not comment.is_spam:
        return set()
    found = re.findall(r"([\w-]{5,})\.example", f"{comment.website} {comment.text}")
    return {each for each in found if each not in ("readers", "mail")}


def _triples(comment: Labelled) -> set[tuple[str, ...]]:
    words = readers_text.key(comment.text).split()
    return set(zip(words, words[1:], words[2:], strict=False))


# --- Figures ---


@dataclass(frozen=True)
class Share:
    """So many of so many, with Wilson's interval of 95 percent (E. B. Wilson, 1927)."""

    hits: int
    of: int

    def __str__(self) -> str:
        low, high = self.interval
        return (
            f"{100 * self.value:.1f} % ({self.hits} of {self.of}; 95 % interval {100 * low:.1f} to {100 * high:.1f} %)"
        )

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        z = 1.96
        middle = self.value + z * z / (2 * self.of)
        reach = z * math.sqrt(self.value * (1 - self.value) / self.of + z * z / (4 * self.of * self.of))
        whole = 1 + z * z / self.of
        return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def reaches(judged: Iterable[Judged], threshold: float, *, spam: bool) -> Share:
    """How many of the spam, or of the other comments, reach the threshold in percent."""
    of = [each for each in judged if each.comment.is_spam == spam]
    return Share(sum(each.percent >= threshold for each in of), len(of))


Progress = Callable[[str], None]


def cross_validate(comments: Sequence[Labelled], progress: Progress = lambda line: None) -> list[Judged]:
    """Every comment judged by a model that has seen neither it nor a copy of it, nor was its curve fitted with it."""
    judged = []
    for number, (rest, fold) in enumerate(split(comments, FOLDS), 1):
        progress(f"Fold {number} of {FOLDS}")
        judged += _judge(fold, *train(rest))
    return judged


def leave_out_kinds(comments: Sequence[Labelled], progress: Progress = lambda line: None) -> dict[str, list[Judged]]:
    """Each kind of spam judged by a model that has never seen its like."""
    found = {}
    for kind in sorted({comment.kind for comment in comments if comment.is_spam}):
        progress(f"Without {kind}")
        rest = [comment for comment in comments if not (comment.is_spam and comment.kind == kind)]
        found[kind] = _judge([c for c in comments if c.is_spam and c.kind == kind], *train(rest))
    return found


@dataclass(frozen=True)
class Point:
    """What a filter does that has learned from so many decisions, and knew nothing before."""

    decisions: int
    recall: Share
    false_holds: Share


def learning_curve(
    comments: Sequence[Labelled], threshold: float, progress: Progress = lambda line: None
) -> list[Point]:
    """How it gets better: in each fold it learns from a few of the other comments, then from more, at last from all."""
    judged: dict[int, list[Judged]] = {}
    for number, (rest, fold) in enumerate(split(comments, FOLDS), 1):
        progress(f"Fold {number} of {FOLDS}")
        order = random.Random(SEED).sample(rest, len(rest))  # noqa: S311 (the same order each time)
        steps = [step for step in STEPS if step < len(rest) * 0.95]
        for step, some in [*((step, order[:step]) for step in steps), (0, order)]:
            judged.setdefault(step, []).extend(_judge(fold, *train(some)))
    # Folds are not quite of one size, so all that is left is the average number of it.
    whole = len(comments) * (FOLDS - 1) // FOLDS
    return [
        Point(step or whole, reaches(judged[step], threshold, spam=True), reaches(judged[step], threshold, spam=False))
        for step in sorted(judged, key=lambda step: step or whole)
    ]


def _judge(comments: Iterable[Labelled], counts: model.Counts, curve: model.Curve) -> list[Judged]:
    return [Judged(each, 100 * curve(score(each, counts))) for each in comments]
