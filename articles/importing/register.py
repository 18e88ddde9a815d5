"""What is remembered of a site that moved in: by kind and key, what each thing of it became."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from articles.models import Arrival

Kind = Arrival.Kind
LONGEST = 200
BATCH = 500


class Register:
    def __init__(self, site: str) -> None:
        self.site = site[:LONGEST]

    def find(self, kind: Kind, key: str) -> Arrival | None:
        return Arrival.objects.filter(site=self.site, kind=kind, key=short(key)).first()

    def became(self, kind: Kind, keys: Iterable[str]) -> dict[str, str]:
        """The ids of what these things became, by key; those that never arrived are left out."""
        wanted = {short(key): key for key in keys}
        rows = Arrival.objects.filter(site=self.site, kind=kind, key__in=wanted) if wanted else Arrival.objects.none()
        return {wanted[key]: became for key, became in rows.values_list("key", "became")}

    def is_ours(self, kind: Kind, became: str) -> bool:
        """Whether the row with this id came from that site."""
        return Arrival.objects.filter(site=self.site, kind=kind, became=became).exists()

    def note(self, kind: Kind, key: str, became: object, *, digest: str = "", mark: str = "") -> None:
        """Remember what a thing became, now or anew."""
        values = {"became": str(became), "digest": digest, "mark": mark}
        if not Arrival.objects.filter(site=self.site, kind=kind, key=short(key)).update(**values):
            Arrival.objects.create(site=self.site, kind=kind, key=short(key), **values)

    def add(self, kind: Kind, became: Mapping[str, object]) -> None:
        """Remember what many new things became, by their keys."""
        Arrival.objects.bulk_create(
            [Arrival(site=self.site, kind=kind, key=short(key), became=str(pk)) for key, pk in became.items()],
            batch_size=BATCH,
        )


def short(key: str) -> str:
    """The key itself, or a name for one that is longer than its column."""
    return key if len(key) <= LONGEST else f"sha256:{sha256(key.encode()).hexdigest()}"
