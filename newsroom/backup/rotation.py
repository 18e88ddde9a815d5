"""Which backups stay, and taking away the others."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple, Self

from django.core.files.storage import Storage

from newsroom.backup import Refused, Told, manifest, places
from newsroom.backup.manifest import FILE


class Keep(NamedTuple):
    """How many of the last backups stay, and of how many days, weeks and months the newest. Only those with one count."""

    last: int
    days: int
    weeks: int
    months: int

    @classmethod
    def parse(cls, said: str) -> Self:
        """From four numbers, like `3 7 4 12`. Raises Refused."""
        parts = said.split()
        if len(parts) != 4 or not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
            raise Refused(
                f"{said!r} does not say which backups are kept: the last so many, and the newest of so many days, weeks and "
                "months. Write four numbers like 3 7 4 12."
            )
        return cls(*map(int, parts))


_SPANS: tuple[Callable[[datetime], object], ...] = (
    lambda at: at,
    lambda at: at.date(),
    lambda at: at.isocalendar()[:2],
    lambda at: (at.year, at.month),
)


def staying(names: Iterable[str], keep: Keep) -> set[str]:
    """Those of the names that stay: the newest, and what `keep` says."""
    newest_first = sorted(names, reverse=True)
    found = set(newest_first[:1])
    for most, span in zip(keep, _SPANS, strict=True):
        newest: dict[object, str] = {}
        for name in newest_first:
            newest.setdefault(span(manifest.moment_of(name)), name)
        found |= set(list(newest.values())[:most])
    return found


def rotate(place: Storage, keep: Keep, told: Told) -> list[str]:
    """Take away the backups that do not stay, what was broken off, and pictures that no other backup has.

    Returns the names of the backups that went. Whatever stops it, each backup that is left is whole. While one is damaged
    nobody knows which pictures it needs, so all stay.
    """
    finished, faults = manifest.readable(place)
    damaged = set(manifest.whole(place)) - {one.name for one in finished}
    stay = staying((one.name for one in finished), keep) | damaged
    kept = manifest.addresses(one for one in finished if one.name in stay)
    gone = [one.name for one in finished if one.name not in stay]
    for name in gone:
        place.delete(f"{name}/{FILE}")
    doomed = [file for name in manifest.folders(place) if name not in stay for file in places.files(place, name)]
    if not faults:
        doomed += [file for file in places.files(place, "pictures") if file not in kept]
    for number, file in enumerate(doomed, start=1):
        place.delete(file)
        told("Old files taken away", number, len(doomed))
    for name in manifest.folders(place):
        if name not in stay:
            place.delete(name)
    return gone
