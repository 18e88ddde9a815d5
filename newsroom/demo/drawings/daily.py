"""Scenes of food and music: bakery, kitchen, orchestra."""

import math

from .backdrop import floor, sky
from .engraver import DARK, INK, LEVEL, LIGHT, MID, PALE, PAPER, Hatch, Plate, mix
from .shapes import Point, cells, ellipse, patch, rect, smooth, turn


def bakery(plate: Plate) -> None:
    _brickwork(plate)
    arch = [*ellipse(800, 430, 300, 280, 180, 360), (1100, 620), (500, 620)]
    outer = [*ellipse(800, 430, 362, 342, 180, 360), (1162, 620), (438, 620)]
    plate.shape(outer, line=8)
    for k in range(19):
        angle = math.radians(180 + k * 10)
        cos, sin = math.cos(angle), math.sin(angle)
        plate.line([(800 + 300 * cos, 430 + 280 * sin), (800 + 362 * cos, 430 + 342 * sin)], 5)
    plate.hatch(
        [*ellipse(800, 430, 362, 342, 270, 360), (1162, 620), (1100, 620), *ellipse(800, 430, 300, 280, 360, 270)], MID
    )
    plate.shape(arch, ground=INK, line=8)
    plate.hatch(arch, Hatch(0, 13, 1.5), mix(INK, PAPER, 0.35))
    plate.disc(plate.around(800, 60), plate.around(440, 15), plate.around(170, 12))
    plate.fill(rect(0, 620, 1600, 300))
    plate.shape(rect(-20, 612, 1640, 150), Hatch(0, 24, 1.5), line=8)
    plate.hatch(rect(-20, 762, 1640, 160), Hatch(0, 8, 4))
    _loaves(plate)


def _brickwork(plate: Plate) -> None:
    for row in range(14):
        for column in range(-1, 14):
            brick = rect(column * 124 + (row % 2) * 62, row * 48, 124, 48)
            shade = plate.rng.choice(((), (), (PALE,), (PALE,), (LIGHT,), (Hatch(0, 8, 2),)))
            plate.shape(brick, *shade, line=3)


def _loaves(plate: Plate) -> None:
    for k in range(3):
        centre = (plate.around(450 + k * 30, 14), 640 - k * 30)
        _baguette(plate, centre, plate.around(-16, 5))
    for x, size in ((780, 128), (1070, 150)):
        cx = plate.around(x, 24)
        crust = smooth(
            [
                (cx - size, 700),
                (cx - size * 0.86, 610),
                (cx - size * 0.3, 560),
                (cx + size * 0.4, 565),
                (cx + size * 0.9, 620),
                (cx + size, 700),
                (cx, 716),
            ]
        )
        plate.shape(crust, line=8)
        plate.hatch([p for p in crust if p[1] > 640 or p[0] > cx + size * 0.25], MID)
        for slash in (-0.45, 0, 0.45):
            cut = smooth(
                [
                    (cx + slash * size - 40, 660),
                    (cx + slash * size - 4, 616),
                    (cx + slash * size + 34, 590),
                    (cx + slash * size + 14, 630),
                ]
            )
            plate.shape(cut, line=5)
    plate.stipple(rect(330, 716, 940, 40), 90, INK, size=3)


def _baguette(plate: Plate, centre: Point, tilt: float) -> None:
    x, y = centre
    loaf = turn(ellipse(x, y, 220, 40), tilt, centre)
    plate.shape(loaf, line=7)
    plate.hatch(turn(ellipse(x, y, 214, 36, 0, 180), tilt, centre), Hatch(60, 8, 3))
    for k in range(-3, 4):
        cut = turn([(x + k * 52 - 20, y + 20), (x + k * 52 + 22, y - 24)], tilt, centre)
        plate.line(cut, 13)
        plate.line(cut, 5, PAPER)


def kitchen(plate: Plate) -> None:
    sky(plate, (850, 350, 215))
    plate.shape(rect(-20, 84, 1640, 18), DARK, line=5)
    kinds = plate.rng.sample(range(4), 4)
    for kind, x in zip(kinds, (350, 490, 1110, 1250), strict=True):
        _utensil(plate, plate.around(x, 14), kind)
    for x in (700, 800, 900):
        sway = plate.around(26, 8)
        steam = [(x, 350), (x - sway, 300), (x + sway, 250), (x - sway, 200), (x + sway * 0.6, 150)]
        plate.line(smooth(steam, closed=False), 15, PAPER)
        plate.line(smooth(steam, closed=False), 6)
    floor(plate, 700, edge=10)
    _pot(plate)
    _vegetables(plate)


def _utensil(plate: Plate, x: float, kind: int) -> None:
    plate.line([(x, 104), (x, 300)], 10)
    head = [
        ellipse(x, 340, 46, 50),
        rect(x - 40, 290, 80, 110),
        ellipse(x, 352, 62),
        smooth([(x, 280), (x + 40, 350), (x, 410), (x - 40, 350)]),
    ][kind]
    plate.shape(head, *((), (Hatch(90, 13, 6),), (MID,), (Hatch(90, 10, 2),))[kind], line=7)
    if kind == 0:
        plate.globe(x, 340, 46, 50, count=8)


def _pot(plate: Plate) -> None:
    for side in (-1, 1):
        plate.line(
            smooth(
                [(800 + side * 240, 500), (800 + side * 310, 495), (800 + side * 310, 555), (800 + side * 240, 560)],
                closed=False,
            ),
            18,
        )
    body = [(550, 450), (1050, 450), (1036, 690), (564, 690)]
    plate.shape([*body[:2], *ellipse(990, 670, 48, 48, 0, 90), *ellipse(610, 670, 48, 48, 90, 180)], line=9)
    plate.barrel(body, 26, 2.5)
    plate.shape(rect(536, 432, 528, 34), LEVEL, line=8)
    plate.shape(ellipse(800, 432, 250, 66, 180, 360), ground=plate.hue, line=8)
    plate.hatch(ellipse(800, 432, 250, 66, 290, 360), Hatch(-35, 8, 3))
    plate.shape(ellipse(800, 356, 34, 20), ground=INK, line=4)


def _vegetables(plate: Plate) -> None:
    plate.shape([(1110, 720), (1400, 720), (1430, 760), (1090, 760)], Hatch(0, 7, 2), line=7)
    for x, size in ((1180, 56), (1290, 68)):
        cx = plate.around(x, 10)
        plate.shape(ellipse(cx, 722 - size * 0.8, size, size * 0.86), ground=PAPER, line=7)
        plate.globe(cx, 722 - size * 0.8, size, size * 0.86, count=9)
        plate.line([(cx, 722 - size * 1.6), (cx + 12, 698 - size * 1.6)], 7)
    for k, (x, y) in enumerate(((330, 722), (360, 764))):
        _carrot(plate, (plate.around(x, 12), y), plate.around(-10 + 14 * k, 3))


def _carrot(plate: Plate, centre: Point, tilt: float) -> None:
    x, y = centre
    for dy in (-26, -9, 9, 26):
        frond = [(x + 90, y), (x + 140, y + dy * 0.9), (x + 184, y + dy * 1.1)]
        plate.line(turn(smooth(frond, closed=False), tilt, centre), 7)
    root = smooth(
        [(x - 150, y + 4), (x - 30, y - 18), (x + 78, y - 32), (x + 104, y), (x + 78, y + 32), (x - 30, y + 20)]
    )
    plate.shape(turn(root, tilt, centre), ground=plate.hue, line=7)
    for at in (-70, -20, 20, 60):
        plate.line(turn([(x + at, y - 16 - at * 0.1), (x + at - 5, y + 6)], tilt, centre), 3.5)


def orchestra(plate: Plate) -> None:
    sky(plate, (820, 310, 250))
    floor(plate, 720)
    for x in (430, 1180):
        _drum(plate, plate.around(x, 20))
    _cello(plate)
    _stand(plate, plate.around(1080, 20))


def _cello(plate: Plate) -> None:
    right = [
        (800, 330),
        (868, 342),
        (906, 400),
        (876, 460),
        (880, 510),
        (940, 580),
        (926, 690),
        (860, 738),
        (800, 744),
    ]
    left = [(1600 - x, y) for x, y in reversed(right[1:-1])]
    body = smooth([*right, *left])
    plate.line([(800, 744), (800, 850)], 9)
    plate.shape(body, line=10)
    plate.hatch([point for point in body if point[0] >= 800], Hatch(90, 8, 2.5))
    plate.line([(800 + (x - 800) * 0.9, 540 + (y - 540) * 0.94) for x, y in body], 2.5)
    for side in (-1, 1):
        hole = [(800 + side * dx, y) for dx, y in ((40, 500), (56, 520), (52, 570), (66, 620), (82, 606))]
        plate.line(smooth(hole, closed=False), 8)
    _neck(plate)
    bow = plate.around(-24, 6)
    plate.line(turn([(520, 560), (1080, 560)], bow, (800, 560)), 10)
    plate.line(turn([(530, 580), (1070, 580)], bow, (800, 566)), 3)


def _neck(plate: Plate) -> None:
    for y in (112, 146):
        plate.line([(752, y - 6), (848, y + 6)], 7)
        for x in (752, 848):
            plate.shape(ellipse(x, y + (x - 800) * 0.12, 15, 9), ground=INK, line=2)
    plate.shape([(782, 90), (818, 90), (814, 178), (786, 178)], MID, line=6)
    plate.shape(ellipse(800, 74, 27), ground=plate.hue, line=7)
    plate.line(ellipse(802, 76, 10, 10, 0, 300), 5)
    plate.shape([(786, 178), (814, 178), (826, 500), (774, 500)], ground=INK, line=5)
    plate.shape([(762, 592), (838, 592), (828, 612), (772, 612)], ground=plate.hue, line=5)
    plate.shape([(782, 640), (818, 640), (830, 724), (770, 724)], ground=INK, line=4)
    plate.lines(([(793 + k * 5, 180), (786 + k * 9, 650)] for k in range(4)), 1.5, PAPER)


def _drum(plate: Plate, x: float) -> None:
    for dx in (-90, 0, 90):
        plate.line([(x + dx * 0.7, 640), (x + dx, 800)], 9)
    plate.shape([(x - 150, 540), (x + 150, 540), *ellipse(x, 560, 150, 170, 0, 180)], line=8)
    plate.globe(x, 560, 150, 170, count=13, top=0)
    plate.shape(ellipse(x, 540, 158, 38), ground=PAPER, line=8)
    plate.hatch(ellipse(x, 540, 146, 30), PALE)
    plate.lines(([(x + k * 50, 566), (x + k * 50, 610)] for k in range(-2, 3)), 5)


def _stand(plate: Plate, x: float) -> None:
    plate.line([(x, 480), (x, 800)], 9)
    plate.lines([[(x, 760), (x - 60, 826)], [(x, 760), (x + 60, 826)]], 9)
    desk = [(x - 100, 350), (x + 130, 330), (x + 120, 480), (x - 110, 500)]
    plate.shape(desk, line=8)
    for page in cells(desk, 2, 1, 0.08):
        plate.line(page, 3, closed=True)
        for k in range(4):
            plate.lines(
                (
                    patch(page, 0.08, 0.12 + k * 0.22 + j * 0.03, 0.92, 0.12 + k * 0.22 + j * 0.03)[:2]
                    for j in range(4)
                ),
                1.5,
            )
            for spot in (0.2, 0.5, 0.75):
                plate.dot(*patch(page, spot, 0.16 + k * 0.22 + plate.around(0, 0.04), 1, 1)[0], 4.5)
