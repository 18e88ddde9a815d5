"""How a card is drawn: its words, set in the site's face, on paper, with the hue of the section.

The site's face sets what is written with Latin letters. For words that it lacks a letter of, the first of `OTHER_FACES`
is taken that the machine has and that can set them all; words that none can set are left out, since boxes say nothing.
"""

import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import IO

from PIL import Image, ImageDraw, ImageFont, ImageOps

from articles.pictures.card import SIZE, Words

PAPER, INK, SOFT = (251, 248, 241), (23, 21, 15), (93, 87, 75)
# Hues in degrees of OKLCH, as the stylesheet has them.
HUES = {
    **{"blue": 250, "red": 29, "green": 155, "amber": 75},
    **{"violet": 305, "teal": 200, "pink": 345, "lime": 115},
}
LIGHTNESS, CHROMA = 0.47, 0.16

MARGIN, BAR = 64, 18
PICTURE = 440  # width of the strip that a picture gets
RULE = 122  # where the double rule under the name stands
NAMEPLATE = 190  # where the name stands on the card of the site itself
NAME_SIZE, KICKER_SIZE = 46, 34
LARGEST, SMALLEST, STEP = 144, 44, 4
LEADING = 1.1
MOST_LINES = 5
ELLIPSIS = "…"

OTHER_FACES = (
    *("NotoSerif-Bold.ttf", "DejaVuSerif-Bold.ttf", "NotoNaskhArabic-Bold.ttf", "NotoSerifHebrew-Bold.ttf"),
    *("NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifDevanagari-Bold.ttf", "NotoSerifBengali-Bold.ttf"),
    *("NotoSerifThai-Bold.ttf", "NotoSerifGeorgian-Bold.ttf", "NotoSerifArmenian-Bold.ttf", "DejaVuSans-Bold.ttf"),
    *("FreeSerifBold.ttf", "Arial Unicode.ttf", "unifont.ttf"),
)
# Scripts that put no space between words.
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")

Font = ImageFont.FreeTypeFont
Colour = tuple[int, int, int]


def draw(words: Words, face: str, picture: Image.Image | None = None) -> bytes:
    """The card as a file of its format. `face` is the path of the site's font."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    accent, right = colour(words.hue), SIZE[0] - MARGIN
    if picture is not None:
        strip = ImageOps.fit(picture.convert("RGB"), (PICTURE, SIZE[1]), Image.Resampling.LANCZOS)
        image.paste(strip, (SIZE[0] - PICTURE, 0))
        right -= PICTURE
    edge = right + MARGIN
    pen.rectangle((0, 0, edge - 1, BAR - 1), accent)
    top = NAMEPLATE
    if words.site:
        _line(pen, words.site, face, NAME_SIZE, INK, 46, right)
        _rule(pen, RULE, right)
        top = RULE + 38
    if words.kicker:
        _line(pen, words.kicker, face, KICKER_SIZE, accent, top, right)
        top += 56
    end = _headline(pen, words.title, face, (top, right))
    if not words.site:
        _rule(pen, end + 30, right)
    return _encoded(image, words.format)


def decoded(file: IO[bytes]) -> Image.Image:
    """A picture to draw beside the words. Raises OSError if it is none."""
    with Image.open(file) as image:
        return image.convert("RGB")


def _rule(pen: ImageDraw.ImageDraw, top: int, right: int) -> None:
    """The double rule of the nameplate."""
    for line in (top, top + 4):
        pen.rectangle((MARGIN, line, right, line + 1), INK)


def colour(hue: str) -> Colour:
    """The accent of a hue on paper, as sRGB. OKLCH by Björn Ottosson's matrices (CSS Color 4, section 10)."""
    angle = math.radians(HUES.get(hue, HUES["red"]))
    a, b = CHROMA * math.cos(angle), CHROMA * math.sin(angle)
    while not all(-0.0001 <= one <= 1.0001 for one in _linear(LIGHTNESS, a, b)):
        a, b = a * 0.97, b * 0.97  # less colourful until the screen can show it
    red, green, blue = (round(255 * _gamma(min(max(one, 0.0), 1.0))) for one in _linear(LIGHTNESS, a, b))
    return red, green, blue


def lines(widths: Sequence[float], space: float, room: float) -> list[int] | None:
    """How many words each line takes so that they are few and equally long; None if a word is wider than `room`.

    As few lines as it takes, and among those the break with the least squares of what is left over (Knuth and Plass,
    "Breaking paragraphs into lines", 1981, reduced to headings): so no word is left alone on the last line if that can be.
    """
    if not widths or max(widths) > room:
        return None
    # best[i]: (lines, badness, where the last line begins) of the first i words.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(widths) + 1):
        best.append(min(_ways(widths, space, room, end, best)))
    taken, end = [], len(widths)
    while end:
        start = best[end][2]
        taken.append(end - start)
        end = start
    return taken[::-1]


def _ways(
    widths: Sequence[float], space: float, room: float, end: int, best: list[tuple[int, float, int]]
) -> list[tuple[int, float, int]]:
    found, length = [], -space
    for start in range(end - 1, -1, -1):
        length += widths[start] + space
        if length > room:
            break
        found.append((best[start][0] + 1, best[start][1] + (room - length) ** 2, start))
    return found


def _headline(pen: ImageDraw.ImageDraw, text: str, face: str, place: tuple[int, int]) -> int:
    """As large as it fits below the top of its place; what does not at the smallest size ends in an ellipsis.

    Returns where it ends.
    """
    top, right = place
    path = face_for(text, face)
    if path is None:
        return top
    words, glue = _words(text)
    for size in range(LARGEST, SMALLEST - 1, -STEP):
        set_lines = _set(words, glue, _font(path, size), right - MARGIN)
        if set_lines and len(set_lines) <= _fitting(top, size):
            break
    else:
        set_lines = _cut(words, glue, _font(path, size), right - MARGIN, _fitting(top, size))
    for number, line in enumerate(set_lines):
        _line(pen, line, face, size, INK, top + round(number * size * LEADING), right, path)
    return top + round(len(set_lines) * size * LEADING)


def _fitting(top: int, size: int) -> int:
    """Lines of this size that fit between `top` and the lower margin."""
    return min(MOST_LINES, int((SIZE[1] - MARGIN // 2 - top) / (size * LEADING)))


def _set(words: Sequence[str], glue: str, font: Font, room: int) -> list[str]:
    counts = lines([font.getlength(word) for word in words], font.getlength(glue) if glue else 0.0, room)
    set_lines, start = [], 0
    for count in counts or []:
        set_lines.append(glue.join(words[start : start + count]))
        start += count
    return set_lines


def _cut(words: Sequence[str], glue: str, font: Font, room: int, most: int) -> list[str]:
    """As much as fits into so many lines; a word that is wider than a line is broken anywhere."""
    pieces = [piece for word in words for piece in _broken(word, font, room)]
    for end in range(len(pieces), 0, -1):
        kept = [*pieces[: end - 1], pieces[end - 1] + (ELLIPSIS if end < len(pieces) else "")]
        set_lines = _set(kept, glue, font, room)
        if set_lines and len(set_lines) <= most:
            return set_lines
    return []


def _broken(word: str, font: Font, room: int) -> list[str]:
    pieces = [""]
    for character in word:
        if font.getlength(pieces[-1] + character + ELLIPSIS) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _words(text: str) -> tuple[list[str], str]:
    """The parts between which a line may end, and what stands between them."""
    if any(unicodedata.name(one, "").startswith(_UNSPACED) for one in text):
        return list(" ".join(text.split())), ""
    return text.split(), " "


def _line(
    pen: ImageDraw.ImageDraw,
    text: str,
    face: str,
    size: int,
    fill: Colour,
    top: int,
    right: int,
    path: str | None = None,
) -> None:
    """One line from the left margin, or up to the right one for a script that is read that way; cut if it is too long."""
    path = path or face_for(text, face)
    if path is None:
        return
    font = _font(path, size)
    if font.getlength(text) > right - MARGIN:
        text = (_cut(*_words(text), font, right - MARGIN, 1) or [""])[0]
    backwards = _is_right_to_left(text)
    # By the top of what a line takes, not of its letters, so that lines stand evenly.
    pen.text((right if backwards else MARGIN, top), text, fill, font, anchor="ra" if backwards else "la")


def _is_right_to_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((kind != "L" for kind in strong if kind in {"L", "R", "AL"}), False)


@lru_cache(maxsize=512)
def face_for(text: str, face: str) -> str | None:
    """The first font that has every letter of the text."""
    needed = {one for one in text if not one.isspace() and unicodedata.category(one) not in {"Cf", "Mn"}}
    return next((path for path in (face, *_others(face)) if all(_has(path, one) for one in needed)), None)


@lru_cache(maxsize=1)
def _others(face: str) -> tuple[str, ...]:
    return tuple(name for name in OTHER_FACES if _is_there(name))


def _is_there(name: str) -> bool:
    try:
        ImageFont.truetype(name, SMALLEST)
    except OSError:
        return False
    return True


@lru_cache(maxsize=64)
def _font(path: str, size: int) -> Font:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=20_000)
def _has(path: str, character: str) -> bool:
    """Whether the font has a drawing of its own for the character, and not the one for what it lacks."""
    font = _font(path, SMALLEST)
    return bytes(font.getmask(character)) != bytes(font.getmask("\U0010ffff"))


def _linear(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def _encoded(image: Image.Image, format: str) -> bytes:
    stream = BytesIO()
    if format == "png":
        image.quantize(64, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    else:
        image.save(stream, "JPEG", quality=84, subsampling=0, progressive=True, optimize=True)
    return stream.getvalue()
