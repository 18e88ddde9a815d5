"""Pages of a list, without counting it: the cost of a page does not follow the length of the archive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.http import Http404

from articles.models.edition import Edition, EditionQuerySet, IntervalQuerySet
from articles.models.prepared import FIXED, Prepared
from articles.public.cards import cards

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


class Listing:
    """A list of stories, newest first, read a page at a time: two queries at most, made ready once.

    `live` gives what is in it at a time, editions or the links that lead to them, by the values of these `kinds`.
    """

    def __init__(self, live: Callable[..., IntervalQuerySet], edition_field: str = "pk", **kinds: Any) -> None:
        def part(start: int, end: int, **values: Any) -> Any:
            newest = live(**values).order_by("-published_at", "-article_id")
            return newest.values_list(edition_field, "live_from")[start:end]

        self.part = Prepared(part, start=FIXED, end=FIXED, **kinds)

    def page(self, number: int, **values: Any) -> Page[Edition]:
        size = settings.NEWSROOM_PAGE_SIZE
        found = self.part(start=(number - 1) * size, end=number * size + 1, **values)
        return _page(cards(found[:size]), number, has_next=len(found) > size)

    def newest(self, most: int, **values: Any) -> list[Edition]:
        return cards(self.part(start=0, end=most, **values))


EVERYTHING = Listing(Edition.objects.listed_by_date, at=datetime)


def page_in_order(editions: EditionQuerySet, number: int, size: int = 0) -> Page[Edition]:
    """A page of these editions as they are ordered already, of the usual size unless another is given."""
    size = size or settings.NEWSROOM_PAGE_SIZE
    return page_from(list(editions[(number - 1) * size : number * size + 1]), number, size)


def page_from(found: list[Row], number: int, size: int) -> Page[Row]:
    """A page of what was found for it: its rows, and one more if there is a next page."""
    return _page(found[:size], number, has_next=len(found) > size)


def page_of_rows(rows: Sequence[Row], number: int, size: int) -> Page[Row]:
    """A page of what has been read whole because there is little of it."""
    return _page(list(rows[(number - 1) * size : number * size]), number, has_next=len(rows) > number * size)


def _page(rows: list[Row], number: int, has_next: bool) -> Page[Row]:
    if not rows and number > 1:
        raise Http404
    return Page(rows, number, has_next)
