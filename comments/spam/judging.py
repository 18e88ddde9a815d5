"""What the filter says of one comment, by its shipped prior and what it has learned here."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from articles.models.prepared import Prepared
from comments.models import SpamToken
from comments.spam import marks, model

PRIOR = Path(__file__).with_name("prior.json")
REASONS = 4
"""So many marks are given as reasons."""
CLEAR = 0.8
"""What speaks for spam less than this, in log-odds, is no reason."""


class Written(Protocol):
    """A draft or a stored comment."""

    @property
    def text(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def website(self) -> str: ...
    @property
    def email(self) -> str: ...


@dataclass(frozen=True)
class Judgement:
    percent: int
    """1 to 99: how much the comment reads like spam."""
    said: tuple[model.Said, ...]
    """What its marks say, the loudest first."""

    @property
    def because(self) -> tuple[str, ...]:
        """What speaks for spam, in words; asked for where a comment is held only, since words take longer than figures."""
        spoke = [each.mark for each in self.said if each.weight >= CLEAR]
        return tuple(marks.say(mark) for mark in spoke[:REASONS])


@dataclass(frozen=True)
class Prior:
    """What is known before any decision: made by `manage.py measure_spam --write` from the labelled set."""

    counts: dict[str, tuple[int, int]]
    curve: model.Curve


_learned = Prepared(
    lambda tokens: SpamToken.objects.filter(token__in=tokens).values_list("token", "spam", "ham"), tokens=list[str]
)


@cache
def prior() -> Prior:
    stored = json.loads(PRIOR.read_text(encoding="utf-8"))
    return Prior({mark: (spam, ham) for mark, (spam, ham) in stored["counts"].items()}, model.Curve(*stored["curve"]))


def read(written: Written) -> tuple[str, ...]:
    return marks.read(written.text, written.name, written.website, written.email)


def judge(written: Written) -> Judgement:
    """How much it reads like spam, and why. One query."""
    found = read(written)
    rows = _learned(tokens=[model.ALL, *found])
    said = model.weigh(found, prior().counts, {token: (spam, ham) for token, spam, ham in rows})
    percent = round(100 * prior().curve(model.add_up(said)))
    return Judgement(max(1, min(99, percent)), tuple(said))
