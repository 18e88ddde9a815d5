"""Scenes of getting about: train, bicycle."""

import math

from .backdrop import cloud, floor, hills, sky
from .engraver import DARK, INK, MID, PALE, PAPER, Hatch, Plate
from .shapes import Point, ellipse, rect, smooth


def train(plate: Plate) -> None:
    sky(plate, (900, 250, 215))
    cloud(plate, plate.around(430, 80), plate.around(190, 30), 250)
    hills(plate, 560, 40, PALE)
    _viaduct(plate)
    plate.lines([[(0, 330), (1600, 322)], [(0, 352), (1600, 346)]], 2)
    for x in (170, 1390):
        plate.line([(x, 560), (x, 312), (x + 80, 312)], 7)
    _carriages(plate)


def _viaduct(plate: Plate) -> None:
    plate.shape(rect(-20, 560, 1640, 360), Hatch(0, 14, 2), line=0)
    shift = plate.around(0, 90)
    for k in range(-1, 6):
        x = 130 + k * 330 + shift
        arch = [*ellipse(x, 740, 125, 105, 180, 360), (x + 125, 930), (x - 125, 930)]
        plate.shape(arch, line=7)
        plate.hatch([*ellipse(x, 740, 125, 105, 180, 250), (x - 75, 930), (x - 125, 930)], DARK)
        plate.line(ellipse(x, 740, 145, 125, 180, 360), 4)
        plate.lines((_spoke((x, 740), angle) for angle in range(190, 360, 17)), 3)
    plate.shape(rect(-20, 556, 1640, 34), MID, line=7)


def _spoke(centre: Point, angle: float) -> list[Point]:
    x, y = centre
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return [(x + 126 * cos, y + 106 * sin), (x + 145 * cos, y + 125 * sin)]


def _carriages(plate: Plate) -> None:
    nose = smooth([(860, 392), (980, 398), (1110, 430), (1230, 490), (1262, 524), (1240, 538)], closed=False)
    plate.shape([(-20, 392), *nose, (-20, 538)], line=8)
    plate.hatch([(-20, 500), (1245, 500), (1262, 524), (1240, 538), (-20, 538)], Hatch(0, 6, 3))
    plate.fill([(-20, 474), (1200, 474), (1226, 490), (-20, 490)], plate.hue)
    for k in range(13):
        x = 40 + k * 74
        if k % 6 != 5:
            plate.shape(rect(x, 418, 54, 40), ground=INK, line=2)
            plate.line([(x + 12, 450), (x + 32, 426)], 3, PAPER)
    plate.shape([(1040, 424), (1100, 440), (1160, 470), (1040, 470)], ground=INK, line=3)
    for x in (398, 842):
        plate.lines([[(x, 392), (x, 538)], [(x + 10, 392), (x + 10, 538)]], 4)
    plate.line([(560, 392), (610, 362), (570, 338), (620, 338)], 5)
    for x in (100, 300, 500, 740, 940, 1130):
        for dx in (-24, 24):
            plate.shape(ellipse(x + dx, 544, 17), ground=INK, line=2)


def bicycle(plate: Plate) -> None:
    sky(plate, (800, 340, 250))
    floor(plate, 748)
    rear, front = (560.0, 580.0), (1060.0, 580.0)
    spin = plate.rng.uniform(0, 15)
    for hub in (rear, front):
        _wheel(plate, hub, spin)
    crank, head = (770.0, 590.0), (990.0, 360.0)
    for tube in ((rear, crank), (rear, (706, 390)), (crank, (690, 340)), (crank, (1000, 404)), ((704, 384), head)):
        plate.line(tube, 17)
        plate.line(tube, 7, PAPER)
    plate.line(smooth([(978, 300), head, (1012, 440), (1032, 510), front], closed=False), 17)
    plate.line([(630, 338), (762, 330)], 26)
    plate.line(smooth([(978, 300), (1010, 276), (1060, 280), (1072, 320), (1030, 340)], closed=False), 12)
    _crankset(plate, crank, rear)


def _wheel(plate: Plate, hub: Point, spin: float) -> None:
    x, y = hub
    for k in range(24):
        angle = math.radians(spin + k * 15)
        skew = angle + (0.5 if k % 2 else -0.5)
        start = (x + 16 * math.cos(skew), y + 16 * math.sin(skew))
        plate.line([start, (x + 158 * math.cos(angle), y + 158 * math.sin(angle))], 2.5)
    plate.line(ellipse(x, y, 166), 14)
    plate.line(ellipse(x, y, 152), 3)
    plate.dot(x, y, 18)
    plate.dot(x, y, 7, PAPER)


def _crankset(plate: Plate, crank: Point, rear: Point) -> None:
    (x, y), (back, level) = crank, rear
    plate.lines([[(back, level - 20), (x, y - 46)], [(back, level + 20), (x, y + 46)]], 4)
    plate.shape(ellipse(x, y, 46), Hatch(40, 9, 2), ground=plate.hue, line=7)
    angle = math.radians(plate.rng.uniform(0, 180))
    dx, dy = 84 * math.cos(angle), 84 * math.sin(angle)
    plate.line([(x - dx, y - dy), (x + dx, y + dy)], 10)
    for side in (-1, 1):
        plate.line([(x + side * dx - 28, y + side * dy), (x + side * dx + 28, y + side * dy)], 13)
    plate.dot(x, y, 10, PAPER)
