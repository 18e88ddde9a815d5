"""Checking a backup, and putting it in the place of what is here."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import NamedTuple

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import connection

from newsroom.backup import Refused, Told, databases, places
from newsroom.backup.making import CHUNK, PICTURES, digest_of
from newsroom.backup.manifest import Manifest, Picture


class Done(NamedTuple):
    pictures: int
    """How many were written; the others were here already."""
    faults: list[str]
    """What could not be restored, a sentence each."""
    to_migrate: list[str]
    """Migrations that the database has to see before the site can run on it."""


def check(place: Storage, backup: Manifest, told: Told) -> list[str]:
    """What is wrong with this backup, a sentence each. Reads all of it and changes nothing."""
    faults = [] if _is_sound(place, f"{backup.name}/{backup.database}", backup.digest) else [_damaged(backup.database)]
    for number, picture in enumerate(backup.pictures, start=1):
        if not _is_sound(place, picture.address, picture.digest):
            faults.append(_damaged(picture.name))
        told(PICTURES, number, len(backup.pictures))
    return faults


def restore(place: Storage, backup: Manifest, told: Told, *, replace: bool = False) -> Done:
    """Put the backup here: the pictures first, then the database, all of it or nothing of it.

    Pictures that are not in the backup stay. Raises Refused before anything is changed where the database would not
    fit, is damaged, or, unless `replace`, would take the place of another.
    """
    _refuse_other_version(backup)
    if (there := databases.content()) and not replace:
        raise Refused(
            f"This database has {there}. Add --replace to put the backup in their place; they are lost then."
        )
    with TemporaryDirectory(prefix="newsroom-restore-") as folder:
        file = Path(folder) / backup.database
        _fetch(place, backup, file)
        written, faults = _pictures(place, backup.pictures, told)
        databases.load(file, told)
    return Done(written, faults, databases.older(databases.migrations()))


def restore_pictures(place: Storage, backup: Manifest, told: Told) -> Done:
    """Put the pictures of the backup here, and leave the database as it is."""
    written, faults = _pictures(place, backup.pictures, told)
    return Done(written, faults, [])


def _refuse_other_version(backup: Manifest) -> None:
    if backup.vendor != connection.vendor:
        raise Refused(
            f"This is a backup of {_NAMES.get(backup.vendor, backup.vendor)}, and the database here is "
            f"{_NAMES[connection.vendor]}. Set DATABASE_URL to one of the same kind."
        )
    if unknown := databases.newer(backup.migrations):
        raise Refused(
            f"This backup was made by a newer version of the software: it knows {unknown[0]}"
            f"{f' and {len(unknown) - 1} more changes' if unknown[1:] else ''} of the database. Update the software first."
        )


_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def _fetch(place: Storage, backup: Manifest, file: Path) -> None:
    name = f"{backup.name}/{backup.database}"
    if "/" in backup.database or not place.exists(name):
        raise Refused(f"Backup {backup.name} is damaged: {backup.database} is missing.")
    with place.open(name) as read, file.open("wb") as write:
        shutil.copyfileobj(read, write, CHUNK)
    with file.open("rb") as read:
        if digest_of(read) != backup.digest:
            raise Refused(f"{_damaged(backup.database)} Nothing was changed.")


def _pictures(place: Storage, pictures: tuple[Picture, ...], told: Told) -> tuple[int, list[str]]:
    written, faults = 0, []
    for number, picture in enumerate(pictures, start=1):
        try:
            if not _is_here(picture):
                _write(place, picture)
                written += 1
        except (FileNotFoundError, SuspiciousFileOperation, Refused):
            faults.append(_damaged(picture.name))
        told(PICTURES, number, len(pictures))
    return written, faults


def _is_here(picture: Picture) -> bool:
    library = places.pictures()
    return (
        library.exists(picture.name)
        and library.size(picture.name) == picture.size
        and _is_sound(library, picture.name, picture.digest)
    )


def _write(place: Storage, picture: Picture) -> None:
    library = places.pictures()
    with TemporaryFile() as sound:
        with place.open(picture.address) as read:
            shutil.copyfileobj(read, sound, CHUNK)
        if digest_of(sound) != picture.digest:
            raise Refused(_damaged(picture.name))
        library.delete(picture.name)
        library.save(picture.name, File(sound))


def _is_sound(storage: Storage, name: str, digest: str) -> bool:
    try:
        with storage.open(name) as file:
            return digest_of(file) == digest
    except FileNotFoundError:
        return False


def _damaged(name: str) -> str:
    return f"{name} is missing from the backup or not what it was."
