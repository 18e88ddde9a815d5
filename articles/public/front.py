"""What stands on the front page, and where. No story stands there twice.

The page has three shapes. On a usual day the lead stands beside others and the wire. A lead that the editors call big, or
one that has no picture to carry it, goes across the page. Two big ones, one after the other, lead side by side.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from articles.models.correction import Correction
from articles.models.edition import Edition
from articles.models.slot import Slot
from articles.models.taxonomy import Section

SECONDARY = 3
WIRE = 8
OPINION = 3
NOTES = 2
# How long the front page tells of a correction.
NOTED_FOR = timedelta(days=1)
# A band of one story looks like a mistake.
SMALLEST_BAND = 2
# What editors can fill by hand; see articles.models.slot.
PLACES = 1 + SECONDARY + WIRE
# The newest stories, from which the rest of the top is filled; enough even if all of them stand in places already, and
# to find one with a picture.
NEWEST = 2 * PLACES


@dataclass(frozen=True)
class Band:
    """Stories in a row. Opinion may come from several sections; it has a section if all of it is of one."""

    section: Section | None
    editions: list[Edition]
    is_opinion: bool = False


@dataclass(frozen=True)
class Note:
    """What was corrected, and the story as it stands."""

    text: str
    story: Edition


@dataclass(frozen=True)
class Front:
    leads: list[Edition]
    secondary: list[Edition]
    wire: list[Edition]
    bands: list[Band]
    opinion: Band | None
    corrections: list[Note]
    """What was corrected in the last day, the newest first; notes, not stories."""

    @property
    def lead(self) -> Edition | None:
        return self.leads[0] if self.leads else None

    @property
    def shape(self) -> str:
        """One of usual, across and pair."""
        if len(self.leads) > 1:
            return "pair"
        return "across" if self.lead and (_is_big(self.lead) or not _has_picture(self.lead)) else "usual"

    @property
    def top(self) -> list[Edition]:
        """What has a place of its own, in the order of the places."""
        return [*self.leads, *self.secondary, *self.wire]

    @property
    def editions(self) -> list[Edition]:
        """Every story on the page, once."""
        rows = [*self.bands, *([self.opinion] if self.opinion else [])]
        return [*self.top, *(edition for band in rows for edition in band.editions)]


def front_page(at: datetime, *, shows_opinion: bool = True, shows_corrections: bool = True) -> Front:
    """Stories that editors have placed, in their order, then the newest: a lead, some beside it, the wire.

    If no editor has chosen the lead, it is the newest with a picture. Below stand the bands of
    the sections, as each says itself, and opinion.
    """
    top = _placed(at)
    known = {edition.pk for edition in top}
    newest = Edition.objects.listed(at).newest_first().for_cards()[:NEWEST]
    rest = [edition for edition in newest if edition.pk not in known]
    if not top and rest:
        lead = next((edition for edition in rest if edition.illustration_id), rest[0])
        rest = [lead, *(edition for edition in rest if edition is not lead)]
    top = (top + rest)[:PLACES]
    leads = 2 if len(top) > 1 and _is_big(top[0]) and _is_big(top[1]) else 1
    beside = leads + SECONDARY
    bands, opinion = _rows({edition.pk for edition in top}, at, OPINION if shows_opinion else 0)
    corrections = _corrections(at) if shows_corrections else []
    return Front(top[:leads], top[leads:beside], top[beside:], bands, opinion, corrections)


def _is_big(edition: Edition) -> bool:
    return getattr(edition, "slot_size", "") == Slot.Size.BIG


def _has_picture(edition: Edition) -> bool:
    return bool(edition.illustration and edition.illustration.renditions)


def _placed(at: datetime) -> list[Edition]:
    """What readers see of the stories in slots; who is not live, or whose time in the slot is over, is left out.

    The few slots are read first: joined to the editions, a database may go through the whole archive for them.
    """
    slots = dict(Slot.objects.current(at).values_list("article_id", "size"))
    wanted = Edition.objects.listed(at).filter(article__in=slots.keys())
    live: list[Edition] = list(wanted.for_cards()) if slots else []
    found = {edition.article_id: edition for edition in live}
    placed = [(found[article], size) for article, size in slots.items() if article in found][:PLACES]
    for edition, size in placed:
        edition.slot_size = size  # type: ignore[attr-defined]
    return [edition for edition, _size in placed]


def _corrections(at: datetime) -> list[Note]:
    """The last notes of stories that stand, each with the edition that is live: what a story was called before is gone."""
    # The change is named for the index of corrections; without it a database may go through the whole archive.
    change, since = Edition.Change.CORRECTION, at - NOTED_FOR
    recent = Correction.objects.public(at).filter(edition__change=change, edition__live_from__gt=since).newest_first()
    told = list(recent.select_related("edition").only("text", "edition__article")[: 5 * NOTES])
    if not told:
        return []
    listed = Edition.objects.listed(at).filter(article__in=[note.edition.article_id for note in told]).order_by()
    fields = ("article", "headline", "language", "address__path")
    live = {edition.article_id: edition for edition in listed.select_related("address").only(*fields)}
    notes = [(note, live.get(note.edition.article_id)) for note in told]
    return [Note(note.text, edition) for note, edition in notes if edition][:NOTES]


def _rows(used: set[int], at: datetime, most: int) -> tuple[list[Band], Band | None]:
    """The newest of each section that do not stand above; of the opinion among them at most so many in a row of their own."""
    listed = Edition.objects.listed(at).newest_first()
    fields = ("published_at", "article_id", "pk", "label")
    free: dict[Section, list[Any]] = {}
    for section in Section.objects.all():
        found = listed.in_section(section).values_list(*fields, named=True)[: len(used) + OPINION + section.band_size]
        free[section] = [one for one in found if one.pk not in used]
    views = sorted(
        (one for found in free.values() for one in found if one.label == Edition.Label.OPINION), reverse=True
    )
    views = views[:most] if len(views) >= SMALLEST_BAND else []
    chosen = {
        section: [one.pk for one in found if one not in views][: section.band_size]
        for section, found in free.items()
        if section.has_band
    }
    wanted = [*(one.pk for one in views), *(pk for pks in chosen.values() for pk in pks)]
    cards = Edition.objects.filter(pk__in=wanted).order_by().for_cards().in_bulk()
    bands = [Band(section, [cards[pk] for pk in pks]) for section, pks in chosen.items() if len(pks) >= SMALLEST_BAND]
    opinion = _opinion([cards[one.pk] for one in views]) if views else None
    # A section of nothing but opinion has its row already.
    return [band for band in bands if not (opinion and _is_all_opinion(band))], opinion


def _opinion(editions: list[Edition]) -> Band:
    sections = {edition.section for edition in editions}
    return Band(sections.pop() if len(sections) == 1 else None, editions, is_opinion=True)


def _is_all_opinion(band: Band) -> bool:
    return all(edition.label == Edition.Label.OPINION for edition in band.editions)
