"""What stands on the front page, and where. No story stands there twice."""

from dataclasses import dataclass
from datetime import datetime

from articles.models.edition import Edition
from articles.models.taxonomy import Section

SECONDARY = 3
WIRE = 8
BAND = 4
# A band of one story looks like a mistake.
SMALLEST_BAND = 2
# The newest stories, from which the top of the page is filled; enough to find one with a picture.
NEWEST = 24


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
    """The newest story with a picture leads; the next ones stand beside it, then the wire, then a band a section."""
    newest = list(Edition.objects.listed(at).newest_first().for_cards()[:NEWEST])
    lead = next((edition for edition in newest if edition.illustration_id), newest[0] if newest else None)
    rest = [edition for edition in newest if edition is not lead]
    secondary, wire = rest[:SECONDARY], rest[SECONDARY : SECONDARY + WIRE]
    used = {edition.pk for edition in ([lead] if lead else []) + secondary + wire}
    return Front(lead, secondary, wire, _bands(used, at))


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
