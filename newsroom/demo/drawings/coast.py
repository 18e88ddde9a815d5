"""Scenes by the water: port, whale, lighthouse, bridge, glacier."""

from .backdrop import birds, glitter, night, sea, sky, swell
from .engraver import DARK, INK, LEVEL, LIGHT, MID, PALE, PAPER, Hatch, Plate, mix
from .shapes import Point, Points, cells, ellipse, lerp, patch, rect, smooth


def port(plate: Plate) -> None:
    sky(plate, (940, 290, 205))
    plate.shape(rect(-20, 560, 1640, 70), LEVEL, DARK, line=5)
    _crane(plate, 1090)
    sea(plate, 620)
    _containers(plate)
    plate.shape([(330, 552), (1290, 520), (1220, 720), (410, 720)], ground=INK, line=4)
    plate.fill([(398, 690), (1231, 690), (1222, 714), (408, 714)], plate.hue)
    _castle(plate)
    swell(plate, 720)
    birds(plate, 330, 120, count=2)


def _crane(plate: Plate, x: float) -> None:
    for leg in (x, x + 150):
        plate.shape(rect(leg, 180, 22, 400), MID, line=4)
    for height in (330, 450):
        plate.shape(rect(x, height, 172, 16), line=4)
    plate.lines([[(x + 22, 330), (x + 150, 200)], [(x + 22, 200), (x + 150, 330)]], 4)
    boom = rect(x - 560, 176, 860, 24)
    plate.shape(boom, line=5)
    plate.lines(([(x - 560 + k * 40, 200), (x - 540 + k * 40, 176), (x - 520 + k * 40, 200)] for k in range(21)), 2.5)
    top = (x + 86, 84)
    plate.lines([[top, (x + 11, 180)], [top, (x + 161, 180)]], 7)
    plate.lines([[top, (x - 520, 178)], [top, (x - 240, 178)], [top, (x + 290, 178)]], 3)
    hook = plate.around(x - 330, 60)
    plate.lines([[(hook - 30, 200), (hook - 30, 280)], [(hook + 30, 200), (hook + 30, 280)]], 2.5)
    plate.shape(rect(hook - 52, 280, 104, 46), Hatch(90, 8, 3), ground=plate.hue, line=4)


def _containers(plate: Plate) -> None:
    hatches = (Hatch(90, 8, 2), Hatch(90, 7, 4), MID, Hatch(90, 11, 1.5))
    for column in range(7):
        for level in range(plate.rng.choice((2, 3, 3, 4)) if column else 2):
            box = rect(590 + column * 90, 490 - level * 46, 88, 46)
            ground = plate.hue if plate.rng.random() < 0.12 else PAPER
            plate.shape(box, plate.rng.choice(hatches), ground=ground, line=4)


def _castle(plate: Plate) -> None:
    plate.shape(rect(400, 330, 150, 220), line=6)
    plate.hatch(rect(500, 330, 50, 220), MID)
    plate.shape(rect(376, 330, 196, 44), line=6)
    for window in cells(rect(376, 330, 196, 44), 7, 1, 0.2):
        plate.fill(window, INK)
    for window in cells(rect(404, 386, 94, 150), 3, 4, 0.3):
        plate.fill(window, INK)
    plate.shape(rect(440, 262, 56, 68), MID, ground=plate.hue, line=5)
    plate.line([(524, 330), (524, 220)], 5)


def whale(plate: Plate) -> None:
    disc = sky(plate, (930, 300, 220))
    sea(plate, 500)
    glitter(plate, disc, 506)
    _spout(plate, (520, 420))
    back = [(350, 590), (385, 500), (500, 432), (680, 398), (860, 420), (1000, 466), (1100, 470), (1170, 410)]
    fluke = [(1140, 348), (1070, 316), (990, 318), (1060, 264), (1150, 262), (1212, 306)]
    fluke += [(1256, 250), (1330, 215), (1420, 228), (1350, 270), (1290, 330), (1250, 410)]
    belly = [(1200, 520), (1110, 610), (960, 690), (760, 735), (560, 715), (410, 660)]
    plate.shape(smooth([*back, *fluke, *belly]), Hatch(-30, 8, 4, 3), line=8)
    plate.hatch(smooth([back[-1], *fluke]), Hatch(50, 9, 3))
    _throat(plate)
    plate.dot(560, 580, 13, PAPER)
    plate.dot(560, 580, 8)
    flipper = smooth([(690, 640), (800, 660), (900, 760), (930, 840), (850, 800), (740, 730)])
    plate.shape(flipper, DARK, line=7)
    swell(plate, 668)


def _spout(plate: Plate, hole: Point) -> None:
    x, y = hole
    for side in (-1, 1):
        for k in range(6):
            reach, rise = 26 + k * 24, 210 - k * 14
            jet = [(x, y), (x + side * reach * 0.3, y - rise * 0.8), (x + side * reach * 0.75, y - rise)]
            plate.line(smooth([*jet, (x + side * reach * 1.25, y - rise * 0.6)], closed=False), 3.5)


def _throat(plate: Plate) -> None:
    lip = [(356, 600), (460, 622), (600, 612), (720, 640), (840, 712)]
    jaw = [(740, 734), (560, 714), (412, 660)]
    plate.shape(smooth([*lip, *jaw]), line=5)
    for k in range(1, 8):
        part = k / 8
        groove = [
            lerp(a, b, part)
            for a, b in zip(lip, [(380, 630), (440, 672), (560, 714), (700, 733), (800, 724)], strict=True)
        ]
        plate.line(smooth(groove, closed=False), 2.5)


def lighthouse(plate: Plate) -> None:
    lamp = (plate.around(800, 30), 236.0)
    night(plate, (1050, 330, 130))
    spread = plate.around(58, 12)
    for end, drop in ((-60, plate.around(-60, 60)), (1660, plate.around(20, 60))):
        beam = [lamp, (end, lamp[1] + drop - spread), (end, lamp[1] + drop + spread)]
        plate.fill(beam, PAPER)
        plate.hatch(beam, Hatch(0, 14, 1.5), mix(PAPER, INK, 0.5))
    sea(plate, 620, swell=1.4)
    _rock(plate, lamp[0])
    _tower(plate, lamp[0])


def _tower(plate: Plate, x: float) -> None:
    wall = [(x - 54, 290), (x + 54, 290), (x + 92, 700), (x - 92, 700)]
    plate.shape(wall, line=7)
    for k in (1, 3):
        plate.shape(patch(wall, 0, k / 5, 1, (k + 1) / 5), ground=plate.hue, line=5)
    plate.barrel(wall, 18)
    for part in (0.28, 0.68):
        plate.fill(patch(wall, 0.42, part, 0.56, part + 0.07), INK)
    plate.shape(rect(x - 76, 272, 152, 22), line=6)
    plate.lines(([(x + k * 19, 274), (x + k * 19, 244)] for k in range(-4, 5)), 3)
    plate.line([(x - 78, 244), (x + 78, 244)], 4)
    plate.shape(rect(x - 38, 190, 76, 84), ground=plate.hue, line=6)
    plate.lines(([(x + k * 25, 190), (x + k * 25, 274)] for k in (-0.5, 0.5)), 4)
    plate.shape(ellipse(x, 192, 52, 52, 180, 360), DARK, line=6)
    plate.line([(x, 140), (x, 108)], 7, PAPER)


def _rock(plate: Plate, x: float) -> None:
    crag = [
        (-410, 806),
        (-330, 744),
        (-240, 724),
        (-160, 672),
        (-60, 690),
        (120, 668),
        (200, 712),
        (300, 734),
        (420, 806),
    ]
    ridge = [(x + dx + plate.around(0, 14), y) for dx, y in crag]
    foot = [
        (plate.around((a[0] + b[0]) / 2, 16), plate.around(846, 12)) for a, b in zip(ridge, ridge[1:], strict=False)
    ]
    plate.shape([*ridge, *reversed(foot)], line=8)
    for k, low in enumerate(foot):
        plate.shape([ridge[k], ridge[k + 1], low], PALE if k % 2 else Hatch(70, 10, 2.5), line=4)
    for k in range(len(foot) - 1):
        plate.shape([ridge[k + 1], foot[k + 1], foot[k]], DARK, line=4)


def bridge(plate: Plate) -> None:
    disc = sky(plate, (800, 330, 215))
    sea(plate, 620)
    glitter(plate, disc, 626)
    towers = (470.0, 1130.0)
    sag = plate.around(500, 20)
    for x in towers:
        plate.shape(rect(x - 66, 700, 132, 60), DARK, line=6)
    _span(plate, towers, sag)
    for x in towers:
        _pylon(plate, x)
    plate.fill(rect(-10, 560, 1620, 34))
    plate.lines(([(x, 594), (x + 17, 560), (x + 34, 594)] for x in range(-20, 1620, 34)), 3)
    plate.lines([[(-10, 558), (1610, 558)], [(-10, 596), (1610, 596)]], 8)
    birds(plate, 790, 150)


def _span(plate: Plate, towers: tuple[float, float], sag: float) -> None:
    west, east = towers
    middle, half = (west + east) / 2, (east - west) / 2
    across = range(int(west), int(east) + 1, 22)
    main: Points = [(x, sag + (150 - sag) * ((x - middle) / half) ** 2) for x in across]
    side: Points = [(west - k * 22, 150 + 400 * (1 - (1 - k / 24) ** 2) ** 0.9) for k in range(25)]
    other = [(west + east - x, y) for x, y in side]
    for cable in (main, side, other):
        plate.lines(([point, (point[0], 560)] for point in cable), 2.5)
        plate.line(cable, 8)


def _pylon(plate: Plate, x: float) -> None:
    for side in (-1, 1):
        leg: Points = [
            (x + side * 30 - 13, 140),
            (x + side * 30 + 13, 140),
            (x + side * 44 + 16, 720),
            (x + side * 44 - 16, 720),
        ]
        plate.shape(leg, Hatch(0, 8, 3) if side > 0 else PALE, line=6)
    for y in (150, 270, 400, 620):
        plate.shape(rect(x - 54, y, 108, 26), LIGHT, line=5)


def glacier(plate: Plate) -> None:
    sky(plate, (870, 270, 200))
    _peak(plate, (plate.around(800, 12), plate.around(215, 12)), 380, 1220)
    _ice(plate)
    _peak(plate, (330, plate.around(240, 30)), -330, 690)
    _peak(plate, (1290, plate.around(215, 30)), 905, 1960)
    _front(plate)
    plate.fill(rect(0, 722, 1600, 200))
    plate.hatch(rect(0, 722, 1600, 200), Hatch(0, 11, 2, 4))
    plate.line([(0, 722), (1600, 722)], 7)
    for k in range(6):
        size = plate.rng.uniform(36, 80)
        _floe(plate, plate.around(350 + k * 190, 70), plate.around(790, 40), size)


def _peak(plate: Plate, top: Point, left: float, right: float) -> None:
    x, y = top
    ridge = [(x, y), (x + 22, y + 130), (x - 16, y + 240), (x + 44, 740)]
    plate.shape([(x, y), *ridge[1:], (left, 740), (x - (x - left) * 0.45, y + 230)], PALE, line=6)
    plate.shape(
        [(x, y), (x + (right - x) * 0.42, y + 220), (right, 740), *reversed(ridge[1:])], Hatch(52, 10, 4), line=6
    )
    cap = [(x, y), (x + 52, y + 96), (x + 24, y + 84), (x + 8, y + 124), (x - 20, y + 90), (x - 50, y + 112)]
    plate.shape(cap, line=4)


def _ice(plate: Plate) -> None:
    """Draw the tongue coming down from the middle peak's snow."""
    left = smooth([(752, 372), (712, 430), (668, 510), (570, 620), (540, 740)], closed=False)
    right = smooth([(872, 366), (886, 430), (930, 510), (1020, 620), (1060, 740)], closed=False)
    plate.fill([*left, *reversed(right)])
    plate.lines([left, right], 6)
    for k in range(3, len(left) - 1, 2):
        middle = lerp(left[k], right[k], 0.5)
        plate.line(smooth([left[k], (middle[0], middle[1] + 30), right[k]], closed=False), 2)
    for part in (0.34, 0.44, 0.66):
        plate.line([lerp(a, b, part) for a, b in zip(left[4:], right[4:], strict=True)], 4)


def _front(plate: Plate) -> None:
    tops = [(560 + k * 32, 640 + plate.around(0, 14) - 12 * (k % 3)) for k in range(16)]
    plate.shape([*tops, (1056, 730), (544, 730)], ground=plate.hue, line=7)
    for x, y in tops[1:-1]:
        plate.line([(x, y), (x + plate.around(0, 8), 726)], 4)


def _floe(plate: Plate, x: float, y: float, size: float) -> None:
    top = [(x - size, y), (x - size * 0.5, y - size * 0.4), (x + size * 0.3, y - size * 0.5), (x + size, y)]
    plate.shape(top, line=4)
    plate.shape([top[0], top[3], (x + size * 0.7, y + 16), (x - size * 0.8, y + 16)], MID, line=4)
