"""Outlines as lists of points. Units are pixels of the finished drawing, y grows downwards, angles are degrees clockwise."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Points = list[Point]


def lerp(start: Point, end: Point, part: float) -> Point:
    return (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)


def rect(x: float, y: float, width: float, height: float) -> Points:
    """List the corners from the top left one, clockwise."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None, start: float = 0, end: float = 360) -> Points:
    """List points of an ellipse or, between two angles, of an arc; without `ry` of a circle."""
    ry = rx if ry is None else ry
    steps = max(8, int(abs(end - start) / 5))
    angles = (math.radians(start + (end - start) * k / steps) for k in range(steps + 1))
    return [(cx + rx * math.cos(angle), cy + ry * math.sin(angle)) for angle in angles]


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 8) -> Points:
    """Draw a Catmull-Rom curve through the points."""
    count = len(points)
    curve: Points = []
    for index in range(count if closed else count - 1):
        around = (points[index - 1 if closed or index else 0], points[index])
        ahead = [points[(index + k) % count if closed else min(index + k, count - 1)] for k in (1, 2)]
        curve += [_bend((*around, *ahead), k / steps) for k in range(steps)]
    return curve if closed else [*curve, points[-1]]


def _bend(knots: Sequence[Point], part: float) -> Point:
    before, start, end, after = knots
    x, y = (
        0.5 * (2 * b + (c - a) * part + (2 * a - 5 * b + 4 * c - d) * part**2 + (3 * b - a - 3 * c + d) * part**3)
        for a, b, c, d in zip(before, start, end, after, strict=True)
    )
    return (x, y)


def move(points: Sequence[Point], dx: float, dy: float) -> Points:
    return [(x + dx, y + dy) for x, y in points]


def turn(points: Sequence[Point], angle: float, about: Point = (0, 0)) -> Points:
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    cx, cy = about
    return [(cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos) for x, y in points]


def flip(points: Sequence[Point], axis: float) -> Points:
    """Reflect the points at the vertical line x = axis."""
    return [(2 * axis - x, y) for x, y in points]


def patch(quad: Sequence[Point], left: float, top: float, right: float, bottom: float) -> Points:
    """Cut a part out of a quadrilateral; the four numbers run from 0 to 1 along its sides."""
    return [
        lerp(lerp(quad[0], quad[1], across), lerp(quad[3], quad[2], across), down)
        for across, down in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]


def cells(quad: Sequence[Point], columns: int, rows: int, margin: float = 0.2) -> list[Points]:
    """Divide a quadrilateral into a grid, row by row; `margin` is the part of each cell left free on every side."""
    return [
        patch(
            quad,
            (column + margin) / columns,
            (row + margin) / rows,
            (column + 1 - margin) / columns,
            (row + 1 - margin) / rows,
        )
        for row in range(rows)
        for column in range(columns)
    ]


@dataclass(frozen=True)
class Isometric:
    """A view of solid blocks from above; x runs to the lower right, y to the lower left, z up."""

    centre: Point
    unit: float = 1

    def at(self, x: float, y: float, z: float = 0) -> Point:
        across, down = (x - y) * 0.866, (x + y) * 0.5 - z
        return (self.centre[0] + across * self.unit, self.centre[1] + down * self.unit)

    def top(self, x: float, y: float, z: float, width: float, depth: float) -> Points:
        return [self.at(x, y, z), self.at(x + width, y, z), self.at(x + width, y + depth, z), self.at(x, y + depth, z)]

    def walls(self, corner: tuple[float, float, float], size: tuple[float, float, float]) -> tuple[Points, Points]:
        """Return the two sides of a block that are seen, the left and the right."""
        (x, y, z), (width, depth, height) = corner, size
        _, east, south, west = self.top(x, y, z, width, depth)
        _, high_east, high_south, high_west = self.top(x, y, z + height, width, depth)
        return [high_west, high_south, south, west], [high_south, high_east, east, south]
