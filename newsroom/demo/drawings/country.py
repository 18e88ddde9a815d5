"""Scenes under an open sky: moon, telescope, turbine, river, seedling."""

import math

from .backdrop import birds, cloud, hills, night, poplar, sky, tree
from .engraver import CROSS, DARK, INK, LIGHT, MID, PALE, PAPER, Hatch, Plate, mix
from .shapes import Point, Points, ellipse, lerp, move, rect, smooth, turn


def moon(plate: Plate) -> None:
    x, y, radius = night(plate, (800, 345, 245), stars=170)
    for k in range(4):
        plate.line(ellipse(x, y, radius + 14 + k * 13), 2, mix(INK, PAPER, 0.5 - k * 0.1))
    _craters(plate, (x, y), radius)
    for k in range(22):
        part = math.sin(math.radians(-8 + 96 * k / 22))
        plate.line(ellipse(x, y, radius * part, radius, -90, 90), 1.5 + k * 0.16)
    far = hills(plate, 690, 46, LIGHT)
    for _ in range(6):
        foot = plate.rng.choice(far[8:-8])
        poplar(plate, (foot[0], foot[1] + 10), plate.around(90, 24))
    hills(plate, 800, 30, DARK)


def _craters(plate: Plate, centre: Point, radius: float) -> None:
    dark = mix(plate.hue, INK, 0.55)
    for number in range(17):
        angle, far = number * 2.4 + plate.around(0, 0.4), radius * 0.86 * math.sqrt((number + 0.5) / 17)
        x, y = centre[0] + far * math.cos(angle), centre[1] + far * math.sin(angle)
        size = plate.rng.uniform(12, 44) * (1 - 0.5 * far / radius)
        rim = ellipse(x, y, size * (1 - 0.4 * abs(x - centre[0]) / radius), size)
        plate.hatch(rim, Hatch(-35, 6, 2), dark)
        plate.line(rim, 3, INK)


def telescope(plate: Plate) -> None:
    night(plate, (1040, 220, 150), stars=150)
    hills(plate, 730, 26, Hatch(0, 10, 2, 4))
    hinge = (790.0, 470.0)
    for foot in (620, 960, 800):
        leg = [(hinge[0] - 14, 480), (hinge[0] + 14, 480), (foot + 13, 830), (foot - 13, 830)]
        plate.shape(leg, Hatch(90, 7, 3) if foot > 900 else PALE, line=6)
    plate.line([(672, 700), (908, 700)], 8)
    plate.shape(rect(748, 448, 84, 70), MID, line=7)
    _tube(plate, hinge, plate.around(-32, 7))


def _tube(plate: Plate, hinge: Point, tilt: float) -> None:
    x, y = hinge
    parts = [(-330, 34, 60), (-272, 46, 150), (-124, 62, 300), (174, 72, 170), (342, 88, 60)]
    for start, half, length in parts:
        barrel = rect(x + start, y - 40 - half, length, 2 * half)
        turned = turn(barrel, tilt, hinge)
        plate.shape(turned, ground=plate.hue if start == 342 else PAPER, line=7)
        plate.barrel([turned[0], turned[3], turned[2], turned[1]], 15)
    for band in (-130, 60, 166):
        plate.shape(turn(rect(x + band, y - 116, 20, 152), tilt, hinge), DARK, line=5)
    finder = turn(rect(x - 110, y - 158, 220, 38), tilt, hinge)
    plate.shape(finder, LIGHT, line=6)
    plate.shape(turn(ellipse(x + 402, y - 40, 24, 88), tilt, hinge), ground=PAPER, line=7)
    plate.hatch(turn(ellipse(x + 402, y - 40, 18, 80), tilt, hinge), Hatch(-35, 8, 2))


def turbine(plate: Plate) -> None:
    sky(plate, (900, 330, 230))
    cloud(plate, plate.around(380, 120), plate.around(250, 40), 260)
    for x, y, size in ((1220, 420, 0.42), (430, 440, 0.38)):
        _mill(plate, (plate.around(x, 60), plate.around(y, 20)), size, foot=800)
    hills(plate, 700, 34, PALE)
    _mill(plate, (plate.around(790, 40), 330), 1, foot=890)
    near = hills(plate, 800, 24, Hatch(20, 10, 2, 4))
    for _ in range(4):
        spot = plate.rng.choice(near[6:-6])
        tree(plate, (spot[0], spot[1] + 14), plate.around(70, 14))


def _mill(plate: Plate, hub: Point, size: float, *, foot: float) -> None:
    x, y = hub
    mast = [(x - 11 * size, y), (x + 11 * size, y), (x + 24 * size, foot), (x - 24 * size, foot)]
    plate.shape(mast, line=2 + 4 * size)
    if size > 0.5:
        plate.barrel(mast, 9)
    start = plate.rng.uniform(0, 120)
    for angle in (start, start + 120, start + 240):
        blade = [(0, -9), (60, -22), (130, -19), (300, -3), (300, 2), (40, 9), (0, 9)]
        turned = turn(move([(a * size, b * size) for a, b in blade], x, y), angle, hub)
        plate.shape(turned, line=2 + 3 * size)
        plate.hatch(
            turn(move([(a * size, b * size) for a, b in ((20, 0), (300, -3), (300, 2), (40, 9))], x, y), angle, hub),
            MID,
        )
    plate.shape(ellipse(x, y, 21 * size), ground=INK, line=2)


def river(plate: Plate) -> None:
    sky(plate, (870, 270, 205))
    horizon = 400.0
    hills(plate, horizon - 20, 36, Hatch(52, 9, 3))
    plate.fill(rect(0, horizon, 1600, 500))
    plate.line([(0, horizon), (1600, horizon)], 5)
    _fields(plate, horizon)
    _stream(plate, horizon)
    for x, y, height in ((420, 560, 170), (500, 600, 210), (1120, 500, 130), (1170, 520, 150), (1290, 640, 250)):
        poplar(plate, (plate.around(x, 26), y), plate.around(height, 16))
    birds(plate, 620, 170)


def _fields(plate: Plate, horizon: float) -> None:
    vanish = (plate.around(830, 60), horizon - 30)
    edges = [-16000, -5000, -2400, -1100, -300, 350, 1250, 1900, 2700, 5500, 17000]
    levels = (horizon, 448, 540, 690, 960)
    choices = [PALE, MID, Hatch(0, 8, 2), CROSS, Hatch(-60, 10, 2), Hatch(20, 9, 3), Hatch(70, 12, 1.5)]
    for top, bottom in zip(levels, levels[1:], strict=False):
        for west, east in zip(edges, edges[1:], strict=False):
            corners = [_toward(vanish, x, y) for x, y in ((west, top), (east, top), (east, bottom), (west, bottom))]
            plate.shape(corners, plate.rng.choice(choices), line=3)


def _toward(vanish: Point, x: float, y: float) -> Point:
    """Find where the ray from the vanishing point to (x, 900) passes the height y."""
    return (vanish[0] + (x - vanish[0]) * (y - vanish[1]) / (900 - vanish[1]), y)


def _stream(plate: Plate, horizon: float) -> None:
    sway = plate.around(0, 30)
    middle = [
        (860, horizon),
        (900, 422),
        (760, 462),
        (720, 510),
        (900 + sway, 580),
        (960 + sway, 660),
        (760, 780),
        (640, 960),
    ]
    track = smooth(middle, closed=False)
    half = [4 + 210 * ((y - horizon) / 540) ** 1.5 for _, y in track]
    left = [(x - h, y) for (x, y), h in zip(track, half, strict=True)]
    right = [(x + h, y) for (x, y), h in zip(track, half, strict=True)]
    plate.shape([*left, *reversed(right)], line=6)
    for part in (0.12, 0.25, 0.4, 0.6, 0.78, 0.9):
        line = [lerp(a, b, part) for a, b in zip(left, right, strict=True)]
        begin = plate.rng.randrange(8, 20)
        plate.line(line[begin : begin + plate.rng.randrange(22, 36)], 2.5, plate.hue if part in (0.25, 0.6) else INK)


def seedling(plate: Plate) -> None:
    sky(plate, (800, 310, 235))
    lean = plate.around(0, 30)
    stem = smooth([(800, 650), (790, 560), (806 + lean * 0.4, 470), (800 + lean, 380)], closed=False)
    _soil(plate)
    for side in (-1, 1):
        length, rise = plate.around(270, 30), plate.around(150, 30)
        _leaf(plate, stem[-1], (800 + lean + side * length, 380 - rise), side)
        _leaf(plate, stem[13], (stem[13][0] + side * plate.around(130, 20), stem[13][1] - 44), side)
    plate.line(stem, 15)
    plate.line(stem, 6, PAPER)
    _leaf(plate, stem[-1], (804 + lean * 1.3, 270), 1)


def _leaf(plate: Plate, base: Point, tip: Point, side: int) -> None:
    """Draw a pointed leaf; `side` 1 turns its fuller half up on the right hand, -1 on the left."""
    upper, vein, lower = (_rib(base, tip, bulge * side) for bulge in (0.3, 0.05, -0.2))
    plate.shape([*upper, *reversed(lower)], line=7)
    plate.hatch([*vein, *reversed(lower)], Hatch(-35, 8, 4))
    plate.hatch([*vein, *reversed(upper)], Hatch(40, 11, 1.5))
    plate.line(vein, 5)


def _rib(base: Point, tip: Point, bulge: float) -> Points:
    (x, y), (dx, dy) = base, (tip[0] - base[0], tip[1] - base[1])
    bows = ((0.0, 0.0), (0.25, 0.8), (0.5, 1.0), (0.78, 0.55), (1.0, 0.0))
    return smooth([(x + dx * t + dy * bulge * b, y + dy * t - dx * bulge * b) for t, b in bows], closed=False)


def _soil(plate: Plate) -> None:
    mound = smooth(
        [(-60, 690), (400, 684), (640, 664), (800, 640), (960, 664), (1200, 684), (1660, 690)], closed=False
    )
    plate.shape([*mound, (1660, 960), (-60, 960)], Hatch(0, 11, 2, 5), line=7)
    for side in (-1, 0, 1):
        for drop in (80, 150):
            root = [
                (800, 650),
                (800 + side * drop * 0.5, 680 + drop * 0.4),
                (800 + side * drop + plate.around(0, 24), 660 + drop),
            ]
            plate.line(smooth(root, closed=False), 12, PAPER)
            plate.line(smooth(root, closed=False), 4)
    for _ in range(16):
        x, y, size = plate.around(800, 700), plate.around(810, 70), plate.rng.uniform(10, 30)
        plate.shape(ellipse(x, y, size, size * 0.65), LIGHT, line=4)
