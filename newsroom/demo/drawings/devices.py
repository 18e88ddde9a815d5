"""Scenes of computing and listening: chip, racks, keyboard, radio, satellite."""

import math

from .backdrop import floor, glitter, night, sea, sky
from .engraver import INK, LIGHT, PALE, PAPER, Colour, Hatch, Plate, mix
from .shapes import Isometric, Point, Points, cells, ellipse, patch, rect, smooth, turn

Solid = tuple[float, float, float]


def block(
    plate: Plate, view: Isometric, corner: Solid, size: Solid, *, ground: Colour = PAPER, line: float = 4
) -> Points:
    """Draw a block, its right side in shade, and return its top."""
    left, right = view.walls(corner, size)
    top = view.top(corner[0], corner[1], corner[2] + size[2], size[0], size[1])
    plate.shape(left, Hatch(30, 8, 1.5), line=line)
    plate.shape(right, Hatch(-30, 7, 4), line=line)
    plate.shape(top, ground=ground, line=line)
    return top


def chip(plate: Plate) -> None:
    disc = sky(plate, (960, 270, 220), styles=("ruled", "rays"))
    sea(plate, 400)
    glitter(plate, disc, 400)
    view = Isometric((800, 470), 1.05)
    for place in range(-190, 200, 38):
        for x, y in ((place, 230), (230, place)):
            plate.line([view.at(x, y), view.at(x, y, -58)], 7)
    slab = block(plate, view, (-230, -230, 0), (460, 460, 56), line=6)
    _leads(plate, slab)
    lit = plate.rng.randrange(4)
    for number, (x, y) in enumerate(((-135, -135), (15, -135), (-135, 15), (15, 15))):
        height = plate.around(70, 35)
        top = block(plate, view, (x, y, 56), (120, 120, height), ground=plate.hue if number == lit else PAPER)
        plate.lines((cell for cell in _closed(cells(top, 5, 5, 0))), 1.5)


def _closed(outlines: list[Points]) -> list[Points]:
    return [[*outline, outline[0]] for outline in outlines]


def _leads(plate: Plate, slab: Points) -> None:
    for k in range(1, 17):
        part = k / 17
        for spot in (
            (part, 0.03, part, 0.12),
            (part, 0.88, part, 0.97),
            (0.03, part, 0.12, part),
            (0.88, part, 0.97, part),
        ):
            start, _, end, _ = patch(slab, *spot)
            plate.line([start, end], 2.5)


def racks(plate: Plate) -> None:
    vanish = (plate.around(800, 60), 440.0)
    plate.fill(rect(0, 0, 1600, 900), INK)
    plate.lines(([vanish, (x, 960)] for x in range(-2400, 4001, 130)), 2, mix(INK, PAPER, 0.45))
    plate.lines(([vanish, (x, -60)] for x in range(-1200, 2801, 400)), 2, mix(INK, PAPER, 0.25))
    plate.disc(*vanish, 160)
    for near, far in ((3.1, 4.1), (2.2, 3.0), (1.55, 2.12), (1.06, 1.49)):
        for side in (-1, 1):
            _rack(plate, vanish, side, near, far)


def _rack(plate: Plate, vanish: Point, side: int, near: float, far: float) -> None:
    def spot(depth: float, height: float) -> Point:
        return (vanish[0] + side * 540 / depth, vanish[1] + height / depth)

    face = [spot(near, -400), spot(far, -400), spot(far, 420), spot(near, 420)]
    plate.shape(face, Hatch(0, 7, 2), line=3)
    for unit in cells(patch(face, 0.06, 0.03, 0.94, 0.97), 1, 11, 0.14):
        lit = plate.rng.random() < 0.2
        plate.shape(unit, ground=plate.hue if lit else PAPER, line=3)
        if not lit:
            plate.hatch(patch(unit, 0.35, 0.15, 0.95, 0.85), Hatch(90, 8, 2.5))
        plate.fill(patch(unit, 0.08, 0.3, 0.2, 0.7), INK)


def keyboard(plate: Plate) -> None:
    sky(plate, (1000, 250, 210))
    view = Isometric((670, 330), 0.98)
    block(plate, view, (-150, -150, 0), (800, 360, 44), line=6)
    lit = plate.rng.sample(range(44), 3)
    number = 0
    for row in range(5):
        x = -134.0
        for width in _key_row(plate, row):
            ground = plate.hue if number in lit else PAPER
            top = block(plate, view, (x, -134 + row * 67, 44), (width - 9, 58, 24), ground=ground, line=3)
            plate.line([*patch(top, 0.15, 0.15, 0.85, 0.8), patch(top, 0.15, 0.15, 0.85, 0.8)[0]], 1.5)
            x += width
            number += 1


def _key_row(plate: Plate, row: int) -> list[float]:
    """Return the widths of one row's keys; they add up to 774 units."""
    if row == 4:
        return [96, 84, 84, 258, 84, 84, 84]
    first = (64, 96, 112, 144)[row]
    return [first, *[64] * 9, 774 - first - 9 * 64]


def radio(plate: Plate) -> None:
    sky(plate, (800, 300, 250), styles=("rings", "rays"))
    floor(plate, 700)
    plate.line([(1060, 330), (plate.around(1160, 30), 70)], 6)
    body = _rounded(430, 320, 740, 380, 46)
    plate.shape(body, Hatch(0, 9, 2.2), line=9)
    plate.shape(_rounded(458, 348, 684, 324, 30), PALE, line=4)
    _speaker(plate, 630, 510, 136)
    _dial(plate, rect(800, 380, 312, 150))
    for x in (846, 956, 1066):
        plate.shape(ellipse(x, 606, 44), line=5)
        plate.globe(x, 606, 44, count=8)
        angle = plate.rng.uniform(200, 340)
        plate.line([(x, 606), ellipse(x, 606, 38, start=angle, end=angle + 1)[0]], 6)
    for x in (500, 1040):
        plate.fill(rect(x, 700, 60, 22), INK)


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> Points:
    right, low = x + width - radius, y + height - radius
    left, high = x + radius, y + radius
    corners = ((left, high, 180), (right, high, 270), (right, low, 0), (left, low, 90))
    return [point for cx, cy, start in corners for point in ellipse(cx, cy, radius, start=start, end=start + 90)]


def _speaker(plate: Plate, x: float, y: float, radius: float) -> None:
    plate.shape(ellipse(x, y, radius), ground=INK, line=8)
    for angle in (plate.lean - 45, plate.lean + 45):
        plate.hatch(ellipse(x, y, radius - 8), Hatch(angle, 12, 3.5), PAPER)
    plate.line(ellipse(x, y, radius - 26), 5)
    plate.disc(x, y, 34)
    plate.line(ellipse(x, y, 34), 5)


def _dial(plate: Plate, box: Points) -> None:
    plate.shape(box, line=5)
    (left, top), (_, bottom) = box[0], box[2]
    for k in range(41):
        x = left + 16 + k * 7
        plate.line([(x, bottom - 24), (x, bottom - (72 if k % 5 == 0 else 48))], 2)
    for level in (24, 46):
        plate.line([(left + 16, top + level), (left + 296, top + level)], 2)
    needle = left + 16 + plate.rng.randrange(8, 34) * 7
    plate.line([(needle, top + 10), (needle, bottom - 12)], 6, plate.hue)


def satellite(plate: Plate) -> None:
    night(plate, (1010, 250, 150), stars=150)
    _limb(plate)
    tilt, hub = plate.around(-22, 6), (800.0, 400.0)
    for side in (-1, 1):
        arm = turn([(800 + side * 70, 400), (800 + side * 130, 400)], tilt, hub)
        plate.line(arm, 10, PAPER)
        for panel in range(2):
            x = 800 + side * (125 + panel * 150) - (140 if side < 0 else 0)
            _panel(plate, turn(rect(x, 330, 140, 140), tilt, hub))
    body = turn(rect(728, 316, 144, 168), tilt, hub)
    plate.shape(body, ground=PAPER, line=6)
    plate.barrel(body, 14)
    plate.shape(patch(body, 0, 0.4, 1, 0.6), ground=plate.hue, line=4)
    _dish(plate, tilt)


def _panel(plate: Plate, quad: Points) -> None:
    plate.shape(quad, line=4)
    for cell in cells(quad, 3, 3, 0.06):
        plate.shape(cell, Hatch(40, 9, 4), line=2)


def _dish(plate: Plate, tilt: float) -> None:
    bowl = turn(ellipse(800, 520, 74, 40, 0, 180), tilt + 180, (800, 520))
    plate.shape(bowl, Hatch(-35, 8, 2), line=5)
    plate.line([(800, 540), (790, 640)], 5, PAPER)
    plate.dot(790, 640, 9, PAPER)


def _limb(plate: Plate) -> None:
    earth = ellipse(800, 1560, 1050, 880, 180, 360)
    plate.shape(earth, line=0)
    for k in range(26):
        plate.line(ellipse(800, 1560, 1050 - k * 16, 880 - k * 14 - k * k * 0.3, 180, 360), 1 + k * 0.16)
    for place in (480, 800, 1120):
        x, y = plate.around(place, 60), plate.around(800, 24)
        land = smooth(
            [(x + math.cos(a) * plate.around(110, 50), y + math.sin(a) * plate.around(34, 16)) for a in range(6)]
        )
        plate.shape(land, LIGHT, line=3)
