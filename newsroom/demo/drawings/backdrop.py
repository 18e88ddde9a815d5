"""What stands behind and below a subject: sky and disc, night, sea, floor, hills."""

import math
from collections.abc import Sequence

from .engraver import FAINT, INK, PAPER, Colour, Hatch, Plate, mix
from .shapes import Point, Points, ellipse, rect, smooth

Disc = tuple[float, float, float]


def sky(plate: Plate, disc: Disc, *, styles: Sequence[str] = ("ruled", "rings", "rays")) -> Disc:
    """Rule the sheet and set the disc near the place given; return where it came to stand."""
    x, y, radius = plate.around(disc[0], 70), plate.around(disc[1], 25), plate.around(disc[2], 18)
    draw = {"ruled": _ruled, "rings": _rings, "rays": _rays}[plate.rng.choice(styles)]
    draw(plate, (x, y, radius))
    return x, y, radius


def _ruled(plate: Plate, disc: Disc) -> None:
    x, y, radius = disc
    ruling = Hatch(0, plate.rng.choice((9, 10, 11)), 1.5)
    plate.hatch(rect(0, 0, plate.width, plate.height), ruling, FAINT)
    plate.disc(x, y, radius)
    plate.hatch(ellipse(x, y, radius - 1), ruling, mix(plate.hue, INK, 0.3))


def _rings(plate: Plate, disc: Disc) -> None:
    x, y, radius = disc
    gap = plate.rng.choice((13, 15, 17))
    for number in range(int(1500 / gap)):
        plate.line(ellipse(x, y, radius + 16 + number * gap), 1.5, FAINT)
    plate.disc(x, y, radius)


def _rays(plate: Plate, disc: Disc) -> None:
    x, y, radius = disc
    count = plate.rng.choice((132, 144, 156))
    for number in range(count):
        angle = math.tau * number / count
        start = radius + (22 if number % 2 else 60)
        reach = ((x + math.cos(angle) * far, y + math.sin(angle) * far) for far in (start, 1700))
        plate.line(list(reach), 1.5, FAINT)
    plate.disc(x, y, radius)


def night(plate: Plate, disc: Disc, *, stars: int = 110) -> Disc:
    """Black the sheet out, strew stars and set the disc; return where it came to stand."""
    everywhere = rect(0, 0, plate.width, plate.height)
    plate.fill(everywhere, INK)
    plate.hatch(everywhere, Hatch(0, 12, 1.5), mix(INK, PAPER, 0.16))
    plate.stipple(everywhere, stars, PAPER, size=2.6)
    x, y, radius = plate.around(disc[0], 70), plate.around(disc[1], 25), plate.around(disc[2], 18)
    plate.disc(x, y, radius)
    return x, y, radius


def sea(plate: Plate, top: float, bottom: float = 930, *, swell: float = 1) -> None:
    """Draw waves that grow longer, higher and heavier towards the beholder."""
    plate.fill(rect(0, top, plate.width, bottom - top))
    y, step = top + 8, 9.0
    while y < bottom:
        depth = (y - top) / (950 - top)
        wave(plate, y, (3 + 10 * depth) * swell, 70 + 130 * depth, 1.5 + 2.5 * depth)
        y += step
        step *= 1.07


def swell(plate: Plate, top: float) -> None:
    """Draw heavy waves that stand before everything drawn so far."""
    y, step = top, 20.0
    while y < plate.height + 30:
        shift, lift = plate.rng.uniform(0, 200), 9 + (y - top) * 0.02
        crest = [(x + shift, y + (lift if number % 2 else -lift)) for number, x in enumerate(range(-400, 1900, 100))]
        line = smooth(crest, closed=False)
        plate.fill([*line, (1900, 960), (-200, 960)])
        plate.line(line, 3 + (y - top) * 0.012)
        y += step
        step *= 1.1


def wave(plate: Plate, y: float, height: float, length: float, weight: float) -> None:
    phase = plate.rng.uniform(0, math.tau)
    track = [(x, y + height * math.sin(phase + math.tau * x / length)) for x in range(-12, plate.width + 12, 8)]
    plate.line(track, weight)


def glitter(plate: Plate, disc: Disc, top: float) -> None:
    """Lay the disc's reflection on the water below it."""
    x, _, radius = disc
    for number in range(6):
        half = radius * (0.85 - 0.11 * number) * plate.rng.uniform(0.75, 1)
        plate.line([(x - half, top + 14 + number * 17), (x + half, top + 14 + number * 17)], 4, plate.hue)


def floor(plate: Plate, top: float, *, weight: float = 2, edge: float = 7) -> None:
    """Draw level ground whose lines open towards the beholder."""
    plate.fill(rect(0, top, plate.width, plate.height - top))
    y, step = top + 10, 9.0
    while y < plate.height:
        plate.line([(0, y), (plate.width, y)], weight)
        y += step
        step *= 1.12
    plate.line([(0, top), (plate.width, top)], edge)


def hills(plate: Plate, level: float, rise: float, *hatches: Hatch, ground: Colour = PAPER) -> Points:
    """Draw a rolling skyline down to the lower edge and return it, left to right."""
    phase, waves = plate.rng.uniform(0, math.tau), plate.rng.uniform(1.1, 1.7)
    spots: Points = [(x, level - rise * math.sin(phase + math.tau * waves * x / 1600)) for x in range(-40, 1680, 20)]
    plate.shape([*spots, (1660, 960), (-40, 960)], *hatches, ground=ground, line=0)
    plate.line(spots, 5)
    return spots


def birds(plate: Plate, x: float, y: float, *, count: int = 3, colour: Colour = INK) -> None:
    for number in range(count):
        cx, cy, span = plate.around(x + 80 * number, 25), plate.around(y, 40), plate.rng.uniform(12, 20)
        for side in (-1, 1):
            wing = [(cx, cy), (cx + side * span * 0.6, cy - span * 0.5), (cx + side * span * 1.4, cy - span * 0.2)]
            plate.line(smooth(wing, closed=False), 3, colour)


def cloud(plate: Plate, x: float, y: float, size: float) -> None:
    """Draw a flat-bottomed cloud about `size` wide, its base at `y`."""
    humps = [(-0.3, 0.14), (-0.06, 0.25), (0.18, 0.19), (0.36, 0.1)]
    arcs = [ellipse(x + at * size, y, radius * size, radius * size * 1.1, 180, 360) for at, radius in humps]
    plate.lines(arcs, 9)
    for arc in arcs:
        plate.fill(arc)
    plate.hatch(rect(x - size * 0.4, y - size * 0.09, size * 0.82, size * 0.09), Hatch(0, 8, 1.5, 3))
    plate.line([(x - size * 0.52, y), (x + size * 0.54, y)], 5)


def poplar(plate: Plate, foot: Point, height: float) -> None:
    """Draw a slender tree standing on `foot`."""
    x, y = foot
    crown = ellipse(x, y - height * 0.56, height * 0.15, height * 0.44)
    plate.line([(x, y), (x, y - height * 0.3)], 4)
    plate.shape(crown, line=4)
    plate.hatch([point for point in crown if point[0] >= x - height * 0.03], Hatch(-35, 7, 3.5))


def tree(plate: Plate, foot: Point, size: float) -> None:
    """Draw a round tree standing on `foot`, its shade on the right."""
    x, y = foot
    plate.line([(x, y), (x, y - size * 0.6)], 6)
    crown = ellipse(x, y - size * 0.85, size * 0.42)
    plate.shape(crown, Hatch(-35, 11, 1.5), line=4)
    plate.hatch([point for point in crown if point[0] >= x], Hatch(-35, 11, 4))
