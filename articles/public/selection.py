"""Which stories stand in a list that machines read, newest first, and how such a list is read on from a place.

Only ids and times are read here: enough to tell whether a list has changed, and cheap enough to ask before anything
else. No list costs more the longer the archive grows. A list by several conditions at once looks at `BUDGET` stories of
the one condition and keeps those that fit the others, so a page of it may be short and still have a next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from taggit.models import Tag

from articles.models.edition import Edition, EditionAuthor, EditionTag, IntervalQuerySet
from articles.models.prepared import FIXED, Prepared
from articles.models.taxonomy import Author, Section

BUDGET = 500
MICROSECOND = timedelta(microseconds=1)


class Place(NamedTuple):
    """Where a list is read on from: behind this story."""

    published_at: datetime
    article_id: int

    def __str__(self) -> str:
        since = (self.published_at - datetime.fromtimestamp(0, UTC)) // MICROSECOND
        return f"{since}-{self.article_id}"

    @classmethod
    def parse(cls, written: str) -> Self:
        """Raises ValueError for what `str` has not made."""
        since, _dash, article_id = written.partition("-")
        if not (since.isascii() and since.isdigit() and article_id.isascii() and article_id.isdigit()):
            raise ValueError(written[:40])
        if len(since) > 17 or len(article_id) > 18:
            raise ValueError(written[:40])
        return cls(datetime.fromtimestamp(0, UTC) + int(since) * MICROSECOND, int(article_id))


class Row(NamedTuple):
    edition_id: int
    article_id: int
    published_at: datetime
    live_from: datetime
    ended: datetime | None

    @property
    def place(self) -> Place:
        return Place(self.published_at, self.article_id)


@dataclass(frozen=True)
class Rows:
    """A piece of a list; `next` is where the piece after it begins, if there is more."""

    rows: Sequence[Row]
    next: Place | None = None

    @property
    def ids(self) -> list[int]:
        return [row.edition_id for row in self.rows]

    @property
    def modified(self) -> datetime | None:
        """When the list last changed: something came into it, or something of the site ended."""
        return max((time for row in self.rows for time in (row.live_from, row.ended) if time), default=None)


@dataclass(frozen=True)
class Selection:
    """Conditions that all must be met; with none it is every story. `since` and `until` bound the first publication."""

    section: Section | None = None
    tag: Tag | None = None
    author: Author | None = None
    since: datetime | None = None
    until: datetime | None = None
    behind: Place | None = None

    def after(self, place: Place) -> Self:
        return replace(self, behind=place)

    def newest(self, at: datetime, size: int) -> Rows:
        """The first `size` stories that are live at that time. One query, or two where the budget is used up."""
        known = self._known(at, size + 1)
        if known is not None:
            return _piece(known, size)
        everything, edition = self._through(at)
        fitting = self._other_conditions(everything, edition)
        if fitting is everything:
            return piece(everything, edition, at, size)
        window = in_order(everything)[:BUDGET]
        found = piece(fitting.filter(pk__in=window.values("pk")), edition, at, size)
        if found.next is None:
            last = in_order(everything).values_list("published_at", "article_id")[BUDGET - 1 : BUDGET]
            return replace(found, next=next((Place(*row) for row in last), None))
        return found

    def _known(self, at: datetime, size: int) -> list[Row] | None:
        """Those of a list that is asked for again and again: by one condition or none, and from its beginning."""
        given = [field.name for field in fields(self) if getattr(self, field.name) is not None]
        if not given:
            found = _of_all(at=at, size=size)
        elif len(given) == 1 and given[0] in _BY_ONE:
            found = _BY_ONE[given[0]](at=at, size=size, pk=getattr(self, given[0]).pk)
        else:
            return None
        return [Row(*row) for row in found]

    def _through(self, at: datetime) -> tuple[IntervalQuerySet, str]:
        """The rows of one condition, which its index has in order, and the name of their edition's id."""
        found: IntervalQuerySet
        if self.author:
            found, edition = EditionAuthor.objects.live(at).filter(author=self.author), "edition_id"
        elif self.tag:
            found, edition = EditionTag.objects.live(at).filter(tag=self.tag), "content_object_id"
        else:
            listed = Edition.objects.listed(at)
            found, edition = listed.in_section(self.section) if self.section else listed, "pk"
        return self._between(found), edition

    def _between(self, found: IntervalQuerySet) -> IntervalQuerySet:
        if self.since:
            found = found.filter(published_at__gte=self.since)
        if self.until:
            found = found.filter(published_at__lt=self.until)
        if self.behind:
            time, article_id = self.behind
            # Said twice, so that the index is entered at the time and not read over from its beginning.
            found = found.filter(published_at__lte=time)
            found = found.filter(Q(published_at__lt=time) | Q(article_id__lt=article_id))
        return found

    def _other_conditions(self, found: IntervalQuerySet, edition: str) -> IntervalQuerySet:
        if self.author and self.tag:
            found = found.filter(Exists(EditionTag.objects.filter(content_object=OuterRef(edition), tag=self.tag)))
        if self.section and edition != "pk":
            found = found.filter(**{edition.removesuffix("_id") + "__section": self.section})
        return found


def in_order(found: IntervalQuerySet) -> IntervalQuerySet:
    return found.order_by("-published_at", "-article_id")


def piece(found: IntervalQuerySet, edition: str, at: datetime, size: int) -> Rows:
    """The first `size` of these rows, which are live already, newest first. One query."""
    return _piece(rows_of(in_order(found), edition, at, size + 1), size)


def _piece(rows: list[Row], size: int) -> Rows:
    """`rows` has one more than `size` where there is more."""
    return Rows(rows[:size], rows[size - 1].place if len(rows) > size else None)


def rows_of(ordered: IntervalQuerySet, edition: str, at: datetime, size: int, skip: int = 0) -> list[Row]:
    return [Row(*row) for row in _fields(ordered, edition, at)[skip : skip + size]]


def _fields(ordered: IntervalQuerySet, edition: str, at: Any) -> QuerySet:
    ended = Edition.objects.ever_live().filter(live_until__lte=at).order_by("-live_until").values("live_until")[:1]
    found = ordered.annotate(ended=Subquery(ended))
    return found.values_list(edition, "article_id", "published_at", "live_from", "ended")


_of_all = Prepared(
    lambda at, size: _fields(in_order(Edition.objects.listed_by_date(at)), "pk", at)[:size], at=datetime, size=FIXED
)


def _by(condition: str, edition: str, live: Callable[[Any], IntervalQuerySet]) -> Prepared:
    def first(at: Any, size: int, pk: Any) -> QuerySet:
        return _fields(in_order(live(at).filter(**{condition: pk})), edition, at)[:size]

    return Prepared(first, at=datetime, size=FIXED, pk=int)


_BY_ONE = {
    "section": _by("section", "pk", Edition.objects.listed),
    "tag": _by("tag", "content_object_id", EditionTag.objects.live),
    "author": _by("author", "edition_id", EditionAuthor.objects.live),
}
