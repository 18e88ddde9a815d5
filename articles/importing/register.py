"""What is remembered of a site that moved in: by kind and key, what each thing of it became."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from articles.models import Arrival

Kind = Arrival.Kind
LONGEST = 200
BATCH = 500


class Register:
    def __init__(self, site: str) -> None:
        self.site = place(site)[:LONGEST]

    def find(self, kind: Kind, key: str) -> Arrival | None:
        return Arrival.objects.filter(site=self.site, kind=kind, key=short(key)).first()

    def became(self, kind: Kind, keys: Iterable[str]) -> dict[str, str]:
        """The ids of what these things became, by key; those that never arrived are left out."""
        wanted = {short(key): key for key in keys}
        found: dict[str, str] = {}
        for some in batched(wanted):
            rows = Arrival.objects.filter(site=self.site, kind=kind, key__in=some)
            found |= {wanted[key]: became for key, became in rows.values_list("key", "became")}
        return found

    def arrived(self, keys: Iterable[str]) -> set[str]:
        """Those of these keys under which a story or a page has arrived."""
        wanted = {short(key): key for key in keys}
        rows = Arrival.objects.filter(site=self.site, kind__in=(Kind.STORY, Kind.PAGE), key__in=wanted)
        return {wanted[key] for key in rows.values_list("key", flat=True)}

    def is_ours(self, kind: Kind, became: str) -> bool:
        """Whether the row with this id came from that site."""
        return Arrival.objects.filter(site=self.site, kind=kind, became=became).exists()

    def note(self, kind: Kind, key: str, became: object, *, digest: str = "", mark: str = "") -> None:
        """Remember what a thing became, now or anew."""
        values = {"became": str(became), "digest": digest, "mark": mark}
        if not Arrival.objects.filter(site=self.site, kind=kind, key=short(key)).update(**values):
            Arrival.objects.create(site=self.site, kind=kind, key=short(key), **values)

    def add(
        self, kind: Kind, became: Mapping[str, object], digests: Mapping[str, str] | None = None, mark: str = ""
    ) -> None:
        """Remember what many new things became, by their keys."""
        digests = digests or {}
        rows = [
            Arrival(
                site=self.site,
                kind=kind,
                key=short(key),
                became=str(pk),
                digest=digests.get(key, ""),
                mark=mark,
            )
            for key, pk in became.items()
        ]
        Arrival.objects.bulk_create(rows, batch_size=BATCH)


def place(address: str) -> str:
    """Where a site stands, however its address is spelt: `www.`, scheme, capitals and a slash at the end tell nothing."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host, port = (parts.hostname or "").removeprefix("www."), f":{parts.port}" if parts.port else ""
    except ValueError:
        return address
    return f"{host}{port}{parts.path.rstrip('/')}"


def batched(things: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """In lists that a database takes as the values of one query."""
    left = iter(things)
    while some := list(islice(left, size)):
        yield some


def short(key: str) -> str:
    """The key itself, or a name for one that is longer than its column."""
    return key if len(key) <= LONGEST else f"sha256:{sha256(key.encode()).hexdigest()}"
