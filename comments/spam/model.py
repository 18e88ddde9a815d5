"""How much a comment reads like spam, from how often its marks were in spam and in other comments. No database.

Naive Bayes: each mark speaks for itself. What one mark says is Gary Robinson's smoothed share ("A Statistical Approach
to the Spam Problem", Linux Journal 107, 2003, formula f(w)), so that a mark seen once says little; the shares are taken
of the comments of each kind, so that neither kind wins by being more numerous. Only the most telling marks are heard, as
Paul Graham proposed ("A Plan for Spam", 2002), and no single one above a limit. Their log-odds are added up, and the sum
is made a percentage by a logistic curve that was fitted to comments which the model had not seen (J. Platt,
"Probabilistic Outputs for Support Vector Machines", 1999). `docs/spam-filter.md` says how well that does.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Counts = Mapping[str, tuple[int, int]]
"""{mark: (comments with it that were spam, comments with it that were not)}; the empty mark counts all comments."""

ALL = ""
TELLING = 20
STRENGTH = 1.0
"""How many comments the even chance weighs with which a mark begins."""
LOUDEST = 3.5
"""The most that one mark can say, in log-odds: about 33 to 1."""
FAINTEST = 0.5
"""What says less is not heard."""


@dataclass(frozen=True)
class Curve:
    """The logistic curve that makes a sum of log-odds a probability."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, score: float) -> float:
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, self.slope * score + self.shift))))


@dataclass(frozen=True)
class Said:
    """What one mark says: log-odds, above 0 for spam."""

    mark: str
    weight: float


def weigh(marks: Iterable[str], *tables: Counts) -> list[Said]:
    """The most telling marks by what the tables together know of them, loudest first."""
    spam_all = sum(table.get(ALL, (0, 0))[0] for table in tables)
    ham_all = sum(table.get(ALL, (0, 0))[1] for table in tables)
    said = []
    for mark in marks:
        spam = ham = 0
        for table in tables:
            counted = table.get(mark)
            if counted:
                spam += counted[0]
                ham += counted[1]
        if spam or ham:
            weight = _weight(spam, ham, spam_all, ham_all)
            if abs(weight) >= FAINTEST:
                said.append(Said(mark, weight))
    said.sort(key=lambda each: (-abs(each.weight), each.mark))
    return said[:TELLING]


def _weight(spam: int, ham: int, spam_all: int, ham_all: int) -> float:
    in_spam, in_ham = spam / max(spam_all, 1), ham / max(ham_all, 1)
    share = in_spam / (in_spam + in_ham) if in_spam + in_ham else 0.5
    believed = (STRENGTH * 0.5 + (spam + ham) * share) / (STRENGTH + spam + ham)
    return max(-LOUDEST, min(LOUDEST, math.log(believed / (1 - believed))))


def add_up(said: Iterable[Said]) -> float:
    return math.fsum(each.weight for each in said)
