"""The media library's files: one cleaned original a picture, and the renditions that pages show.

A file's name is never used twice, so whatever a page or a cache knows under a name stays true for as long as it exists.
Files are written before the row that names them is saved, and old ones go after the change is certain: a failure leaves
no row without files, at worst files without a row.
"""

from io import BytesIO
from typing import BinaryIO, NamedTuple, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy
from PIL import Image

from articles.desk import picture_files
from articles.models import Illustration
from articles.pictures import encode, geometry, guard, names, origin
from articles.tasks import add_avif

Upload = BinaryIO | File

# Every picture is kept and re-rendered from this, so it is encoded finer than what readers get.
QUALITY = 92


NOT_STORED = gettext_lazy(
    "The picture could not be stored: what keeps our files does not answer, or is full. Try again soon."
)


class Taken(NamedTuple):
    """An upload that is accepted: its decoded picture, and what the file itself says of AI, as origin.ai_term."""

    picture: Image.Image
    ai_term: str


def take(upload: Upload) -> Taken:
    """Return the picture of an upload: checked, upright, sRGB, without metadata. Raises guard.PictureRefused."""
    opened = guard.open_picture(cast(BinaryIO, upload))
    return Taken(encode.normalise(opened), origin.ai_term(opened.info.get("xmp")))


def store_picture(
    illustration: Illustration,
    upload: Upload | Image.Image | None = None,
    *,
    with_avif: bool = True,
    with_webp: bool = True,
) -> None:
    """Save a picture's row together with its files.

    `upload` is a file, or a picture that `take` made of one; without it the stored original is kept, and rendered again
    if what the renditions show or say has changed. Raises guard.PictureRefused for an upload that is not taken; nothing
    is stored then. Raises Illustration.DoesNotExist if somebody has deleted the picture meanwhile.

    AVIF files follow in a task; without it, and WebP files if they are not wanted at once, when `manage.py render_avif` runs.
    """
    if upload is not None:
        picture = upload if isinstance(upload, Image.Image) else take(upload).picture
        _store_files(illustration, picture, is_new=True, with_avif=with_avif, with_webp=with_webp)
        return
    # Each round fails only if somebody else has stored another file since it began.
    while not (_save_words(illustration) or _render_again(illustration)):
        continue


def thumbnail(illustration: Illustration | None) -> str:
    """Address of the smallest square rendition; empty where there is none."""
    found = names.in_webp(illustration.renditions, "square") if illustration else []
    return default_storage.url(found[0].name) if found else ""


def in_text(illustration: Illustration) -> str:
    """Address that the picture has in the text of a story; pages put all sizes in its place."""
    # Texts hold addresses of this site alone, wherever browsers get pictures.
    return f"{settings.MEDIA_URL}{names.fallback(illustration.renditions, 'free').name}"


def _save_words(illustration: Illustration) -> bool:
    """Save the row if its files are right as they are; they may have become more since the row was read."""
    with transaction.atomic():
        stored = _locked(illustration)
        if _shown(stored) != _shown(illustration):
            return False
        _keep_files(illustration, stored)
        illustration.save()
    return True


def _render_again(illustration: Illustration) -> bool:
    """Render the stored original anew; False if it is not the picture's original any more when that is done."""
    stored = Illustration.objects.get(pk=illustration.pk)
    _keep_files(illustration, stored)
    try:
        picture = picture_files.original_of(illustration)
    except FileNotFoundError:
        if Illustration.objects.filter(pk=illustration.pk, file=stored.file.name).exists():
            raise
        return False
    return _store_files(illustration, picture, is_new=False)


def _store_files(
    illustration: Illustration, picture: Image.Image, *, is_new: bool, with_avif: bool = True, with_webp: bool = True
) -> bool:
    plan = geometry.plan if with_webp else geometry.plan_first
    specs = [spec for shape in geometry.Shape for spec in plan(picture.size, shape)]
    with picture_files.all_or_none() as written:
        if is_new:
            _store_original(illustration, picture, written)
        illustration.renditions = [
            list(entry) for entry in picture_files.render(illustration, picture, specs, written)
        ]
        with transaction.atomic():
            stored = _locked(illustration) if illustration.pk else None
            if stored is not None and not is_new and stored.file.name != illustration.file.name:
                picture_files.remove(written)
                return False
            illustration.save()
            replaced = picture_files.files_of(stored) - picture_files.files_of(illustration) if stored else set()
            transaction.on_commit(lambda: picture_files.remove(replaced), robust=True)
            if with_avif:
                transaction.on_commit(lambda: add_avif.enqueue(illustration.pk), robust=True)
    return True


def _locked(illustration: Illustration) -> Illustration:
    return Illustration.objects.select_for_update().get(pk=illustration.pk)


def _shown(illustration: Illustration) -> tuple[object, ...]:
    """What the renditions depend on beside the original."""
    return illustration.focal, picture_files.origin_of(illustration)


def _keep_files(illustration: Illustration, stored: Illustration) -> None:
    # To set the file, even to itself, has it opened and measured.
    if illustration.file.name != stored.file.name:
        illustration.file = stored.file.name
    illustration.width, illustration.height = stored.width, stored.height
    illustration.renditions, illustration.ai_term = stored.renditions, stored.ai_term


def _store_original(illustration: Illustration, picture: Image.Image, written: list[str]) -> None:
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    name = f"originals/{picture_files.place()}.jpg"
    written.append(default_storage.save(name, ContentFile(stream.getvalue())))
    illustration.file = written[-1]
    illustration.width, illustration.height = picture.size
