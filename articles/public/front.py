"""What stands on the front page, and where. No story stands there twice.

The page has three shapes. On a usual day the lead stands beside others and the wire. A lead that the editors call big, or
one that has no picture to carry it, goes across the page. Two big ones, one after the other, lead side by side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from articles.models.correction import Correction
from articles.models.edition import Edition
from articles.models.prepared import Prepared
from articles.models.slot import Slot
from articles.models.taxonomy import Section
from articles.public.cards import cards
from articles.public.lines import Line
from articles.public.picks import BY_DATE, BY_HAND, Pick, picks
from articles.public.subjects import section_list

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
    story: Line


@dataclass(frozen=True)
class Front:
    leads: list[Edition]
    secondary: list[Edition]
    wire: list[Edition]
    bands: list[Band]
    opinion: Band | None
    corrections: list[Note]
    """What was corrected in the last day, the newest first; notes, not stories."""
    is_big: bool = False
    """Whether the editors call the lead big."""

    @property
    def lead(self) -> Edition | None:
        return self.leads[0] if self.leads else None

    @property
    def shape(self) -> str:
        """One of usual, across and pair."""
        if len(self.leads) > 1:
            return "pair"
        return "across" if self.lead and (self.is_big or not _has_picture(self.lead)) else "usual"

    @property
    def top(self) -> list[Edition]:
        """What has a place of its own, in the order of the places."""
        return [*self.leads, *self.secondary, *self.wire]

    @property
    def rows(self) -> list[Band]:
        """What stands below the top: the bands of the sections, and opinion."""
        return [*self.bands, *([self.opinion] if self.opinion else [])]

    @property
    def editions(self) -> list[Edition]:
        """Every story on the page, once."""
        return [*self.top, *(edition for band in self.rows for edition in band.editions)]


def front_page(at: datetime, *, shows_opinion: bool = True, shows_corrections: bool = True) -> Front:
    """Stories that editors have placed, in their order, then the newest: a lead, some beside it, the wire.

    If no editor has chosen the lead, it is the newest with a picture. Below stand the bands of
    the sections, as each says itself, and opinion. Three queries at most.
    """
    sections = section_list()
    found = picks(at, NEWEST, [(section, PLACES + OPINION + section.band_size) for section in sections])
    top = _top(found)
    views, bands = _rows(found, sections, {pick.edition for pick in top}, OPINION if shows_opinion else 0)
    chosen = [*top, *views, *chain(*bands.values())]
    known = dict(zip(chosen, cards([(pick.edition, pick.live_from) for pick in chosen]), strict=True))

    def shown(row: Iterable[Pick]) -> list[Edition]:
        return [known[pick] for pick in row]

    leads = 2 if [_is_big(pick) for pick in top[:2]] == [True, True] else 1
    beside = leads + SECONDARY
    opinion = _opinion(shown(views)) if views else None
    rows = [Band(section, shown(row)) for section, row in bands.items()]
    return Front(
        leads=shown(top[:leads]),
        secondary=shown(top[leads:beside]),
        wire=shown(top[beside:]),
        # A section of nothing but opinion has its row already.
        bands=[band for band in rows if not (opinion and _is_all_opinion(band))],
        opinion=opinion,
        corrections=_corrected(at) if shows_corrections else [],
        is_big=bool(top) and _is_big(top[0]),
    )


def _is_big(pick: Pick) -> bool:
    return pick.size == Slot.Size.BIG


def _has_picture(edition: Edition) -> bool:
    return bool(edition.illustration and edition.illustration.renditions)


def _top(found: dict[int, list[Pick]]) -> list[Pick]:
    """What fills the places: what is in slots, and the newest in the places that are left."""
    top = found[BY_HAND][:PLACES]
    known = {pick.edition for pick in top}
    rest = [pick for pick in found[BY_DATE] if pick.edition not in known]
    if not top and rest:
        lead = next((pick for pick in rest if pick.illustration), rest[0])
        rest = [lead, *(pick for pick in rest if pick is not lead)]
    return (top + rest)[:PLACES]


def _rows(
    found: dict[int, list[Pick]], sections: Sequence[Section], used: set[int], most: int
) -> tuple[list[Pick], dict[Section, list[Pick]]]:
    """The newest of each section that do not stand above; of the opinion among them at most so many in a row of their own."""
    free = {section: [pick for pick in found[section.pk] if pick.edition not in used] for section in sections}
    views = [pick for pick in chain(*free.values()) if pick.label == Edition.Label.OPINION]
    views = sorted(views, key=lambda pick: (pick.published_at, pick.article), reverse=True)
    views = views[:most] if len(views) >= SMALLEST_BAND else []
    bands = {
        section: [pick for pick in row if pick not in views][: section.band_size]
        for section, row in free.items()
        if section.has_band
    }
    return views, {section: row for section, row in bands.items() if len(row) >= SMALLEST_BAND}


def _notes(at: Any, since: Any) -> Any:
    """The last notes, each with what the story says that is live: what it was called before is gone."""
    # The change is named for the index of corrections; without it a database may go through the whole archive.
    change = Edition.Change.CORRECTION
    recent = Correction.objects.public(at).filter(edition__change=change, edition__live_from__gt=since).newest_first()
    story = JSONObject(headline=F("headline"), language=F("language"), path=F("address__path"))
    live = Edition.objects.listed(at).filter(article=OuterRef("edition__article")).order_by().values(story=story)
    return recent.values_list("text", "edition__published_at", Subquery(live[:1]))[: 5 * NOTES]


_latest_notes = Prepared(_notes, at=datetime, since=datetime)


def _corrected(at: datetime) -> list[Note]:
    """The last notes of stories that stand."""
    notes = _latest_notes(at=at, since=at - NOTED_FOR)
    return [Note(text, Line(**story, published_at=since)) for text, since, story in notes if story][:NOTES]


def _opinion(editions: list[Edition]) -> Band:
    sections = {edition.section for edition in editions}
    return Band(sections.pop() if len(sections) == 1 else None, editions, is_opinion=True)


def _is_all_opinion(band: Band) -> bool:
    return all(edition.label == Edition.Label.OPINION for edition in band.editions)
