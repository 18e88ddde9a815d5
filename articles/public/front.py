"""What stands on the front page, and where. No story stands there twice."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from articles.models.edition import Edition
from articles.models.taxonomy import Section

SECONDARY = 3
WIRE = 8
BAND = 4
# A band of one story looks like a mistake.
SMALLEST_BAND = 2
# What editors can fill by hand; see articles.models.slot.
PLACES = 1 + SECONDARY + WIRE
# The newest stories, from which the rest of the top is filled; enough even if all of them stand in places already, and
# to find one with a picture.
NEWEST = 2 * PLACES


@dataclass(frozen=True)
class Band:
    section: Section
    editions: list[Edition]

    @property
    def is_opinion(self) -> bool:
        return all(edition.label == Edition.Label.OPINION for edition in self.editions)


@dataclass(frozen=True)
class Front:
    lead: Edition | None
    secondary: list[Edition]
    wire: list[Edition]
    bands: list[Band]

    @property
    def editions(self) -> list[Edition]:
        """Every story on the page, once."""
        lead = [self.lead] if self.lead else []
        return [*lead, *self.secondary, *self.wire, *(one for band in self.bands for one in band.editions)]


def front_page(at: datetime) -> Front:
    """Stories that editors have placed, in their order, then the newest: a lead, some beside it, the wire.

    If no editor has chosen the lead, it is the newest with a picture. Below stands a band for each section.
    """
    top = _placed(at)
    known = {edition.pk for edition in top}
    newest = Edition.objects.listed(at).newest_first().for_cards()[:NEWEST]
    rest = [edition for edition in newest if edition.pk not in known]
    if not top and rest:
        lead = next((edition for edition in rest if edition.illustration_id), rest[0])
        rest = [lead, *(edition for edition in rest if edition is not lead)]
    top = (top + rest)[:PLACES]
    used = {edition.pk for edition in top}
    secondary, wire = top[1 : 1 + SECONDARY], top[1 + SECONDARY :]
    return Front(top[0] if top else None, secondary, wire, _bands(used, at))


def _placed(at: datetime) -> list[Edition]:
    """What readers see of the stories in slots; who is not live, or whose time in the slot is over, is left out."""
    kept = Q(article__slot__expires_at=None) | Q(article__slot__expires_at__gt=at)
    found = Edition.objects.listed(at).filter(kept, article__slot__isnull=False)
    return list(found.order_by("article__slot__position", "article__slot__pk").for_cards()[:PLACES])


def _bands(used: set[int], at: datetime) -> list[Band]:
    listed = Edition.objects.listed(at).newest_first()
    chosen: list[int] = []
    for section in Section.objects.all():
        ids = listed.in_section(section).values_list("pk", flat=True)[: len(used) + BAND]
        chosen += [pk for pk in ids if pk not in used][:BAND]
    by_section: dict[Section, list[Edition]] = {}
    for edition in Edition.objects.filter(pk__in=chosen).newest_first().for_cards():
        if edition.section is not None:
            by_section.setdefault(edition.section, []).append(edition)
    ordered = sorted(by_section, key=lambda section: (section.position, section.name))
    return [Band(section, by_section[section]) for section in ordered if len(by_section[section]) >= SMALLEST_BAND]
