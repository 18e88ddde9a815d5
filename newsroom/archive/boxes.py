"""What an archive lies in, a zip or a folder: new ones, which nobody else can read, and those of strangers."""

import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

from newsroom.long_work import Refused

# A file that unpacks to so many times what it takes is none of ours. Small ones do no harm.
LARGEST_RATIO, SMALL = 250, 1 << 24
KNOWN_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Box(Protocol):
    def new(self, name: str, *, packed: bool) -> IO[bytes]:
        """A file to write to; one at a time."""

    def open(self, name: str) -> tuple[IO[bytes], int]:
        """A file to read from, and its size in bytes. Raises Refused."""


# --- New ones ---


@contextmanager
def writing(place: Path, *, as_folder: bool) -> Iterator[Box]:
    """A new box, which lies at this place once all of it is written, or not at all. Raises Refused."""
    media = Path(settings.MEDIA_ROOT).resolve()
    place = place.resolve()
    if place == media or media in place.parents:
        raise Refused(f"{place} lies among the pictures, which anyone can read. Choose another place.")
    if place.exists():
        raise Refused(f"{place} is there already. Choose another name, or take it away.")
    place.parent.mkdir(parents=True, exist_ok=True)
    begun = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        with _folder(begun) if as_folder else _zip(begun) as box:
            yield box
        os.sync()
        begun.rename(place)
    except BaseException:
        shutil.rmtree(begun) if begun.is_dir() else begun.unlink(missing_ok=True)
        raise


@contextmanager
def _folder(place: Path) -> Iterator[Box]:
    place.mkdir(mode=0o700)
    yield Folder(place)


@contextmanager
def _zip(place: Path) -> Iterator[Box]:
    with open(place, "xb", opener=_for_me_alone) as file, zipfile.ZipFile(file, "w", allowZip64=True) as opened:
        yield Zip(opened)


def _for_me_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


# --- Those of strangers ---


@contextmanager
def reading(place: Path) -> Iterator[Box]:
    """Raises Refused where nothing is that one can read, now or later when what is in it turns out damaged."""
    if place.is_dir():
        yield Folder(place.resolve())
        return
    if not place.exists():
        raise Refused(f"There is no {place}.")
    try:
        with zipfile.ZipFile(place) as opened:
            yield Zip(opened)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Refused(f"{place} is no zip, or damaged: {error}.") from error


class Folder:
    def __init__(self, place: Path) -> None:
        self.place = place

    def new(self, name: str, *, packed: bool) -> IO[bytes]:
        path = self.place / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return open(path, "xb", opener=_for_me_alone)

    def open(self, name: str) -> tuple[IO[bytes], int]:
        path = (self.place / name).resolve()
        # A link may lead out of the folder, to what is not the archive's to give away.
        if not path.is_relative_to(self.place) or not path.is_file():
            raise Refused(f"{name} is missing.")
        return path.open("rb"), path.stat().st_size


class Zip:
    def __init__(self, opened: zipfile.ZipFile) -> None:
        self.opened = opened

    def new(self, name: str, *, packed: bool) -> IO[bytes]:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        return self.opened.open(entry, "w", force_zip64=True)

    def open(self, name: str) -> tuple[IO[bytes], int]:
        try:
            entry = self.opened.getinfo(name)
        except KeyError:
            raise Refused(f"{name} is missing.") from None
        if entry.flag_bits & 1 or entry.compress_type not in KNOWN_WAYS:
            raise Refused(f"{name} is encrypted, or packed in a way that is not deflate.")
        if entry.file_size > SMALL and entry.file_size > entry.compress_size * LARGEST_RATIO:
            raise Refused(f"{name} unpacks to more than {LARGEST_RATIO} times its size.")
        return self.opened.open(entry), entry.file_size
