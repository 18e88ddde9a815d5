"""What a feed and its entries say, whatever format they are written in. All addresses are whole ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from articles.templatetags.pictures import File

# What stands for the time of a feed in which nothing has been yet.
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    name: str
    url: str = ""


@dataclass(frozen=True)
class Category:
    name: str
    scheme: str


@dataclass(frozen=True)
class Entry:
    """`id` stays the same for ever. `html` is the whole text; `updated` moves with material changes only."""

    id: str
    url: str
    title: str
    html: str
    published: datetime
    updated: datetime
    summary: str = ""
    language: str = ""
    """Where it is not that of the feed."""
    authors: Sequence[Person] = ()
    categories: Sequence[Category] = ()
    picture: File | None = None
    picture_credit: str = ""
    picture_alt: str = ""
    comments: str = ""
    """Where people read what others said about it."""
    more: dict[str, Any] | None = None
    """What JSON Feed has no name for."""


@dataclass(frozen=True)
class Gone:
    """An entry that was taken back, and the notice that tells readers why."""

    id: str
    url: str
    at: datetime
    notice: str


@dataclass(frozen=True)
class Feed:
    """`home` is the page of the same list; `path` the feed's own."""

    title: str
    about: str
    home: str
    path: str
    updated: datetime | None
    entries: Sequence[Entry]
    gone: Sequence[Gone] = ()

    @property
    def url(self) -> str:
        return whole(self.path)


def whole(address: str) -> str:
    """The address with our origin before it, unless it has one."""
    if address.startswith("/") and not address.startswith("//"):
        # Most are; and a feed has so many that taking each apart would be a quarter of its cost.
        return f"{settings.NEWSROOM_SITE_URL}{address}"
    return urljoin(settings.NEWSROOM_SITE_URL, address)


def lasting_id(kind: str, pk: int, since: datetime) -> str:
    """A tag URI (RFC 4151) that no change of slug, section or server ever changes. `since` may never change either."""
    return f"tag:{settings.NEWSROOM_FEED_AUTHORITY},{since.astimezone(UTC):%Y-%m-%d}:{kind}/{pk}"
