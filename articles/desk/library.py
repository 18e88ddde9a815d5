"""The media library's files: one cleaned original a picture, and the renditions that pages show.

A file's name is never used twice, so whatever a page or a cache knows under a name stays true for as long as it exists.
Files are written before the row that names them is saved, and old ones go after the change is certain: a failure leaves
no row without files, at worst files without a row.
"""

import secrets
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import BinaryIO, cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from PIL import Image

from articles.models import Illustration
from articles.pictures import encode, geometry, guard, names

Upload = BinaryIO | File

# Every picture is kept and re-rendered from this, so it is encoded finer than what readers get.
QUALITY = 92


def take(upload: Upload) -> Image.Image:
    """Return the picture of an upload: checked, upright, sRGB, without metadata. Raises guard.PictureRefused."""
    return encode.normalise(guard.open_picture(cast(BinaryIO, upload)))


def store_picture(illustration: Illustration, upload: Upload | Image.Image | None = None) -> None:
    """Save a picture's row together with its files.

    `upload` is a file, or what `take` made of one; without it the stored original is kept, and rendered again if the
    focal point has moved. Raises guard.PictureRefused for an upload that is not taken; nothing is stored then.
    """
    stored = Illustration.objects.filter(pk=illustration.pk).first() if illustration.pk else None
    if upload is None and stored is not None and stored.focal == illustration.focal:
        illustration.save()
        return
    replaced = _files(stored) if stored is not None else set()
    picture = _picture(illustration, upload)
    written: list[str] = []
    try:
        if upload is not None:
            _store_original(illustration, picture, written)
        _store_renditions(illustration, picture, written)
        with transaction.atomic():
            illustration.save()
    except BaseException:
        _remove(written)
        raise
    transaction.on_commit(lambda: _remove(replaced - _files(illustration)))


def thumbnail(illustration: Illustration | None) -> str:
    """Address of the smallest square rendition; empty where there is none."""
    found = names.sources(illustration.renditions, "square", "webp") if illustration else []
    return default_storage.url(found[0].name) if found else ""


def in_text(illustration: Illustration) -> str:
    """Address that the picture has in the text of a story; pages put all sizes in its place."""
    return default_storage.url(names.fallback(illustration.renditions, "free").name)


def _picture(illustration: Illustration, upload: Upload | Image.Image | None) -> Image.Image:
    if isinstance(upload, Image.Image):
        return upload
    if upload is not None:
        return take(upload)
    with default_storage.open(str(illustration.file.name)) as original:
        return take(original)


def _store_original(illustration: Illustration, picture: Image.Image, written: list[str]) -> None:
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    name = f"originals/{_place()}.jpg"
    written.append(default_storage.save(name, ContentFile(stream.getvalue())))
    illustration.file = written[-1]
    illustration.width, illustration.height = picture.size


def _store_renditions(illustration: Illustration, picture: Image.Image, written: list[str]) -> None:
    stem = f"renditions/{_place()}"
    manifest = []
    for spec, data in encode.render_all(picture, _specs(picture.size), illustration.focal):
        shape, format, width, height, name = names.entry(stem, spec)
        written.append(default_storage.save(name, ContentFile(data)))
        manifest.append([shape, format, width, height, written[-1]])
    illustration.renditions = manifest


def _specs(size: geometry.Size) -> Iterator[geometry.Spec]:
    for shape in geometry.Shape:
        yield from geometry.plan(size, shape)


def _place() -> str:
    """A folder by month and a name that nobody can guess or meet again."""
    return f"{timezone.now():%Y/%m}/{secrets.token_hex(8)}"


def _files(illustration: Illustration) -> set[str]:
    return {name for name in (illustration.file.name, *(entry[-1] for entry in illustration.renditions)) if name}


def _remove(files: Iterable[str]) -> None:
    for name in files:
        default_storage.delete(name)
