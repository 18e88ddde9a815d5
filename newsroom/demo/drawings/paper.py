"""Scenes of paper and figures: curve, books, press, ballot, map."""

import math

from .backdrop import floor, sky
from .devices import block
from .engraver import CROSS, DARK, INK, LEVEL, LIGHT, MID, PALE, PAPER, Hatch, Plate
from .shapes import Isometric, Point, Points, cells, ellipse, lerp, patch, rect, smooth, turn


def curve(plate: Plate) -> None:
    sky(plate, (980, 280, 215), styles=("ruled", "rings"))
    plate.mirrored = False  # else it would fall
    plate.lines(([(250, y), (1350, y)] for y in range(220, 760, 108)), 2)
    count = plate.rng.choice((7, 8, 9))
    width = 900 / count
    lit = plate.rng.randrange(count // 2, count - 1)
    heights = [90 + 430 * (k / (count - 1)) ** 1.5 + plate.around(0, 45) for k in range(count)]
    for k, height in enumerate(heights):
        _bar(plate, (350 + k * width, 760), width * 0.62, height, lit=k == lit)
    plate.line([(200, 760), (1400, 760)], 10)
    spots = [(350 + (k + 0.3) * width, 690 - height * 1.02) for k, height in enumerate(heights)]
    track = smooth([(230, 690), *spots, (1370, spots[-1][1] - 70)], closed=False)
    plate.line(track, 18, PAPER)
    plate.line(track, 10)
    for spot in spots:
        plate.shape(ellipse(*spot, 12), line=6)


def _bar(plate: Plate, foot: Point, width: float, height: float, *, lit: bool) -> None:
    x, y = foot
    deep = 22
    front = rect(x, y - height, width, height)
    side = [
        (x + width, y - height),
        (x + width + deep, y - height - deep),
        (x + width + deep, y - deep),
        (x + width, y),
    ]
    lid = [
        (x, y - height),
        (x + deep, y - height - deep),
        (x + width + deep, y - height - deep),
        (x + width, y - height),
    ]
    plate.shape(front, *(() if lit else (MID,)), ground=plate.hue if lit else PAPER, line=5)
    plate.shape(side, Hatch(90, 5, 3), line=5)
    plate.shape(lid, line=5)


def books(plate: Plate) -> None:
    sky(plate, (880, 300, 245))
    floor(plate, 730, edge=14)
    x, height, number = 350.0, 0.0, 0
    lit = plate.rng.sample(range(2, 9), 2)
    while x < 1000:
        width, height = plate.rng.uniform(44, 104), plate.rng.uniform(300, 480)
        _spine(plate, rect(x, 730 - height, width, height), lit=number in lit)
        x += width + 3
        number += 1
    _leaning(plate, x + 4, min(height, 390))


def _leaning(plate: Plate, x: float, height: float) -> None:
    """Lean a book against a row that ends at `x` and is `height` high there."""
    tilt = plate.around(13, 2)
    foot = (x + height * math.tan(math.radians(tilt)), 722.0)
    cover = turn(rect(foot[0], 722 - 400, 74, 400), -tilt, foot)
    plate.shape(cover, line=7)
    plate.barrel(cover, 12)
    for part in (0.1, 0.82):
        plate.shape(patch(cover, 0, part, 1, part + 0.06), ground=INK, line=3)


def _spine(plate: Plate, back: Points, *, lit: bool) -> None:
    style = plate.rng.randrange(5)
    hatches: list[tuple[Hatch, ...]] = [(MID,), (DARK,), (), (LEVEL,), (LIGHT, CROSS)]
    plate.shape(back, *(() if lit else hatches[style]), ground=plate.hue if lit else PAPER, line=7)
    if style == 2 or lit:
        plate.barrel(back, 9)
    for part in plate.rng.choice(((0.08, 0.86), (0.12, 0.2, 0.8), (0.06, 0.3, 0.9))):
        plate.shape(patch(back, 0, part, 1, part + 0.045), ground=INK if style % 2 else PAPER, line=4)
    if style in (1, 4) and not lit:
        plate.shape(patch(back, 0.2, 0.34, 0.8, 0.6), line=4)


def press(plate: Plate) -> None:
    sky(plate, (820, 320, 240))
    floor(plate, 750)
    for x in (560, 980):
        plate.shape(rect(x, 170, 66, 600), line=8)
        plate.barrel(rect(x, 170, 66, 600), 12)
        plate.shape(rect(x - 40, 760, 146, 34), DARK, line=7)
    plate.shape(rect(520, 120, 566, 66), LEVEL, line=8)
    plate.shape(rect(560, 262, 486, 62), Hatch(0, 8, 2.5), line=8)
    _screw(plate)
    plate.shape(rect(380, 630, 880, 40), MID, line=8)
    plate.shape(rect(470, 670, 40, 100), DARK, line=6)
    plate.shape(rect(1110, 670, 40, 100), DARK, line=6)
    plate.shape(rect(640, 590, 330, 40), Hatch(90, 8, 4), line=6)
    _tympan(plate)


def _screw(plate: Plate) -> None:
    thread = rect(766, 186, 80, 290)
    plate.shape(thread, line=6)
    plate.lines(([(766, y), (846, y + 16)] for y in range(190, 470, 17)), 5)
    plate.shape(rect(744, 380, 124, 50), line=6)
    plate.barrel(rect(744, 380, 124, 50), 9)
    pull = plate.around(460, 20)
    plate.line([(744, 404), (480, pull)], 16)
    plate.dot(470, pull + 2, 20)
    plate.shape([(720, 476), (892, 476), (930, 520), (680, 520)], MID, line=7)
    plate.shape(rect(640, 520, 330, 50), ground=plate.hue, line=8)


def _tympan(plate: Plate) -> None:
    tilt = plate.around(24, 5)
    sheet = turn(rect(1080, 330, 190, 300), tilt, (1080, 630))
    plate.shape(sheet, line=8)
    plate.shape(patch(sheet, 0.14, 0.1, 0.86, 0.2), ground=INK, line=2)
    for column in cells(patch(sheet, 0.1, 0.24, 0.9, 0.92), 3, 1, 0.1):
        plate.lines((patch(column, 0, k / 15, 1, k / 15)[:2] for k in range(16)), 3)


def ballot(plate: Plate) -> None:
    sky(plate, (860, 270, 230))
    floor(plate, 640)
    plate.mirrored = False  # a tick has a right and a wrong way round
    view = Isometric((800, 456), 1)
    lid = block(plate, view, (-190, -190, -230), (380, 380, 300), line=8)
    plate.line([view.at(-190, 190, 40), view.at(190, 190, 40), view.at(190, -190, 40)], 5)
    plate.shape(patch(lid, 0.2, 0.44, 0.8, 0.56), ground=INK, line=5)
    slot = (lerp(lid[0], lid[3], 0.5), lerp(lid[1], lid[2], 0.5))
    _vote(plate, lerp(*slot, 0.27), lerp(*slot, 0.73))
    left = view.walls((-190, -190, -230), (380, 380, 260))[0]
    seal = patch(left, 0.3, 0.25, 0.7, 0.7)
    plate.shape(seal, line=5)
    plate.shape([patch(seal, u, v, u, v)[0] for u, v in ellipse(0.5, 0.5, 0.33)], ground=plate.hue, line=4)
    _dropped(plate)


def _vote(plate: Plate, west: Point, east: Point) -> None:
    rise = plate.around(300, 24)
    lean = plate.around(0, 26)
    sheet = [(west[0] + lean, west[1] - rise), (east[0] + lean, east[1] - rise), east, west]
    plate.shape(sheet, line=7)
    plate.hatch(patch(sheet, 0, 0.72, 1, 1), Hatch(0, 8, 2.5))
    for k, box in enumerate(cells(patch(sheet, 0.08, 0.06, 0.34, 0.74), 1, 3, 0.16)):
        plate.shape(box, ground=plate.hue if k == 1 else PAPER, line=5)
        row = patch(sheet, 0.42, 0.12 + k * 0.225, 0.92, 0.23 + k * 0.225)
        plate.lines([row[:2], [row[3], lerp(row[3], row[2], 0.7)]], 5)
    tick = patch(sheet, 0.1, 0.3, 0.36, 0.48)
    plate.line([lerp(tick[0], tick[3], 0.5), lerp(tick[3], tick[2], 0.4), tick[1]], 10)


def _dropped(plate: Plate) -> None:
    for x, y in ((330, 800), (1230, 790)):
        tilt = plate.around(0, 24)
        centre = (plate.around(x, 40), y)
        slip = turn([(x - 96, y - 30), (x + 84, y - 34), (x + 106, y + 26), (x - 110, y + 30)], tilt, centre)
        plate.shape(slip, line=6)
        plate.lines((patch(slip, 0.1, part, 0.9, part)[:2] for part in (0.25, 0.5, 0.75)), 4)


def map_sheet(plate: Plate) -> None:
    sky(plate, (960, 250, 215))
    floor(plate, 560)
    xs = [330, 565, 800, 1035, 1270]
    lift = plate.around(44, 8)
    top = [(x * 0.9 + 80, 300 + (lift if k % 2 else 0)) for k, x in enumerate(xs)]
    low = [(x * 1.1 - 80, 740 + (lift if k % 2 else 0)) for k, x in enumerate(xs)]
    panels = [[top[k], top[k + 1], low[k + 1], low[k]] for k in range(4)]
    for panel in panels:
        plate.shape([(x + 10, y + 26) for x, y in panel], ground=INK, line=4)
    for k, panel in enumerate(panels):
        plate.shape(panel, *((PALE,) if k % 2 else ()), line=7)
    _relief(plate, panels)
    for panel in panels:
        plate.line(panel, 7, closed=True)
    _route(plate, panels)


def _spot(panels: list[Points], across: float, down: float) -> Point:
    """Place a point of the flat map, both numbers from 0 to 1, on the folded sheet."""
    fold = min(3, int(across * 4))
    return patch(panels[fold], across * 4 - fold, down, across * 4 - fold, down)[0]


def _relief(plate: Plate, panels: list[Points]) -> None:
    for peak_x, peak_y, size in ((0.25, 0.4, 0.2), (0.72, 0.62, 0.22), (0.8, 0.2, 0.12)):
        bumps = [plate.around(1, 0.25) for _ in range(9)]
        for ring in range(1, 7):
            around = [(math.tau * k / 9, bump * size * ring / 6) for k, bump in enumerate(bumps)]
            flat = smooth([(peak_x + r * math.cos(a), peak_y + 1.4 * r * math.sin(a)) for a, r in around])
            kept = [_spot(panels, min(max(x, 0.01), 0.99), min(max(y, 0.02), 0.98)) for x, y in flat]
            plate.line(kept, 2.5, closed=True)
    river = smooth([(0.44, 0.01), (0.34, 0.2), (0.42, 0.45), (0.33, 0.7), (0.4, 0.99)], closed=False, steps=12)
    plate.line([_spot(panels, x, y) for x, y in river], 18)
    plate.line([_spot(panels, x, y) for x, y in river], 9, PAPER)


def _route(plate: Plate, panels: list[Points]) -> None:
    goal = (plate.around(0.66, 0.05), plate.around(0.4, 0.06))
    track = smooth([(0.1, 0.85), (0.3, 0.7), (0.4, 0.45), (0.55, 0.55), goal], closed=False, steps=10)
    walked = [_spot(panels, x, y) for x, y in track]
    plate.lines((walked[k : k + 2] for k in range(0, len(walked) - 1, 2)), 8, plate.hue)
    x, y = walked[-1]
    plate.shape(ellipse(x, y, 26, 9), ground=INK, line=2)
    pin = [(x, y), *ellipse(x, y - 120, 58, 58, 155, 385)]
    plate.shape(pin, ground=plate.hue, line=8)
    plate.shape(ellipse(x, y - 120, 22), line=6)
