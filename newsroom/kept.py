"""A public page as ready bytes, and whether it is still what readers should see."""

import gzip
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from copy import copy
from hashlib import blake2b
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from csp.constants import HEADER
from django.conf import settings
from django.utils.http import parse_http_date_safe

from articles.models.parts import Parts
from newsroom import packing
from newsroom.freshness import Moment, Words
from newsroom.packing import Packed

# Names what a page shows, for whoever keeps it: words of the stamps with a dash for the colon. It leaves the house only if
# there is a cache in front that is told of changes by these names, see newsroom.purging.
KEYS = "Surrogate-Key"
# Seconds after which a page is made anew in any case: some words on it follow the clock, such as what was most discussed.
LONGEST = 60
# Headers that are told anew for each answer.
_COUNTED = {"content-length", "content-encoding", "etag", KEYS.lower()}
_WITH_304 = {"cache-control", "content-location", "date", "etag", "expires", "vary", "last-modified", HEADER.lower()}
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s|,|$))", re.IGNORECASE)

# Bytes that are counted for what is kept of a page's parts besides its text.
ROOM_OF_PARTS = 30_000

# Part of the room that pages may take which were asked for again.
OFTEN = 0.75

Header = tuple[str, str]
Address = tuple[Any, ...]


class Page:
    """One public answer. `marks` are those of the words that it shows; `frame` is there if parts of it change alone."""

    __slots__ = (
        "asked",
        "etag",
        "frame",
        "gzipped",
        "headers",
        "is_in_pieces",
        "is_answered",
        "made",
        "marks",
        "modified",
        "moment",
        "plain_length",
        "size",
        "until",
    )

    def __init__(
        self, headers: list[Header], body: Packed, moment: Moment, marks: Words, parts: Parts | None = None
    ) -> None:
        told = {name.lower(): value for name, value in headers}
        self.headers = [(name, value) for name, value in headers if name.lower() not in _COUNTED]
        if "vary" not in told:
            self.headers.append(("Vary", "Accept-Encoding"))
        if settings.NEWSROOM_PURGE_URL and KEYS.lower() in told:
            self.headers.append((KEYS, told[KEYS.lower()]))
        self.headers.append(("ETag", ""))
        self.modified = parse_http_date_safe(told.get("last-modified", ""))
        self.frame = packing.Frame(parts) if parts else None
        self.is_in_pieces = False
        self.until = time.time() + LONGEST
        self._fill(body, moment, marks, told.get("etag"))

    def _fill(self, body: Packed, moment: Moment, marks: Words, etag: str | None = None) -> None:
        self.gzipped, self.plain_length = body.gzipped, len(body.plain)
        self.etag = etag or f'W/"{blake2b(body.plain, digest_size=12).hexdigest()}"'
        self.headers = [*self.headers[:-1], ("ETag", self.etag)]
        self.moment, self.marks, self.made = moment, marks, time.time()
        self.is_answered = False
        # By the clock of waiting: since when nobody need have asked for another.
        self.asked = 0.0
        self.until = min(moment.due, self.until)
        self.size = len(self.gzipped) + sum(len(name) + len(value) for name, value in self.headers) + 500
        self.size += self.frame.size + ROOM_OF_PARTS if self.frame else 0

    def filled(self, body: Packed, moment: Moment, marks: Words) -> "Page":
        """The page as it is now that parts of it have changed, and nothing around them."""
        page = copy(self)
        page._fill(body, moment, marks)
        page.is_in_pieces = True
        return page

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self._is_known(environ):
            start_response("304 Not Modified", [one for one in self.headers if one[0].lower() in _WITH_304])
            return []
        if _TAKES_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")):
            self._pack_well()
            packed, more = self.gzipped, [("Content-Encoding", "gzip")]
            length = len(packed)
        else:
            packed, length, more = self.gzipped, self.plain_length, []
        start_response("200 OK", [*self.headers, *more, ("Content-Length", str(length))])
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        return [packed if more else gzip.decompress(packed)]

    def _pack_well(self) -> None:
        """Put-together pages are packed as a whole when they are wanted again; a cache in front of us will ask but once."""
        if self.is_in_pieces and (self.is_answered or settings.NEWSROOM_PURGE_URL):
            self.gzipped, self.is_in_pieces = packing.well(self.gzipped), False
        self.is_answered = True

    def _is_known(self, environ: WSGIEnvironment) -> bool:
        """By RFC 9110, section 13.1: the tag decides where one is given, compared weakly."""
        if tags := environ.get("HTTP_IF_NONE_MATCH"):
            plain = self.etag.removeprefix("W/")
            return tags.strip() == "*" or plain in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        asked = parse_http_date_safe(since) if since and self.modified else None
        return asked is not None and self.modified is not None and self.modified <= asked

    def is_of_same_story(self, moment: Moment) -> bool:
        """Whether only that has moved which its own words stand for: the conversation, and not the story or what is around."""
        known = moment.marks._asdict()
        shared = self.marks.keys() & known
        return self.marks.keys() > shared and all(self.marks[key] == known[key] for key in shared)


class Pages:
    """Pages by address, in so many bytes of room. The one that nobody has asked for the longest goes first.

    Those that were asked for but once go before all others: whoever asks for thousands of addresses that nobody else does
    pushes out no page that is read.
    """

    def __init__(self, room: int) -> None:
        self.room, self.used = room, 0
        self._lock = threading.Lock()
        self._once: OrderedDict[Address, Page] = OrderedDict()
        self._often: OrderedDict[Address, Page] = OrderedDict()
        self._used_often = 0

    def get(self, key: Address) -> Page | None:
        with self._lock:
            return self._find(key)

    def keep(self, key: Address, page: Page) -> None:
        with self._lock:
            is_known = self._find(key) is not None
            self._take_out(key)
            if is_known:
                self._add_often(key, page)
            else:
                self._once[key] = page
            self.used += page.size
            while self.used > self.room:
                self._take_out(next(iter(self._once or self._often)))

    def touch(self, key: Address) -> None:
        """It was asked for again."""
        with self._lock:
            if key in self._often:
                self._often.move_to_end(key)
            elif (page := self._once.get(key)) is not None:
                self._add_often(key, page)
                del self._once[key]

    def drop(self, key: Address) -> None:
        with self._lock:
            self._take_out(key)

    def clear(self) -> None:
        with self._lock:
            for key in list(self):
                self._take_out(key)

    def __iter__(self) -> Iterator[Address]:
        return iter([*self._once, *self._often])

    def __len__(self) -> int:
        return len(self._once) + len(self._often)

    def _find(self, key: Address) -> Page | None:
        return self._once.get(key) or self._often.get(key)

    def _add_often(self, key: Address, page: Page) -> None:
        self._often[key] = page
        self._used_often += page.size
        while self._used_often > self.room * OFTEN and len(self._often) > 1:
            old, its = next(iter(self._often.items()))
            self._once[old] = its
            del self._often[old]
            self._used_often -= its.size

    def _take_out(self, key: Address) -> None:
        if (page := self._often.pop(key, None)) is not None:
            self._used_often -= page.size
        else:
            page = self._once.pop(key, None)
        self.used -= page.size if page else 0
