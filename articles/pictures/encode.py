"""From a decoded upload to the files readers get: upright, sRGB, opaque, and with no metadata but their origin."""

import struct
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import groupby
from typing import Any

from PIL import ExifTags, Image, ImageCms

from articles.pictures.geometry import CENTRE, Focal, Format, Spec, crop_box
from articles.pictures.guard import LONG_SIDE
from articles.pictures.origin import UNKNOWN, Origin

WHITE = "white"
REDUCING_GAP = 3.0  # a third faster than Lanczos alone, and less than one level of 256 away from it
AT_ONCE = 2  # sizes made at once; more would be in the way of whoever else is served
STRIP = 512  # rows flattened at a time, so that transparency costs a strip and not another whole picture

# Chosen by measuring: WebP and AVIF look no worse than the JPEG at these. A slower AVIF saves 12 % for five times the time.
OPTIONS: dict[Format, dict[str, Any]] = {
    "jpeg": {"quality": 78, "progressive": True, "optimize": True},
    "webp": {"quality": 76, "method": 4},
    "avif": {"quality": 50, "speed": 8},
}

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def normalise(image: Image.Image) -> Image.Image:
    """Return a new RGB image: upright, in sRGB, on white, at most LONG_SIDE pixels long, with no metadata.

    An ICC profile that is broken or does not fit the picture is ignored, and so is EXIF that cannot be read.
    """
    profile = image.info.get("icc_profile")
    turn = _turn(image)
    picture = _srgb(_bounded(_opaque(image)), profile)
    if turn is not None:
        picture = picture.transpose(turn)
    picture.info = {}
    return picture


def render(image: Image.Image, spec: Spec, focal: Focal = CENTRE, origin: Origin = UNKNOWN) -> bytes:
    """Return one encoded rendition of a normalised image."""
    return _encoded(_resized(image, spec, focal), spec, origin.xmp())


def render_all(
    image: Image.Image, specs: Iterable[Spec], focal: Focal = CENTRE, origin: Origin = UNKNOWN
) -> Iterator[tuple[Spec, bytes]]:
    """Yield each spec with its encoded bytes, resizing a normalised image once for every size.

    Sorted by shape and size, not in the order given, so that no more resized pictures are held than are made at once.
    """
    xmp = origin.xmp()

    def made(group: list[Spec]) -> list[tuple[Spec, bytes]]:
        resized = _resized(image, group[0], focal)
        return [(spec, _encoded(resized, spec, xmp)) for spec in group]

    by_size = groupby(sorted(specs), key=lambda spec: (spec.shape, spec.width, spec.height))
    # Pillow lets others run while it resizes and encodes.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for some in pool.map(made, [list(group) for _size, group in by_size]):
            yield from some


def _turn(image: Image.Image) -> Image.Transpose | None:
    # ImageOps.exif_transpose would also write the remaining tags back, which corrupt ones do not survive.
    try:
        return TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except (SyntaxError, struct.error):
        return None


def _opaque(image: Image.Image) -> Image.Image:
    """Return the image as L, RGB or CMYK, transparent parts on white."""
    if image.mode == "I;16":
        # convert() alone would cut every level above 255 instead of scaling.
        return image.point(lambda level: level / 257).convert("L")
    if image.has_transparency_data:
        return _on_white(image)
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    flat = Image.new("RGB", image.size, WHITE)
    for top in range(0, image.height, STRIP):
        strip = image.crop((0, top, image.width, min(top + STRIP, image.height))).convert("RGBA")
        flat.paste(strip, (0, top), strip)
    return flat


def _bounded(image: Image.Image) -> Image.Image:
    longest = max(image.size)
    if longest <= LONG_SIDE:
        return image
    width, height = (max(1, round(side * LONG_SIDE / longest)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=REDUCING_GAP)


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a new RGB image, never the one given."""
    if not profile:
        return image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        converted = None
    return converted or image.convert("RGB")


def _resized(image: Image.Image, spec: Spec, focal: Focal) -> Image.Image:
    box = crop_box(image.size, spec.shape.ratio, focal)
    return image.resize((spec.width, spec.height), Image.Resampling.LANCZOS, box=box, reducing_gap=REDUCING_GAP)


def _encoded(image: Image.Image, spec: Spec, xmp: bytes) -> bytes:
    stream = BytesIO()
    image.save(stream, spec.format.upper(), **OPTIONS[spec.format], **({"xmp": xmp} if xmp else {}))
    return stream.getvalue()
