"""Plots of a day as numbers for an SVG: bars side by side, drawn by the template without a style of their own."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

# Of the drawing, in its own units; a bar and the room after it.
HEIGHT, STEP, GAP = 64, 12, 3


class Bar(NamedTuple):
    x: int
    y: float
    height: float
    bad_height: float
    """Of the part at the bottom that went wrong."""
    hour: datetime
    said: str


class Plot(NamedTuple):
    title: str
    summary: str
    bars: list[Bar]
    top: str
    """What a bar of full height stands for, in words."""
    width: int
    height: int = HEIGHT
    bar: int = STEP - GAP


class Point(NamedTuple):
    hour: datetime
    value: float
    bad: float
    said: str


def plot(title: str, summary: str, top: str, points: Iterable[Point]) -> Plot:
    found = list(points)
    most = max((point.value for point in found), default=0) or 1
    scale = HEIGHT / most
    bars = [
        Bar(
            number * STEP,
            round(HEIGHT - point.value * scale, 1),
            round(point.value * scale, 1),
            round(point.bad * scale, 1),
            point.hour,
            point.said,
        )
        for number, point in enumerate(found)
    ]
    return Plot(title, summary, bars, top, len(found) * STEP - GAP)


class Share(NamedTuple):
    """A part of a whole, as a bar."""

    title: str
    said: str
    percent: float
    is_bad: bool = False
