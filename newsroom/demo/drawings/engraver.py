"""The engraver's bench: a sheet of paper, one ink, one colour, and lines laid side by side for shade."""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from .shapes import Point, Points, ellipse, lerp, turn

Colour = tuple[int, int, int]

PAPER: Colour = (239, 230, 211)
INK: Colour = (27, 24, 19)
HUES: dict[str, Colour] = {
    "blue": (44, 95, 138),
    "red": (213, 67, 42),
    "green": (77, 122, 90),
    "amber": (217, 154, 43),
    "violet": (106, 76, 147),
    "teal": (32, 124, 122),
}


def mix(base: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(base, other, strict=True))
    return (red, green, blue)


FAINT = mix(PAPER, INK, 0.34)


@dataclass(frozen=True)
class Hatch:
    """Parallel lines: their angle, distance and weight, and the weight of the last line where it differs."""

    angle: float = -35
    gap: float = 9
    weight: float = 2.5
    end: float | None = None


PALE = Hatch(-35, 12, 1.5)
LIGHT = Hatch(-35, 10, 2)
MID = Hatch(-35, 9, 3)
DARK = Hatch(40, 9, 5)
CROSS = Hatch(52, 10, 2)
LEVEL = Hatch(0, 10, 2)
UPRIGHT = Hatch(90, 10, 2)


def rows(points: Sequence[Point], angle: float, gap: float) -> dict[int, list[tuple[Point, Point]]]:
    """Clip parallel lines with an outline.

    Returns the pieces inside the outline by line number. Lines are counted from the sheet's origin,
    so that the hatching of neighbouring shapes meets.
    """
    flat = turn(points, -angle)
    crossings: dict[int, list[float]] = {}
    for (x0, y0), (x1, y1) in zip(flat, [*flat[1:], flat[0]], strict=True):
        low, high = sorted((y0 / gap, y1 / gap))
        for line in range(math.ceil(low), math.ceil(high)):
            crossings.setdefault(line, []).append(x0 + (x1 - x0) * (line * gap - y0) / (y1 - y0))
    return {line: _pieces(sorted(found), line * gap, angle) for line, found in sorted(crossings.items())}


def _pieces(found: Sequence[float], y: float, angle: float) -> list[tuple[Point, Point]]:
    ends = turn([(x, y) for x in found], angle)
    return list(zip(ends[::2], ends[1::2], strict=True))


class Plate:
    """A sheet in work. What is drawn later covers what was drawn before."""

    def __init__(self, size: tuple[int, int], hue: str, key: str, *, supersample: int) -> None:
        if hue not in HUES:
            raise ValueError(f"Unknown hue {hue!r}: choose one of {', '.join(HUES)}.")
        self.width, self.height = size
        self.hue = HUES[hue]
        self.rng = random.Random(key)  # noqa: S311 - composes a picture, guards nothing
        self.lean = self.rng.uniform(-9, 9)
        self.mirrored = self.rng.random() < 0.5
        self._scale = supersample
        self._image = Image.new("RGB", (self.width * supersample, self.height * supersample), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def finish(self) -> Image.Image:
        """Return the sheet at its own size, some of them mirrored."""
        image = self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        return ImageOps.mirror(image) if self.mirrored else image

    def around(self, value: float, spread: float) -> float:
        """Pick a number near `value`, the same one for the same drawing."""
        return value + self.rng.uniform(-spread, spread)

    def fill(self, points: Sequence[Point], colour: Colour = PAPER) -> None:
        self._draw.polygon(self._scaled(points), fill=colour)

    def line(self, points: Sequence[Point], weight: float = 5, colour: Colour = INK, *, closed: bool = False) -> None:
        """Draw a stroke with round corners and, where it is heavy enough to show, round ends."""
        track = self._scaled([*points, *points[:2]] if closed else points)
        width = max(1, round(weight * self._scale))
        self._draw.line(track, fill=colour, width=width, joint="curve" if weight >= 3 else None)
        if weight >= 4 and not closed:
            for x, y in (track[0], track[-1]):
                self._draw.circle((x, y), width / 2, fill=colour)

    def lines(self, tracks: Iterable[Sequence[Point]], weight: float = 2, colour: Colour = INK) -> None:
        for track in tracks:
            self.line(track, weight, colour)

    def hatch(self, points: Sequence[Point], hatch: Hatch, colour: Colour = INK) -> None:
        """Shade an outline; slanted lines take the drawing's own lean, level and upright ones stay true."""
        angle = hatch.angle + (self.lean if hatch.angle % 90 else 0)
        pieces = rows(points, angle, hatch.gap)
        last = hatch.weight if hatch.end is None else hatch.end
        for number, row in enumerate(pieces.values()):
            weight = hatch.weight + (last - hatch.weight) * number / max(1, len(pieces) - 1)
            width = max(1, round(weight * self._scale))
            for piece in row:
                self._draw.line(self._scaled(piece), fill=colour, width=width)

    def shape(self, points: Sequence[Point], *hatches: Hatch, ground: Colour = PAPER, line: float = 5) -> None:
        """Fill an outline, shade it and draw its edge; no edge where `line` is 0."""
        self.fill(points, ground)
        for hatch in hatches:
            self.hatch(points, hatch)
        if line:
            self.line(points, line, closed=True)

    def barrel(self, quad: Sequence[Point], count: int = 16, weight: float = 2) -> None:
        """Round a four-sided shape: lines between its first and its third side close up towards the edges."""
        shades = [math.radians(-5 + 90 * k / count) for k in range(count)]
        shades += [math.radians(-85 + 9 * k) for k in range(3)]
        for shade in shades:
            part = (1 + math.sin(shade)) / 2
            strength = 0.4 + 0.9 * abs(math.sin(shade))
            self.line([lerp(quad[0], quad[1], part), lerp(quad[3], quad[2], part)], weight * strength)

    def globe(
        self, cx: float, cy: float, rx: float, ry: float | None = None, *, count: int = 12, top: float = -90
    ) -> None:
        """Round an ellipse with meridians that close up towards its right edge; `top` 0 rounds a bowl."""
        ry = rx if ry is None else ry
        for k in range(count):
            part = math.sin(math.radians(12 + 76 * k / count))
            self.line(ellipse(cx, cy, rx * part, ry, top, 90), 2)

    def disc(self, x: float, y: float, radius: float) -> None:
        self.dot(x, y, radius, self.hue)

    def dot(self, x: float, y: float, radius: float, colour: Colour = INK) -> None:
        self._draw.circle((x * self._scale, y * self._scale), radius * self._scale, fill=colour)

    def stipple(self, points: Sequence[Point], count: int, colour: Colour = INK, size: float = 2) -> None:
        """Scatter dots over an outline, one on each of `count` chance places along its level lines."""
        spans = [piece for row in rows(points, 0, 5).values() for piece in row]
        reach = [end[0] - start[0] for start, end in spans]
        for start, end in self.rng.choices(spans, reach, k=count):
            x, y = lerp(start, end, self.rng.random())
            self.dot(x, y + self.around(0, 2.5), self.rng.uniform(0.5, 1.2) * size, colour)

    def _scaled(self, points: Iterable[Point]) -> Points:
        return [(x * self._scale, y * self._scale) for x, y in points]
