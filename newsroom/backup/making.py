"""Making a backup."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import connection

from newsroom.backup import Told, databases, manifest, places
from newsroom.backup.manifest import Manifest, Picture

CHUNK = 1 << 20
PICTURES = "Pictures"


def make(place: Storage, told: Told, *, reread: bool = False) -> Manifest:
    """Store the database and all pictures. Raises Refused, or what the place raises.

    A picture that is as large as in the last backup and was not changed since is not read again, unless `reread`.
    What a run that was broken off has stored of the pictures is used by the next.
    """
    made_at = _free(place)
    name = manifest.name_of(made_at)
    # Listed before and after: what was deleted meanwhile is named, and what came before the database was read is there.
    names = set(places.files(places.pictures()))
    with TemporaryDirectory(prefix="newsroom-backup-") as folder:
        file = databases.dump(Path(folder), told)
        seen = databases.migrations()
        with file.open("rb") as read:
            digest = digest_of(read)
            place.save(f"{name}/{file.name}", File(read))
        size = file.stat().st_size
    names |= set(places.files(places.pictures()))
    stored, gone = _pictures(place, sorted(names), told, reread=reread)
    places.settle(place)
    made = Manifest(made_at.isoformat(), connection.vendor, file.name, digest, size, seen, tuple(stored), tuple(gone))
    made.store(place)
    places.settle(place)
    return made


def _free(place: Storage) -> datetime:
    """Now, or the next second that no backup is named by."""
    at, taken = datetime.now(UTC).replace(microsecond=0), set(manifest.folders(place))
    while manifest.name_of(at) in taken:
        at += timedelta(seconds=1)
    return at


def _pictures(place: Storage, names: list[str], told: Told, *, reread: bool) -> tuple[list[Picture], list[str]]:
    earlier, _faults = manifest.readable(place)
    last = {picture.name: picture for picture in earlier[-1].pictures} if earlier else {}
    there = {picture.address for picture in last.values()}
    stored, gone = [], []
    for number, name in enumerate(names, start=1):
        try:
            picture = _known(last.get(name), reread) or _read(name)
            if picture.address not in there and not _has(place, picture):
                with places.pictures().open(name) as file:
                    place.save(picture.address, file)
            there.add(picture.address)
            stored.append(picture)
        except FileNotFoundError:
            gone.append(name)
        told(PICTURES, number, len(names))
    return stored, gone


def _known(before: Picture | None, reread: bool) -> Picture | None:
    """The picture as it was, if nothing says that it has changed."""
    if before is None or reread:
        return None
    library = places.pictures()
    same = library.size(before.name) == before.size and _changed(before.name) == before.changed
    return before if same else None


def _read(name: str) -> Picture:
    library = places.pictures()
    with library.open(name) as file:
        return Picture(name, digest_of(file), library.size(name), _changed(name))


def _changed(name: str) -> float:
    return places.pictures().get_modified_time(name).timestamp()


def _has(place: Storage, picture: Picture) -> bool:
    # Of one that was broken off while it was written a part may lie there.
    return place.exists(picture.address) and place.size(picture.address) == picture.size


def digest_of(file: IO[Any] | File) -> str:
    """SHA-256 of what is in the file from its beginning, to which it is set back."""
    file.seek(0)
    found = hashlib.sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()
