"""Which sizes of a picture exist, and which part of it each shows. Whole pixels, exact arithmetic, no Pillow."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Size = tuple[int, int]
Ratio = tuple[int, int]
Focal = tuple[float, float]
Box = tuple[int, int, int, int]
Format = Literal["avif", "webp", "jpeg"]

CENTRE: Focal = (0.5, 0.5)


class Shape(StrEnum):
    """The crops a page can ask for. FREE keeps the picture's own proportions, for figures in the text.

    CLASSIC is for search engines alone, which ask for it beside WIDE and SQUARE.
    """

    WIDE = "wide"
    CARD = "card"
    SQUARE = "square"
    CLASSIC = "classic"
    FREE = "free"

    @property
    def ratio(self) -> Ratio | None:
        """Width to height, or None where nothing is cropped."""
        return RATIOS.get(self)


RATIOS: dict[Shape, Ratio] = {Shape.WIDE: (16, 9), Shape.CARD: (3, 2), Shape.SQUARE: (1, 1), Shape.CLASSIC: (4, 3)}

WEBP_WIDTHS: dict[Shape, tuple[int, ...]] = {
    Shape.WIDE: (480, 800, 1200, 1600),
    Shape.CARD: (320, 480, 640),
    Shape.SQUARE: (120, 240, 480),
    Shape.CLASSIC: (),
    Shape.FREE: (480, 800, 1200),
}

# The narrowest is what old browsers get in a page; wide 1200 is what social networks and mail ask for.
JPEG_WIDTHS: dict[Shape, tuple[int, ...]] = {
    Shape.WIDE: (800, 1200),
    Shape.CARD: (480,),
    Shape.SQUARE: (240,),
    Shape.CLASSIC: (),
    Shape.FREE: (800,),
}

# What only machines ask for, and no page waits for.
LATER_JPEG_WIDTHS: dict[Shape, tuple[int, ...]] = {Shape.SQUARE: (1200,), Shape.CLASSIC: (1200,)}


@dataclass(frozen=True, slots=True, order=True)
class Spec:
    """One file to make: a shape at a size in pixels, in a format."""

    shape: Shape
    width: int
    height: int
    format: Format


def crop_box(size: Size, ratio: Ratio | None, focal: Focal = CENTRE) -> Box:
    """Return (left, top, right, bottom) in pixels of the largest crop of `ratio` in a picture of `size`.

    The box is centred on `focal` (two fractions of width and height, from the top left corner) as far as the picture
    allows, lies inside the picture and is at least one pixel each way. Its short side is rounded to a whole pixel.
    A ratio of None is the whole picture.
    """
    width, height = _crop_size(size, ratio)
    left = _offset(size[0], width, focal[0])
    top = _offset(size[1], height, focal[1])
    return left, top, left + width, top + height


def plan(size: Size, shape: Shape) -> tuple[Spec, ...]:
    """Return the renditions of a normalised picture of `size` in `shape` that pages need at once: WebP first, each format by rising width.

    Nothing is enlarged: widths beyond the crop become one of the crop's own width, so that the smallest picture
    still has a WebP and a JPEG.
    """
    crop = _crop_size(size, shape.ratio)
    return (*_specs(shape, crop, WEBP_WIDTHS[shape], "webp"), *_specs(shape, crop, JPEG_WIDTHS[shape], "jpeg"))


def plan_first(size: Size, shape: Shape) -> tuple[Spec, ...]:
    """Return the renditions of `plan` without which a page has no picture at all: the JPEGs, the quickest to make."""
    return tuple(spec for spec in plan(size, shape) if spec.format == "jpeg")


def plan_later(size: Size, shape: Shape) -> tuple[Spec, ...]:
    """Return the renditions that are added when there is time.

    They are each WebP once more as AVIF, a fifth smaller, and large JPEGs of the proportions that search engines ask for.
    """
    crop = _crop_size(size, shape.ratio)
    avif = _specs(shape, crop, WEBP_WIDTHS[shape], "avif")
    return (*avif, *_specs(shape, crop, LATER_JPEG_WIDTHS.get(shape, ()), "jpeg"))


def _specs(shape: Shape, crop: Size, widths: Iterable[int], format: Format) -> Iterable[Spec]:
    ratio = shape.ratio or crop
    for width in sorted({min(width, crop[0]) for width in widths}):
        yield Spec(shape, width, _scaled(width, ratio[1], ratio[0]), format)


def _crop_size(size: Size, ratio: Ratio | None) -> Size:
    width, height = size
    if ratio is None:
        return size
    across, down = ratio
    if width * down >= height * across:
        return _scaled(height, across, down), height
    return width, _scaled(width, down, across)


def _scaled(length: int, by: int, over: int) -> int:
    """Return length * by / over, rounded half up in whole numbers, at least 1."""
    return max(1, (2 * length * by + over) // (2 * over))


def _offset(available: int, taken: int, focus: float) -> int:
    centred = round(available * focus - taken / 2)
    return min(max(centred, 0), available - taken)
