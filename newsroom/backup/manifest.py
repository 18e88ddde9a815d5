"""What belongs to a backup."""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import NamedTuple, Self

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

from newsroom.backup import Refused, places

FORMAT = 1
FILE = "backup.json"
# Says when all checksums of the backup were last compared. It is no part of it.
CHECKED = "checked"
OURS = (FILE, CHECKED)
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Picture(NamedTuple):
    """A file of the media library: its name there, SHA-256, bytes, and when it was changed, in seconds since 1970."""

    name: str
    digest: str
    size: int
    changed: float

    @property
    def address(self) -> str:
        return f"pictures/{self.digest[:2]}/{self.digest}"


@dataclass(frozen=True)
class Manifest:
    made_at: str
    """In UTC, as ISO 8601 writes it."""
    vendor: str
    """Of the database: `sqlite` or `postgresql`."""
    database: str
    """Name of its file beside this one."""
    digest: str
    size: int
    migrations: tuple[str, ...]
    """Those that the database has seen, like `articles.0001_initial`."""
    pictures: tuple[Picture, ...]
    gone: tuple[str, ...] = ()
    """Pictures that were deleted while the backup was made."""
    format: int = FORMAT

    @property
    def name(self) -> str:
        return name_of(datetime.fromisoformat(self.made_at))

    def store(self, place: Storage) -> None:
        """Write it whole or not at all, whenever the disk is full or the power goes."""
        file = f"{self.name}/{FILE}"
        if not isinstance(place, FileSystemStorage):
            place.save(file, ContentFile(self._text()))
            return
        part = place.save(f"{file}.part", ContentFile(self._text()))
        places.settle(place)
        os.replace(place.path(part), place.path(file))

    def _text(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, place: Storage, name: str) -> Self:
        """Raises Refused for one that is not there, is damaged, or comes from a newer version."""
        if not _NAME.fullmatch(name) or not place.exists(f"{name}/{FILE}"):
            raise Refused(f"There is no backup “{name}”. --list names those that there are.")
        with place.open(f"{name}/{FILE}") as file:
            text = file.read()
        try:
            said = json.loads(text)
            if said["format"] != FORMAT:
                raise Refused(
                    f"Backup {name} has format {said['format']!r}; this version reads {FORMAT}. "
                    "Restore it with the version that made it."
                )
            lists = {"migrations": tuple(said["migrations"]), "gone": tuple(said["gone"])}
            found = cls(**said | lists | {"pictures": tuple(Picture(*one) for one in said["pictures"])})
            if not all(_DIGEST.fullmatch(one) for one in (found.digest, *(one.digest for one in found.pictures))):
                raise ValueError("a checksum is none")
        except (ValueError, TypeError, KeyError) as error:
            raise Refused(f"Backup {name} is damaged: {FILE} cannot be read ({error}).") from error
        return found


def name_of(made_at: datetime) -> str:
    return made_at.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")


def moment_of(name: str) -> datetime:
    return datetime.strptime(name, "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)


def note_check(place: Storage, name: str, at: datetime) -> None:
    """Raises what the place raises, such as for one that may only be read."""
    place.delete(f"{name}/{CHECKED}")
    place.save(f"{name}/{CHECKED}", ContentFile(at.isoformat().encode()))


def checked_at(place: Storage, name: str) -> datetime | None:
    """When its checksums were last compared and none was wrong, if anybody has."""
    file = f"{name}/{CHECKED}"
    if not place.exists(file):
        return None
    with place.open(file) as noted:
        try:
            return datetime.fromisoformat(noted.read(40).decode())
        except ValueError:
            return None


def folders(place: Storage) -> list[str]:
    """All that are named like a backup, whole or not, oldest first."""
    try:
        found, _files = place.listdir("")
    except FileNotFoundError:
        return []
    return sorted(name for name in found if _NAME.fullmatch(name))


def whole(place: Storage) -> list[str]:
    """Names of the backups there that were finished, oldest first."""
    return [name for name in folders(place) if place.exists(f"{name}/{FILE}")]


def readable(place: Storage) -> tuple[list[Manifest], list[str]]:
    """What belongs to each backup that was finished, oldest first, and what is wrong with those that cannot be read."""
    found, faults = [], []
    for name in whole(place):
        try:
            found.append(Manifest.read(place, name))
        except Refused as fault:
            faults.append(str(fault))
    return found, faults


def newest(place: Storage) -> str:
    """Raises Refused where there is none."""
    found = whole(place)
    if not found:
        raise Refused("There is no finished backup in this place.")
    return found[-1]


def addresses(manifests: Iterable[Manifest]) -> set[str]:
    return {picture.address for one in manifests for picture in one.pictures}
