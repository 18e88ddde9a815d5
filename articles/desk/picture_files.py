"""The files of a picture in the storage: how they are called, written and taken away."""

import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from PIL import Image

from articles.models import Illustration, identity
from articles.pictures import encode, guard, names
from articles.pictures.geometry import Spec
from articles.pictures.origin import Origin

logger = logging.getLogger(__name__)

Licence = Illustration.Licence
# Whose it is, as far as the licence alone tells.
OPEN = {Licence.CC_BY: "Creative Commons BY", Licence.CC_BY_SA: "Creative Commons BY-SA"}


@contextmanager
def all_or_none() -> Iterator[list[str]]:
    """Yield a list for the names of files as they are written; if what follows fails, those files go again.

    Where the database was lost nobody knows whether it has the row that names them. Then they stay.
    """
    written: list[str] = []
    try:
        yield written
    except (OperationalError, InterfaceError):
        raise
    except BaseException:
        remove(written)
        raise


def original_of(illustration: Illustration) -> Image.Image:
    """The stored original, decoded. Raises FileNotFoundError where it is gone."""
    with default_storage.open(str(illustration.file.name)) as file:
        return encode.normalise(guard.open_picture(cast(BinaryIO, file)))


def origin_of(illustration: Illustration) -> Origin:
    """What every file of the picture says of it."""
    return Origin(illustration.credit, _rights(illustration.licence), illustration.ai_made, illustration.ai_term)


def render(
    illustration: Illustration, picture: Image.Image, specs: Iterable[Spec], written: list[str]
) -> list[names.Entry]:
    """Write renditions of the decoded original; return their lines for the manifest."""
    stem = f"renditions/{place()}"
    manifest = []
    for spec, data in encode.render_all(picture, specs, illustration.focal, origin_of(illustration)):
        shape, format, width, height, name = names.entry(stem, spec)
        written.append(default_storage.save(name, ContentFile(data)))
        manifest.append((shape, format, width, height, written[-1]))
    return manifest


def place() -> str:
    """A folder by month and a name that nobody can guess or meet again."""
    return f"{timezone.now():%Y/%m}/{secrets.token_hex(8)}"


def files_of(illustration: Illustration) -> set[str]:
    return {name for name in (illustration.file.name, *(entry[-1] for entry in illustration.renditions)) if name}


def remove(files: Iterable[str]) -> None:
    """Take them away; one that the storage does not let go is nobody's, and is named in the log."""
    for name in files:
        try:
            default_storage.delete(name)
        except OSError as error:
            logger.warning("%s could not be removed, and no picture has it: %s", name, error)


def _rights(licence: str) -> str:
    if licence == Licence.OWN:
        return f"© {identity.current().site_name}"
    return "Public domain" if licence == Licence.PUBLIC_DOMAIN else OPEN.get(licence, "")  # type: ignore[call-overload]
