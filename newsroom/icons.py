"""The site's icon in the sizes and formats that browsers, telephones and feed readers ask for, from one drawing.

The drawing is `static/newsroom/icon.svg`. Of SVG it may use what this reads: rectangles, and paths of straight lines,
filled or stroked in one colour. A house with another sign draws it so, and runs `manage.py draw_icons`; a sign with
curves is exported by hand under the names in `FILES`.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from PIL import Image, ImageDraw

# Drawn this many times as large, then reduced: Pillow's lines have no soft edges.
FINER = 4
ICO_SIDES = (16, 32, 48)
# Side in pixels, and which share of it the drawing takes: launchers cut a maskable icon to a circle of 80 % of its side
# (W3C, Web Application Manifest, "Icon masks and safe zone").
FILES = {
    "apple-touch-icon.png": (180, 1.0),
    "icon-192.png": (192, 1.0),
    "icon-512.png": (512, 1.0),
    "icon-maskable-512.png": (512, 0.75),
}

_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_STEP = re.compile(rf"([MmLlHhVvZz])((?:[\s,]*{_NUMBER.pattern})*)")
_SVG = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]
Line = list[Point]


class NotReadable(ValueError):
    """The drawing uses more of SVG than is read here."""


def draw_all(svg: str) -> dict[str, bytes]:
    """Every file that the site needs, by its name."""
    drawn = {name: _png(_at(svg, *how)) for name, how in FILES.items()}
    sides = [_at(svg, side) for side in ICO_SIDES]
    stream = BytesIO()
    sides[-1].save(stream, "ICO", sizes=[one.size for one in sides], append_images=sides[:-1])
    return drawn | {"favicon.ico": stream.getvalue()}


def _at(svg: str, side: int, share: float = 1.0) -> Image.Image:
    """The drawing at a size, with no transparent part: what lies around it is the colour of its ground."""
    root = ElementTree.fromstring(svg)  # noqa: S314 (a file of the project, not an upload)
    width = float(root.attrib["viewBox"].split()[2])
    scale = side * FINER * share / width
    margin = side * FINER * (1 - share) / 2
    ground = root[0].attrib.get("fill", "#fff")
    image = Image.new("RGB", (side * FINER, side * FINER), ground)
    pen = ImageDraw.Draw(image)
    for element in root:
        _shape(pen, element, scale, margin)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _shape(pen: ImageDraw.ImageDraw, element: ElementTree.Element, scale: float, margin: float) -> None:
    given = element.attrib
    if element.tag == f"{_SVG}rect":
        x, y, width, height = (float(given.get(name, 0)) for name in ("x", "y", "width", "height"))
        lines: list[Line] = [[(x, y), (x + width, y), (x + width, y + height), (x, y + height)]]
    elif element.tag == f"{_SVG}path":
        lines = list(_lines(given["d"]))
    else:
        raise NotReadable(f"<{element.tag.removeprefix(_SVG)}> is not read; draw with <rect> and <path>.")
    stroke, fill = given.get("stroke", "none"), given.get("fill", "#000")
    for line in lines:
        placed = [(margin + x * scale, margin + y * scale) for x, y in line]
        if stroke != "none":
            pen.line(placed, stroke, round(float(given.get("stroke-width", 1)) * scale))
        elif fill != "none":
            pen.polygon(placed, fill)


def _lines(path: str) -> Iterator[Line]:
    """The lines of a path's data. Raises NotReadable for curves."""
    if _STEP.sub("", path).strip(" ,\n"):
        raise NotReadable(f"The path “{path}” has curves or arcs; only straight lines are read.")
    line: Line = []
    x = y = 0.0
    for letter, raw in _STEP.findall(path):
        numbers = [float(one) for one in _NUMBER.findall(raw)]
        is_relative = letter.islower()
        if letter in "Mm" and line:
            yield line
            line = []
        if letter in "Zz" and line:
            line.append(line[0])
            x, y = line[0]
        for step in _steps(letter.upper(), numbers):
            x, y = _moved((x, y), step, is_relative)
            line.append((x, y))
    if line:
        yield line


def _steps(letter: str, numbers: list[float]) -> list[tuple[float | None, float | None]]:
    """Where each number, or pair of them, leads; None for a direction in which it does not."""
    if letter == "H":
        return [(one, None) for one in numbers]
    if letter == "V":
        return [(None, one) for one in numbers]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _moved(here: Point, step: tuple[float | None, float | None], is_relative: bool) -> Point:
    x, y = (at if to is None else at + to if is_relative else to for at, to in zip(here, step, strict=True))
    return x, y


def _png(image: Image.Image) -> bytes:
    stream = BytesIO()
    # Flat colours and their soft edges; a palette is a third of the size.
    image.quantize(32, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()
