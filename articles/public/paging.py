"""Pages of a list, without counting it: the cost of a page does not follow the length of the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.conf import settings
from django.http import Http404

from articles.models.edition import Edition, EditionQuerySet, IntervalQuerySet

# Deep pages are read over by the database; nobody leafs this far, and machines have the archive.
LAST_PAGE = 500

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    number: int
    has_next: bool

    @property
    def editions(self) -> list[Row]:
        """The rows, by the name of what most lists are of."""
        return self.rows

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.has_next and self.number < LAST_PAGE else None


def page_number(raw: str | None) -> int:
    """The page asked for. Raises Http404 for anything but a whole number from 1 on."""
    if raw is None:
        return 1
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw[:4]) <= LAST_PAGE or len(raw) > 4:
        raise Http404
    return int(raw)


def page_of_links(links: IntervalQuerySet, edition_field: str, number: int) -> Page[Edition]:
    """A page of the editions behind these links, newest first. `links` are live already."""
    size = settings.NEWSROOM_PAGE_SIZE
    newest = links.order_by("-published_at", "-article_id").values_list(edition_field, flat=True)
    ids = list(newest[(number - 1) * size : number * size + 1])
    editions = Edition.objects.filter(pk__in=ids[:size]).newest_first().for_cards()
    return _page(list(editions), number, has_next=len(ids) > size)


def newest_of(editions: EditionQuerySet, most: int) -> list[Edition]:
    """The newest few of these editions, found in the index alone: for whole rows SQLite would sort the archive."""
    ids = list(editions.newest_first().values_list("pk", flat=True)[:most])
    return list(Edition.objects.filter(pk__in=ids).newest_first().for_cards()) if ids else []


def page_of(editions: EditionQuerySet, number: int) -> Page[Edition]:
    """A page of these editions, newest first."""
    return page_in_order(editions.newest_first().for_cards(), number)


def page_in_order(editions: EditionQuerySet, number: int, size: int = 0) -> Page[Edition]:
    """A page of these editions as they are ordered already, of the usual size unless another is given."""
    size = size or settings.NEWSROOM_PAGE_SIZE
    found = list(editions[(number - 1) * size : number * size + 1])
    return _page(found[:size], number, has_next=len(found) > size)


def page_of_rows(rows: Sequence[Row], number: int, size: int) -> Page[Row]:
    """A page of what has been read whole because there is little of it."""
    return _page(list(rows[(number - 1) * size : number * size]), number, has_next=len(rows) > number * size)


def _page(rows: list[Row], number: int, has_next: bool) -> Page[Row]:
    if not rows and number > 1:
        raise Http404
    return Page(rows, number, has_next)
