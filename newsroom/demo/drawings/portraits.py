"""Busts before a disc, for the pictures of people who do not exist."""

from .backdrop import sky
from .engraver import CROSS, DARK, INK, LEVEL, LIGHT, MID, PALE, PAPER, Hatch, Plate
from .shapes import Point, Points, ellipse, flip, rect, smooth

SIDE = 800

CROWNS: list[Points] = [
    [(270, 330), (262, 220), (330, 140), (440, 128), (530, 190), (536, 330), (500, 270), (420, 230), (330, 250)],
    [
        (268, 350),
        (250, 230),
        (310, 140),
        (420, 112),
        (530, 160),
        (548, 340),
        (516, 300),
        (480, 220),
        (360, 280),
        (296, 270),
    ],
    [(280, 300), (272, 210), (340, 150), (460, 148), (524, 210), (522, 300), (480, 220), (400, 206), (320, 220)],
    [
        (262, 420),
        (236, 260),
        (300, 130),
        (410, 100),
        (520, 140),
        (566, 280),
        (540, 420),
        (518, 300),
        (400, 200),
        (300, 290),
    ],
]


def bust(plate: Plate) -> None:
    sky(plate, (430, 330, 255))
    long_hair = _back_hair(plate)
    _shoulders(plate)
    head = _head(plate)
    _face(plate, head)
    if not long_hair and plate.rng.random() < 0.4:
        _beard(plate)
    _hair(plate)
    if plate.rng.random() < 0.4:
        _glasses(plate)


def _both(right: list[Point]) -> Points:
    """Complete the right half of an outline, listed from top to bottom, with its reflection."""
    return [*right, *reversed(flip(right, 400))]


def _back_hair(plate: Plate) -> bool:
    """Draw hair that falls behind the shoulders or is tied up, on some heads; say whether there is any."""
    kind = plate.rng.randrange(4)
    if kind == 0:
        plate.shape(smooth(_both([(430, 120), (560, 190), (580, 400), (560, 560)])), DARK, line=7)
    elif kind == 1:
        plate.shape(ellipse(400, 116, 66), Hatch(0, 7, 4), line=7)
    return kind < 2


def _shoulders(plate: Plate) -> None:
    coat = smooth(
        [(-20, 860), (60, 700), (180, 640), (330, 600), (470, 600), (620, 640), (740, 700), (820, 860)], closed=False
    )
    cloth = plate.rng.choice(((MID,), (LIGHT, CROSS), (Hatch(90, 10, 4),), (LEVEL,), (DARK,)))
    plate.shape(coat, *cloth, ground=plate.rng.choice((PAPER, PAPER, plate.hue)), line=9)
    neck = [(336, 470), (464, 470), (470, 610), (400, 690), (330, 610)]
    plate.shape(neck, line=7)
    plate.hatch([(336, 500), (464, 470), (470, 610), (404, 686), (404, 570)], Hatch(-35, 8, 4))
    lapels: list[Points] = [
        [(330, 590), (400, 692), (340, 780), (256, 640)],
        [(326, 586), (400, 690), (330, 720), (296, 620)],
        [(326, 560), (400, 640), (400, 700), (316, 630)],
    ]
    lapel = plate.rng.choice(lapels)
    plate.shape(lapel, line=7)
    plate.shape(flip(lapel, 400), *((DARK,) if lapel is lapels[0] else ()), line=7)


def _head(plate: Plate) -> Points:
    jaw, chin = plate.around(112, 10), plate.around(548, 12)
    head = smooth(_both([(410, 170), (490, 200), (524, 300), (400 + jaw, 430), (450, chin - 18)]))
    for x in (274, 526):
        plate.shape(ellipse(x, 370, 18, 36), LIGHT, line=6)
    plate.shape(head, line=8)
    return head


def _face(plate: Plate, head: Points) -> None:
    shade = [(x, y) for x, y in head if x >= 400]
    inner = smooth([(404, 540), (420, 470), (404, 440), (436, 410), (410, 330), (440, 250), (430, 190)], closed=False)
    edge = sorted(shade, key=lambda point: point[1])
    plate.hatch([*edge, *inner], Hatch(-35, 9, 3))
    plate.hatch([(x, y) for x, y in edge if x > 470], Hatch(40, 9, 2.5))
    plate.line(smooth([(404, 330), (418, 390), (436, 424), (396, 432)], closed=False), 5)
    for x in (346, 454):
        plate.line(smooth([(x - 34, 322), (x, 308), (x + 34, 320)], closed=False), 8)
        plate.line(smooth([(x - 24, 350), (x, 342), (x + 24, 350)], closed=False), 5)
        plate.dot(x, 352, 8)
    plate.line(smooth([(362, 482), (400, 490), (438, 480)], closed=False), 6)


def _beard(plate: Plate) -> None:
    outer: list[Point] = [(524, 400), (518, 470), (470, 560), (400, 592)]
    inner: list[Point] = [(400, 452), (352, 460), (330, 470), (296, 420)]
    beard = smooth([*outer, *reversed(flip(outer[:-1], 400)), *reversed(inner), *flip(inner[1:], 400)])
    plate.shape(beard, Hatch(76, 7, 3), line=6)
    plate.shape(smooth([(358, 482), (400, 474), (442, 482), (400, 504)]), line=5)


def _hair(plate: Plate) -> None:
    crown = smooth(plate.rng.choice(CROWNS))
    turned = flip(crown, 400) if plate.rng.random() < 0.5 else crown
    tone = plate.rng.choice(((DARK,), (MID, CROSS), (Hatch(70, 7, 3),), (PALE,)))
    ground = plate.rng.choice((PAPER, PAPER, INK))
    plate.shape(turned, *tone, ground=ground, line=8)
    if ground == INK:
        plate.hatch(turned, Hatch(60, 13, 2), PAPER)


def _glasses(plate: Plate) -> None:
    if plate.rng.random() < 0.5:
        for x in (346, 454):
            plate.line(ellipse(x, 352, 44), 7)
    else:
        for x in (304, 412):
            plate.line(rect(x, 320, 84, 62), 7, closed=True)
    plate.line([(388, 350), (412, 350)], 7)
