"""Writing an archive, while the site runs."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from django.db import connection, transaction

from newsroom.archive import boxes, columns, kinds, pictures
from newsroom.archive.boxes import Box
from newsroom.archive.columns import Columns
from newsroom.archive.kinds import Kind
from newsroom.archive.manifest import FILE, FILES, Manifest, Part
from newsroom.long_work import Told


class Left(NamedTuple):
    manifest: Manifest
    missing: list[str]
    """Files of pictures that are named but not there, or that no picture can have."""


class Counted:
    """A file that knows what was written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.lines, self.size, self.digest = file, 0, 0, hashlib.sha256()

    def write(self, line: bytes) -> None:
        self.file.write(line)
        self.digest.update(line)
        self.lines += 1
        self.size += len(line)

    def part(self, kind: str) -> Part:
        return Part(kind, self.lines, self.size, self.digest.hexdigest())


def export(place: Path, told: Told, *, as_folder: bool = False, with_passwords: bool = False) -> Left:
    """Write all that the site has into a new zip or folder: all rows as they are at one moment, then the pictures.

    Raises Refused. Whatever stops it, nothing is left at this place.
    """
    with boxes.writing(place, as_folder=as_folder) as box:
        with one_moment():
            made_at = datetime.now(UTC)
            parts = [_rows(box, kind, told, with_secrets=with_passwords) for kind in kinds.INSIDE]
            names = pictures.names()
        files, missing = _files(box, names, told)
        manifest = Manifest(made_at.isoformat(timespec="seconds"), with_passwords, (*parts, files))
        with box.new(FILE, packed=True) as file:
            file.write(manifest.dump())
    return Left(manifest, missing)


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read in here is of one moment, and nobody waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(), which takes the lock of writers; see DATABASES in the settings.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _rows(box: Box, kind: Kind, told: Told, *, with_secrets: bool) -> Part:
    total = kind.model._base_manager.count()
    with box.new(f"{kind.name}.jsonl", packed=True) as file:
        counted = Counted(file)
        for line in Columns(kind).lines(with_secrets=with_secrets):
            counted.write(line)
            told(kind.name, counted.lines, total)
    return counted.part(kind.name)


def _files(box: Box, names: Iterable[str], told: Told) -> tuple[Part, list[str]]:
    """The files themselves, and then the list of them: a zip takes one after the other."""
    names, missing = list(names), []
    with TemporaryFile() as spool:
        counted = Counted(spool)
        for number, name in enumerate(names, start=1):
            found = pictures.pack(box, name)
            if found is None:
                missing.append(name)
            else:
                counted.write(columns.dump(found._asdict()))
            told("Files of pictures", number, len(names))
        spool.seek(0)
        with box.new(f"{FILES}.jsonl", packed=True) as file:
            shutil.copyfileobj(spool, file)
    return counted.part(FILES), missing
