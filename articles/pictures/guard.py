"""What may come in as a picture: looked at before anything is decoded, and refused with a reason to act on."""

import struct
from io import BytesIO
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, UnidentifiedImageError

MAX_BYTES = 20 * 1024**2
MAX_PIXELS = 40_000_000
MIN_SIDE = 64
LONG_SIDE = 3200  # pixels: no more is ever kept, so a larger JPEG is reduced while it is decoded

# Only these decoders are ever reached. No TIFF: libtiff is a large surface and no browser shows the result.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")

# A camera writes about ten. Each costs a pass over all pixels, so thousands in a small file would hold a worker.
MAX_SCANS = 100

MESSAGES: dict[str, str | Promise] = {
    "empty": _("The file is empty. Choose the picture again."),
    "too_many_bytes": _("The file is larger than %(megabytes)d MB. Save the picture smaller and upload that."),
    "too_many_pixels": _(
        "The picture has more than %(megapixels)d megapixels. Reduce it, 3200 pixels on the long side are enough."
    ),
    "too_small": _("The picture is less than %(pixels)d pixels wide or high. Upload a larger one."),
    "animation": _("The picture is animated. Upload a single frame as JPEG, PNG or WebP."),
    "svg": _("SVG is not accepted, because it can carry scripts. Export the drawing as PNG and upload that."),
    "format": _("This is a %(format)s file, which is not accepted. Save the picture as JPEG, PNG, WebP or AVIF."),
    "not_a_picture": _("This file is not a picture that can be read. Upload a JPEG, PNG, WebP, AVIF or GIF."),
    "damaged": _("The file is incomplete or damaged. Copy or export the picture again and upload the new file."),
}
PARAMS = {"megabytes": MAX_BYTES // 1024**2, "megapixels": MAX_PIXELS // 1_000_000, "pixels": MIN_SIDE}

# (offset, bytes, what to call it): files that people take for a picture a website can use.
KNOWN_BUT_REFUSED = (
    (4, b"ftyphe", "HEIC"),
    (4, b"ftypmif1", "HEIF"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"BM", "BMP"),
    (0, b"8BPS", "Photoshop"),
    (0, b"%PDF", "PDF"),
)
ACCEPTED_BUT_BROKEN = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG", "PNG"),
    (0, b"GIF8", "GIF"),
    (8, b"WEBP", "WebP"),
    (4, b"ftypavi", "AVIF"),
)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow's five decoders raise on damaged bytes, found by feeding them some. The data is in memory by then, so an
# OSError is the decoder's and not the disk's; RuntimeError is how the AVIF decoder complains.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, RuntimeError, struct.error)


class PictureRefused(ValueError):
    """An upload that is not taken. `code` names the reason; as text it tells the editor what to do."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = MESSAGES[code]
        self.params = PARAMS | params

    def __str__(self) -> str:
        return str(self.message) % self.params


def open_picture(file: BinaryIO) -> Image.Image:
    """Return the decoded image of an upload, free of the file, or raise PictureRefused.

    The image is as its file has it: any mode, not turned upright, metadata in `info`; `format` is set. A JPEG beyond
    twice LONG_SIDE comes back reduced to no less than that. The file is read and left at its start.
    """
    data = _read(file)
    with _open(data) as image:
        _check_header(image, data)
        _reduce_while_decoding(image)
        return _decoded(image)


def _read(file: BinaryIO) -> bytes:
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    file.seek(0)
    if not data:
        raise PictureRefused("empty")
    if len(data) > MAX_BYTES:
        raise PictureRefused("too_many_bytes")
    return data


def _open(data: bytes) -> ImageFile.ImageFile:
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except BOMB as error:
        raise PictureRefused("too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise _unidentified(data) from error
    except BROKEN as error:
        raise PictureRefused("damaged") from error


def _unidentified(data: bytes) -> PictureRefused:
    if _named(data, ACCEPTED_BUT_BROKEN):
        return PictureRefused("damaged")
    if name := _named(data, KNOWN_BUT_REFUSED):
        return PictureRefused("format", format=name)
    if b"<svg" in data[:4096].replace(b"\0", b"").lower():
        return PictureRefused("svg")
    return PictureRefused("not_a_picture")


def _named(data: bytes, signatures: tuple[tuple[int, bytes, str], ...]) -> str | None:
    return next((name for offset, mark, name in signatures if data.startswith(mark, offset)), None)


def _check_header(image: ImageFile.ImageFile, data: bytes) -> None:
    """Refuse what the header alone gives away; no pixel has been decoded yet."""
    if image.width * image.height > MAX_PIXELS:
        raise PictureRefused("too_many_pixels")
    if min(image.size) < MIN_SIDE:
        raise PictureRefused("too_small")
    if _is_jpeg(image):
        if data.count(b"\xff\xda") > MAX_SCANS:
            raise PictureRefused("damaged")
    elif _is_animated(image):
        raise PictureRefused("animation")


def _is_jpeg(image: ImageFile.ImageFile) -> bool:
    # MPO is a JPEG with a second view or a gain map behind it, as many telephones write them: the first one counts.
    return image.format in {"JPEG", "MPO"}


def _is_animated(image: ImageFile.ImageFile) -> bool:
    try:
        return bool(getattr(image, "is_animated", False))
    except BROKEN as error:
        raise PictureRefused("damaged") from error


def _reduce_while_decoding(image: ImageFile.ImageFile) -> None:
    longest = max(image.size)
    if _is_jpeg(image) and longest >= 2 * LONG_SIDE:
        image.draft(None, (image.width * LONG_SIDE // longest, image.height * LONG_SIDE // longest))


def _decoded(image: ImageFile.ImageFile) -> Image.Image:
    try:
        image.load()
    except BROKEN as error:
        raise PictureRefused("damaged") from error
    # A copy lets go of the file and of the decoder, which for WebP holds two more canvases.
    picture = image.copy()
    picture.format = "JPEG" if _is_jpeg(image) else image.format
    return picture
