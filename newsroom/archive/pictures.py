"""The files of pictures and documents: out of the media library, and into one."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

from articles.documents import FOLDER, TYPES
from articles.models import Arrival, Illustration
from newsroom.archive.boxes import Box
from newsroom.backup.making import CHUNK, digest_of
from newsroom.long_work import Refused

# Where originals and renditions lie, and what they can be called: nothing that a browser would run.
_NAME = re.compile(
    r"(?:originals|renditions)(?:/[\w-][\w.-]*)+\.(?:jpe?g|png|gif|webp|avif)"
    rf"|{FOLDER}[\w-]+/[\w-]+(?:{'|'.join(map(re.escape, TYPES))})"
)
_DIGEST = re.compile(r"[0-9a-f]{64}")
# Bytes that no picture has.
LARGEST = 1 << 28


class Entry(NamedTuple):
    name: str
    size: int
    sha256: str

    @property
    def place(self) -> str:
        """Its name in the archive."""
        return f"files/{self.name}"


def names() -> dict[str, None]:
    """All files that rows name, once each, in the order of the rows: of pictures, then documents."""
    rows = Illustration.objects.order_by("pk").values_list("file", "renditions").iterator(chunk_size=500)
    found = {name: None for file, renditions in rows for name in (file, *(entry[-1] for entry in renditions)) if name}
    documents = Arrival.objects.filter(kind=Arrival.Kind.DOCUMENT).order_by("pk").values_list("became", flat=True)
    return found | dict.fromkeys(documents.iterator(chunk_size=500))


def pack(box: Box, name: str) -> Entry | None:
    """Put a file into a new archive. None where it is not there, or is none that a picture can have."""
    if not _NAME.fullmatch(name):
        return None
    try:
        with default_storage.open(name) as file:
            entry = Entry(name, file.size, digest_of(file))
            with box.new(entry.place, packed=False) as packed:
                shutil.copyfileobj(file, packed, CHUNK)
    except (FileNotFoundError, SuspiciousFileOperation):
        return None
    return entry


def read(said: Any) -> Entry:
    """Raises ValueError."""
    entry = Entry(**said) if isinstance(said, dict) and said.keys() == {*Entry._fields} else None
    if entry is None or not all(isinstance(one, str) for one in (entry.name, entry.sha256)):
        raise ValueError("it is no file with name, size and sha256")
    if not _NAME.fullmatch(entry.name):
        raise ValueError(f"{entry.name!r} is no name of a picture's file")
    if type(entry.size) is not int or not 0 <= entry.size <= LARGEST or not _DIGEST.fullmatch(entry.sha256):
        raise ValueError(f"{entry.name} has no size or checksum that a picture has")
    return entry


def refuse_without_room(entries: Iterable[Entry]) -> None:
    """Raises Refused if the disk has not the room that these files say they take."""
    wanted = sum(entry.size for entry in entries)
    if not isinstance(default_storage, FileSystemStorage) or not wanted:
        return
    place = Path(default_storage.path(""))
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if wanted > free:
        raise Refused(f"The pictures take {wanted / 1e6:,.0f} MB, and {place} has {free / 1e6:,.0f} MB free.")


def check(box: Box, entry: Entry) -> None:
    """Raises Refused where the archive has not the file that it says."""
    with TemporaryFile() as sound:
        _copy(box, entry, sound)


def unpack(box: Box, entry: Entry, written: list[str]) -> None:
    """Put a file into the library, and its name into `written` if it was not there. Raises Refused."""
    if default_storage.exists(entry.name):
        with default_storage.open(entry.name) as there:
            if digest_of(there) != entry.sha256:
                raise Refused(f"The media library has another file {entry.name}. Begin with an empty one.")
        return
    with TemporaryFile() as sound:
        _copy(box, entry, sound)
        written.append(default_storage.save(entry.name, File(sound)))
    if written[-1] != entry.name:
        raise Refused(f"The media library would not store {entry.name} under this name.")


def _copy(box: Box, entry: Entry, sound: Any) -> None:
    file, size = box.open(entry.place)
    with file:
        if size != entry.size:
            raise Refused(f"{entry.place} has {size:,} bytes, and should have {entry.size:,}.")
        shutil.copyfileobj(file, sound, CHUNK)
    if digest_of(sound) != entry.sha256:
        raise Refused(f"{entry.place} is damaged: its checksum is another.")
