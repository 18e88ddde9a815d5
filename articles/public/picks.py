"""Which stories may stand on the front page: those in slots, the newest, and the newest of each section. One query."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable

from articles.models.edition import Edition
from articles.models.prepared import FIXED, Prepared
from articles.models.slot import Slot
from articles.models.taxonomy import Section

# Where a story was found, unless it is the id of a section.
BY_HAND, BY_DATE = 0, -1


class Pick(NamedTuple):
    """`size`, `place` and `slot` are those of its slot, where it was found in one."""

    found: int
    edition: int
    article: int
    live_from: datetime
    published_at: datetime
    label: str
    illustration: int | None
    size: str
    place: int
    slot: int


def picks(at: datetime, newest: int, sections: Iterable[tuple[Section, int]]) -> dict[int, list[Pick]]:
    """By where they were found, in order: so many of the newest, and so many of each section. All are live."""
    rows = _picks(at=at, newest=newest, sections=tuple((section.pk, most) for section, most in sections))
    found: dict[int, list[Pick]] = defaultdict(list)
    for pick in sorted((Pick(*row) for row in rows), key=_order):
        found[pick.found].append(pick)
    return found


def _order(pick: Pick) -> tuple[Any, ...]:
    """Slots as they stand, all others by their date, the newest first."""
    return (pick.place, pick.slot, -pick.published_at.timestamp(), -pick.article)


def _rows(at: Any, newest: int, sections: tuple[tuple[int, int], ...]) -> QuerySet:
    listed = Edition.objects.listed(at).newest_first()
    # Each is found from its slot: joined to the editions, a database may go through the whole archive for them.
    here = Edition.objects.listed(at).filter(article=OuterRef("article")).order_by().values("pk")[:1]
    placed = Slot.objects.current(at).order_by().annotate(edition=Subquery(here)).values("edition")
    of_slot = {"size": F("article__slot__size"), "place": F("article__slot__position"), "slot": F("article__slot__pk")}
    return _part(BY_HAND, placed, **of_slot).union(
        _part(BY_DATE, Edition.objects.listed_by_date(at).newest_first().values("pk")[:newest]),
        *(_part(pk, listed.filter(section=pk).values("pk")[:most]) for pk, most in sections),
        all=True,
    )


def _part(found: int, editions: QuerySet, **slot: Combinable) -> QuerySet:
    """The few editions whose ids these are, which are found first and in an index."""
    number = IntegerField()
    none = {"size": Value("", CharField()), "place": Value(0, number), "slot": Value(0, number)}
    rows = Edition.objects.filter(pk__in=editions).order_by().annotate(found=Value(found, number), **(slot or none))
    fields = ("found", "pk", "article_id", "live_from", "published_at", "label", "illustration_id")
    return rows.values_list(*fields, *none)


_picks = Prepared(_rows, at=datetime, newest=FIXED, sections=FIXED)
