"""Scenes of public life: courthouse, theatre, market, hospital, school."""

import math

from .backdrop import birds, cloud, floor, sky, tree
from .engraver import DARK, INK, LEVEL, LIGHT, MID, PALE, PAPER, Hatch, Plate
from .shapes import Points, cells, ellipse, flip, lerp, patch, rect, smooth


def courthouse(plate: Plate) -> None:
    sky(plate, (930, 260, 225))
    floor(plate, 740)
    for side in (420, 1180):
        tree(plate, (plate.around(side - 800, 20) * 1.32 + 800, 745), plate.around(190, 25))
    plate.shape(rect(420, 360, 760, 310), LEVEL, DARK, line=6)
    plate.shape(rect(730, 450, 140, 220), ground=INK, line=5)
    count = plate.rng.choice((6, 8))
    for k in range(count):
        _column(plate, 450 + 700 * k / (count - 1), 356, 660)
    _pediment(plate)
    for k in range(5):
        plate.shape(rect(400 - k * 22, 664 + k * 19, 800 + k * 44, 20), line=4)
        plate.hatch(rect(402 - k * 22, 674 + k * 19, 796 + k * 44, 9), Hatch(90, 7, 2))


def _column(plate: Plate, x: float, top: float, bottom: float) -> None:
    shaft = [(x - 25, top), (x + 25, top), (x + 30, bottom), (x - 30, bottom)]
    plate.shape(shaft, line=5)
    plate.barrel(shaft, 10)
    for y in (top, bottom - 16):
        plate.shape(rect(x - 37, y, 74, 18), line=4)


def _pediment(plate: Plate) -> None:
    plate.shape(rect(392, 306, 816, 52), line=6)
    plate.lines(([(x, 316), (x, 348)] for x in range(410, 1200, 14)), 3)
    plate.shape([(372, 306), (800, 140), (1228, 306)], line=8)
    plate.shape([(476, 290), (800, 166), (1124, 290)], Hatch(0, 8, 2.5), line=4)
    plate.shape(ellipse(800, 244, 38), ground=plate.hue, line=5)


def theatre(plate: Plate) -> None:
    plate.fill(rect(0, 0, 1600, 900), INK)
    plate.fill(rect(310, 150, 980, 560))
    plate.hatch(rect(310, 150, 980, 560), Hatch(0, 11, 1.5))
    plate.disc(plate.around(800, 60), plate.around(400, 20), plate.around(190, 15))
    _boards(plate)
    _actor(plate, plate.around(800, 50), 640)
    drape = plate.around(300, 24)
    for mirrored in (False, True):
        _curtain(plate, drape, mirrored)
    _valance(plate)
    for column in (250, 1290):
        plate.shape(rect(column, 60, 60, 650), line=7)
        plate.barrel(rect(column, 60, 60, 650), 12)
    _seats(plate)


def _boards(plate: Plate) -> None:
    plate.fill([(310, 610), (1290, 610), (1290, 710), (310, 710)])
    plate.lines(([(800 + k * 46, 610), (800 + k * 60, 710)] for k in range(-8, 9)), 2.5)
    plate.line([(310, 610), (1290, 610)], 6)


def _actor(plate: Plate, x: float, foot: float) -> None:
    gown = [
        (x - 24, foot - 200),
        (x + 24, foot - 200),
        (x + 34, foot - 116),
        (x + 84, foot),
        (x - 84, foot),
        (x - 34, foot - 116),
    ]
    raised = math.radians(plate.rng.uniform(-70, -25))
    for angle, length in ((raised, 128), (math.radians(148), 104)):
        cos, sin = math.cos(angle), math.sin(angle)
        base, hand = (x + 20 * (1 if cos > 0 else -1), foot - 186), (x + length * cos, foot - 182 + length * sin)
        plate.fill([(base[0] - 13 * sin, base[1] + 13 * cos), (base[0] + 13 * sin, base[1] - 13 * cos), hand], INK)
        plate.line([lerp(base, hand, 0.1), hand], 9)
    plate.fill(gown, INK)
    plate.dot(x, foot - 234, 27)
    plate.line([(x, foot - 214), (x, foot - 190)], 18)
    plate.dot(x - 14, foot - 260, 13)


def _curtain(plate: Plate, drape: float, mirrored: bool) -> None:
    def side(points: Points) -> Points:
        return flip(points, 800) if mirrored else points

    inner = smooth([(700, 130), (640, 300), (520, 470), (306 + drape * 0.25, 560), (430, 730)], closed=False)
    plate.shape(side([(300, 130), *inner, (300, 730)]), ground=plate.hue, line=7)
    for k in range(1, 13):
        part = (k / 13) ** 0.8
        fold = [lerp((300, y), (x, y), part) for x, y in inner]
        plate.line(side(fold), 6 if k % 3 == 0 else 3)
    plate.shape(side(rect(300, 548, drape * 0.28 + 30, 26)), line=5)


def _valance(plate: Plate) -> None:
    plate.shape(rect(230, 40, 1140, 70), LEVEL, line=7)
    for k in range(7):
        x = 300 + k * 143 + 71
        swag = ellipse(x, 106, 74, plate.around(74, 6), 0, 180)
        plate.shape(swag, ground=PAPER, line=6)
        plate.lines((ellipse(x, 106, 74 - j * 2, 66 - j * 13, 0, 180) for j in range(5)), 2.5)


def _seats(plate: Plate) -> None:
    for row, (y, width) in enumerate(((712, 76), (770, 92), (834, 112))):
        plate.fill(rect(0, y + 24, 1600, 200), INK)
        for k in range(-11, 12):
            x = 800 + (k + 0.5 * (row % 2)) * width
            back = [
                *ellipse(x, y + 40, width * 0.4, 36, 180, 360),
                (x + width * 0.4, y + 110),
                (x - width * 0.4, y + 110),
            ]
            plate.shape(back, MID, line=4)


def market(plate: Plate) -> None:
    sky(plate, (890, 230, 205))
    floor(plate, 730)
    plate.shape(rect(430, 400, 740, 330), Hatch(90, 12, 2), line=5)
    for x in (400, 1180):
        plate.shape(rect(x, 300, 20, 440), MID, line=5)
    _seller(plate, plate.around(800, 130))
    _awning(plate)
    for level, y in enumerate((560, 650)):
        for k in range(4 + level):
            width = (800 + level * 60) / (4 + level)
            _crate(plate, 400 - level * 30 + k * width, y, width - 8)


def _awning(plate: Plate) -> None:
    slope = [(440, 180), (1160, 180), (1270, 354), (330, 354)]
    plate.shape(slope, line=7)
    stripes = 12
    for k in range(stripes):
        strip = patch(slope, k / stripes, 0, (k + 1) / stripes, 1)
        ground = plate.hue if k % 2 else PAPER
        left, right = strip[3][0], strip[2][0]
        plate.shape(ellipse((left + right) / 2, 354, (right - left) / 2, 40, 0, 180), ground=ground, line=5)
        plate.shape(strip, ground=ground, line=5)
        if k % 2 == 0:
            plate.hatch(patch(strip, 0.1, 0, 0.9, 0.9), Hatch(90, 9, 1.5))
    plate.shape(rect(424, 166, 752, 20), DARK, line=5)


def _seller(plate: Plate, x: float) -> None:
    plate.shape(smooth([(x - 84, 580), (x - 66, 512), (x, 492), (x + 66, 512), (x + 84, 580)]), MID, line=5)
    plate.fill([(x - 26, 500), (x + 26, 500), (x + 34, 580), (x - 34, 580)])
    plate.shape(ellipse(x, 462, 34, 40), line=5)
    plate.globe(x, 462, 34, 40, count=6)
    plate.fill(ellipse(x, 452, 38, 36, 180, 360), INK)


def _crate(plate: Plate, x: float, y: float, width: float) -> None:
    size = plate.rng.choice((19, 23, 28))
    hatched = plate.rng.random() < 0.5
    lit = plate.rng.random() < 0.3
    for row in (1, 0):
        count = int(width / (size * 2)) - row
        for k in range(count):
            cx = x + width / 2 + (k - (count - 1) / 2) * size * 1.95
            plate.shape(ellipse(cx, y - row * size * 1.1, size), ground=plate.hue if lit else PAPER, line=4)
            if hatched:
                plate.globe(cx, y - row * size * 1.1, size, count=5)
    box = rect(x, y, width, 72)
    plate.shape(box, line=6)
    for slat in (0.04, 0.54):
        plate.shape(patch(box, 0, slat, 1, slat + 0.42), Hatch(0, 6, 1.5), line=3)


def hospital(plate: Plate) -> None:
    sky(plate, (800, 250, 235))
    floor(plate, 740)
    for x in (300, 1300):
        tree(plate, (plate.around(x, 30), 745), plate.around(190, 25))
    for wing in (rect(390, 410, 260, 330), rect(950, 410, 260, 330)):
        plate.shape(wing, LIGHT if wing[0][0] < 800 else MID, line=7)
        for window in cells(patch(wing, 0.04, 0.06, 0.96, 0.96), 4, 4, 0.2):
            lit = plate.rng.random() < 0.12
            plate.shape(window, ground=plate.hue if lit else PAPER, line=4)
            plate.line([lerp(window[0], window[1], 0.5), lerp(window[3], window[2], 0.5)], 3)
    _ward_tower(plate)


def _ward_tower(plate: Plate) -> None:
    plate.shape(rect(650, 240, 300, 500), line=8)
    plate.hatch(rect(860, 240, 90, 500), Hatch(-35, 9, 3))
    plate.shape(rect(630, 222, 340, 26), DARK, line=6)
    plate.shape(ellipse(800, 350, 84), line=6)
    plate.fill(rect(778, 292, 44, 116), plate.hue)
    plate.fill(rect(742, 328, 116, 44), plate.hue)
    for window in cells(rect(660, 456, 280, 130), 6, 2, 0.2):
        plate.shape(window, ground=INK, line=3)
    plate.shape(rect(610, 606, 380, 22), LEVEL, line=6)
    plate.shape(rect(710, 628, 180, 112), line=6)
    for door in cells(rect(710, 628, 180, 112), 2, 1, 0.08):
        plate.shape(door, Hatch(-60, 10, 2), line=4)
    for x in (630, 960):
        plate.line([(x, 628), (x, 740)], 8)


def school(plate: Plate) -> None:
    sky(plate, (930, 250, 215))
    cloud(plate, plate.around(440, 60), plate.around(220, 30), 230)
    floor(plate, 740)
    tree(plate, (plate.around(255, 30), 748), plate.around(230, 25))
    tree(plate, (plate.around(1340, 30), 748), plate.around(200, 25))
    _schoolhouse(plate)
    _belfry(plate)
    birds(plate, 1120, 160)


def _schoolhouse(plate: Plate) -> None:
    plate.shape(rect(400, 500, 800, 240), PALE, line=7)
    plate.shape([(350, 506), (450, 380), (1150, 380), (1250, 506)], Hatch(0, 9, 4), line=7)
    for k in range(6):
        x = 428 + k * 72 + (310 if k > 2 else 0)
        window = rect(x, 548, 54, 116)
        plate.shape(window, ground=INK, line=5)
        plate.lines([[(x + 27, 548), (x + 27, 664)], [(x, 586), (x + 54, 586)], [(x, 625), (x + 54, 625)]], 3, PAPER)
    plate.shape([(650, 420), (800, 300), (950, 420), (950, 740), (650, 740)], line=8)
    plate.hatch([(870, 356), (950, 420), (950, 740), (870, 740)], Hatch(-35, 9, 2.5))
    plate.line([(620, 444), (800, 300), (980, 444)], 14)
    plate.shape(ellipse(800, 450, 52), ground=PAPER, line=7)
    hour = plate.rng.uniform(0, 360)
    plate.line([ellipse(800, 450, 28, start=hour, end=hour + 1)[0], (800, 450), (800, 412)], 5)
    door = [*ellipse(800, 610, 58, 58, 180, 360), (858, 740), (742, 740)]
    plate.shape(door, Hatch(90, 10, 3), ground=plate.hue, line=7)
    plate.line([(800, 552), (800, 740)], 5)
    plate.shape(rect(710, 728, 180, 16), line=5)


def _belfry(plate: Plate) -> None:
    plate.shape(rect(748, 200, 104, 130), line=7)
    plate.shape([*ellipse(800, 250, 32, 32, 180, 360), (832, 318), (768, 318)], ground=INK, line=4)
    plate.fill([*ellipse(800, 274, 17, 26, 180, 360), (826, 300), (774, 300)], plate.hue)
    plate.shape([(724, 204), (800, 100), (876, 204)], Hatch(0, 8, 4), line=7)
    plate.line([(800, 100), (800, 46)], 6)
    plate.hatch(rect(834, 206, 18, 120), DARK)
