"""Pages as ready bytes, in front of Django: what nothing has changed since it was made is not made again.

Before each answer the stamps are asked (articles.models.stamp): whether anything that the page shows was changed, by any
process on any machine. On SQLite that is the counter of the file's commits, in memory that all processes share; on
PostgreSQL one read by a prepared statement. So the first request after a change, once it is committed, gets the new page.
Editions that come and go by time alone are known beforehand (articles.public.due).

Of a story's page under which somebody wrote only that is made anew, if it was made in parts (articles.models.parts).

Kept is only what `PublicPages` calls public, and only for requests without a cookie of ours: no byte of it is anybody's
own. Such pages are made from a copy of the database where there is one that lacks nothing (newsroom.replicas). While the
first database is gone, the copies say what is true, and whoever has a cookie gets everybody's page; if no database can be
asked, readers get what is kept.
"""

import gzip
import io
import logging
import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from copy import copy
from hashlib import blake2b
from typing import Any, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from csp.constants import HEADER
from django.conf import settings
from django.core.handlers.wsgi import get_script_name
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.urls import set_script_prefix
from django.utils import timezone
from django.utils.http import parse_http_date_safe

from articles.models import stamp
from articles.models.parts import ENVIRON, Parts
from articles.public import due
from comments import own, visitors
from newsroom import observed, packing
from newsroom.failures import ALIVE, AWAY
from newsroom.packing import Packed
from newsroom.replicas import Line, Replicas, may_read, reading

logger = logging.getLogger(__name__)

# Names what a page shows, for whoever keeps it: words of the stamps with a dash for the colon. It leaves the house only if
# there is a cache in front that is told of changes by these names, see newsroom.purging.
KEYS = "Surrogate-Key"
# Seconds after which a page is made anew in any case: some words on it follow the clock, such as what was most discussed.
LONGEST = 60
# Seconds for which readers get what was kept before, while no database answers.
OUTAGE = 3600
# Headers that are told anew for each answer.
_COUNTED = {"content-length", "content-encoding", "etag", KEYS.lower()}
_WITH_304 = {"cache-control", "content-location", "date", "etag", "expires", "vary", "last-modified", HEADER.lower()}
_ASKED_AGAIN = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s|,|$))", re.IGNORECASE)

# What Django is told of a request whose page is kept with functions that go on holding it: what public pages read. So no
# visitor's headers stay in memory, of whatever length.
_READ = {
    *("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL"),
    *("HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "wsgi.version", "wsgi.url_scheme", "wsgi.errors"),
    *("wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once"),
}

# Addresses for which it is known that one thread at a time makes them; with more, some may be made twice.
MAKERS = 5000

# Characters of an address whose page may be kept.
LONGEST_ADDRESS = 1000

# Bytes that are counted for what is kept of a page's parts besides its text.
ROOM_OF_PARTS = 30_000

Header = tuple[str, str]
Address = tuple[Any, ...]
Words = dict[str, int | None]
"""Stamps by their words."""


class Moment(NamedTuple):
    """The stamps as they were, until time changes something."""

    marks: stamp.Marks
    due: float
    source: str = DEFAULT_DB_ALIAS
    """The database that said so."""


class Made(NamedTuple):
    """What Django answered."""

    status: str
    headers: list[Header]
    exc_info: Any
    body: bytes
    parts: Parts | None

    @property
    def is_away(self) -> bool:
        """Whether it could not be made because the database is away."""
        return self.status.startswith("503")


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


class Freshness(Line):
    """Asks whether anything changed: the first database, or a copy of it while that is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.replicas = Replicas()
        self.version: object = None
        self.moment: Moment | None = None

    def now(self) -> Moment:
        """Raises one of `errors` if no database answers."""
        with self.lock:
            try:
                return self._as_of(self, self._version())
            except self.errors:
                self.lose()
                if (replica := self.replicas.instead()) is None:
                    raise
                return self._as_of(replica, replica.mark)

    def read(self, keys: Iterable[str], source: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
        """Stamps of the database that the moment is of."""
        return (self if source == DEFAULT_DB_ALIAS else self.replicas[source]).stamps(keys)

    def close(self) -> None:
        super().close()
        if not self.is_lost:
            self.replicas.close()

    def _connect(self) -> None:
        super()._connect()
        # SQLite counts commits for each connection anew.
        self.version = None

    def _as_of(self, line: Line, version: object) -> Moment:
        moment = self.moment
        if moment is None or (line.alias, version) != self.version or time.time() >= moment.due:
            self.moment = moment = self._look(line, moment)
            self.version = (line.alias, version)
        return moment

    def _look(self, line: Line, last: Moment | None) -> Moment:
        found = line.stamps((stamp.ANY, stamp.FRAME, stamp.STORIES))
        marks = stamp.Marks(found.get(stamp.ANY), found.get(stamp.FRAME), found.get(stamp.STORIES))
        at = timezone.now()
        if last and last.due > at.timestamp() and marks[1:] == last.marks[1:]:
            is_same = marks == last.marks and last.source == line.alias
            return last if is_same else Moment(marks, last.due, line.alias)
        is_ours = connections[line.alias].connection is None
        try:
            with reading(line.alias):
                return Moment(marks, due.next_change(at).timestamp(), line.alias)
        finally:
            if is_ours:
                close_old_connections()


class PageCache:
    """A WSGI application that answers for another what has been made before. `megabytes` bounds what is kept."""

    def __init__(self, application: WSGIApplication, megabytes: int) -> None:
        self.application = application
        self.room = megabytes * 1024**2
        self.pages: OrderedDict[Address, Page] = OrderedDict()
        self.used = 0
        self.makers: dict[Address, threading.Lock] = {}
        self.lock = threading.Lock()
        self.trial = threading.Lock()
        self.freshness = Freshness()
        self.never = ("/admin/", *ALIVE, settings.STATIC_URL, settings.MEDIA_URL)
        self.personal = (settings.SESSION_COOKIE_NAME, own.COOKIE, visitors.COOKIE)
        # The header of a proxy of ours that says how the visitor came, and the word for https in it.
        self.believed = settings.SECURE_PROXY_SSL_HEADER
        self.closed = str(settings.NEWSROOM_MAINTENANCE_FILE)
        # Answers by where they came from.
        self.answered = {observed.KEPT: 0, observed.MADE: 0, observed.PARTS: 0, observed.STALE: 0}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._try(environ, start_response)
        if not self._may_keep(environ):
            return self.application(environ, start_response)
        if self._is_personal(environ):
            if not self.freshness.is_lost:
                return self.application(environ, start_response)
            environ = {name: value for name, value in environ.items() if name != "HTTP_COOKIE"}
        key, asked = self._key(environ), time.monotonic()
        page = self.pages.get(key)
        try:
            moment = self.freshness.now()
            is_fresh = page is not None and self._is_fresh(page, moment)
        except self.freshness.errors:
            return self._as_kept(page, environ, start_response)
        if page is not None and is_fresh:
            self._touch(key)
            self.answered[observed.KEPT] += 1
            return page.answer(environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            # Rare, and not made again if a copy goes meanwhile: from whichever told the moment.
            with reading(moment.source):
                return self.application(environ | {stamp.ENVIRON: moment.marks}, start_response)
        if page is None:
            return self._make(key, asked, moment, environ, start_response)
        return self._make_once(key, asked, environ, start_response)

    def _as_kept(self, page: Page | None, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """What readers get while the database does not answer."""
        if page is not None and page.made + OUTAGE >= time.time():
            self._count(observed.STALE)
            return page.answer(environ, start_response)
        return self._try(environ, start_response) if may_read(environ) else self.application(environ, start_response)

    def _try(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Ask Django what wants the first database. While that is gone one request at a time waits for it, and others are
        told so at once: nobody would be left to read to readers.
        """
        if not self._is_gone():
            return self.application(environ, start_response)
        if not self.trial.acquire(blocking=False):
            return self.application(environ | {AWAY: True}, start_response)
        try:
            return self.application(environ, start_response)
        finally:
            self.trial.release()

    def _is_gone(self) -> bool:
        if not self.freshness.is_lost:
            return False
        try:
            return self.freshness.now().source != DEFAULT_DB_ALIAS
        except self.freshness.errors:
            return True

    def _source(self, moment: Moment, mark: int | None, environ: WSGIEnvironment) -> str:
        """The database that a page is made from: one that has all that there was at this mark."""
        if not self.freshness.replicas.all or not may_read(environ):
            return DEFAULT_DB_ALIAS
        return moment.source if moment.source != DEFAULT_DB_ALIAS else self.freshness.replicas.in_step(mark)

    def _make_once(
        self, key: Address, asked: float, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Make the page anew, one thread at a time: what many wait for is made for all who had asked when it was begun."""
        if len(self.makers) >= MAKERS:
            self.makers.clear()
        with self.makers.setdefault(key, threading.Lock()):
            page = self.pages.get(key)
            if page is not None and page.asked >= asked:
                return page.answer(environ, start_response)
            asked = time.monotonic()
            try:
                moment = self.freshness.now()
                # Before it is made: what changes meanwhile moves its stamp, and the page is taken for an old one at most.
                marks, mark = self._marks(page, moment) if page else ({}, moment.marks.any)
            except self.freshness.errors:
                return self._as_kept(page, environ, start_response)
            if page is None:
                return self._make(key, asked, moment, environ, start_response)
            source = self._source(moment, mark, environ)
            if (anew := self._with_parts_anew(page, moment, marks, environ, source)) is None:
                is_in_parts = bool(page.frame or _is_of_same_story(page, moment))
                return self._make(key, asked, moment, environ, start_response, marks, is_in_parts, source)
            anew.asked = asked
            self._keep(key, anew)
            return anew.answer(environ, start_response)

    def _marks(self, page: Page, moment: Moment) -> tuple[Words, int | None]:
        """The marks of the words that the page showed, and the one of all of them together as these were read."""
        known = moment.marks._asdict()
        unknown = [key for key in page.marks if key not in known]
        found = self.freshness.read((stamp.ANY, *unknown), moment.source) if unknown else {stamp.ANY: known[stamp.ANY]}
        words = {key: known[key] if key in known else found.get(key) for key in page.marks}
        return words, found.get(stamp.ANY)

    def _with_parts_anew(
        self, page: Page, moment: Moment, marks: Words, environ: WSGIEnvironment, source: str
    ) -> Page | None:
        """The page with its late parts made again; None if that is not enough. Django is not asked, as for a kept page."""
        if page.frame is None or time.time() >= page.until or not _is_of_same_story(page, moment):
            return None
        request_started.send(sender=type(self), environ=environ | {stamp.ENVIRON: moment.marks})
        set_script_prefix(get_script_name(environ))
        try:
            with reading(source):
                anew = page.filled(page.frame.anew(), moment, marks)
        except Exception:
            # Such as that the conversation has no such page any more: the whole page says so, or what failed.
            logger.debug("Parts of %s could not be made by themselves.", environ["PATH_INFO"], exc_info=True)
            return None
        finally:
            request_finished.send(sender=type(self))
        self._count(observed.PARTS)
        return anew

    def _may_keep(self, environ: WSGIEnvironment) -> bool:
        path = environ["PATH_INFO"]
        if settings.NEWSROOM_MAINTENANCE or path.startswith(self.never):
            return False
        # The address is kept as well, and nothing of ours has such a long one.
        if len(path) + len(environ.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
            return False
        return not os.path.exists(self.closed)

    def _key(self, environ: WSGIEnvironment) -> Address:
        """What an answer follows: the address as it was asked for, and if it was by https, as Django sees it."""
        get, scheme = environ.get, environ["wsgi.url_scheme"]
        if self.believed and self.believed[0] in environ:
            scheme = "https" if environ[self.believed[0]].split(",", 1)[0].strip() == self.believed[1] else "http"
        return (environ["PATH_INFO"], get("QUERY_STRING", ""), get("HTTP_HOST", ""), scheme, get("SCRIPT_NAME", ""))

    def _is_personal(self, environ: WSGIEnvironment) -> bool:
        cookies = environ.get("HTTP_COOKIE")
        return cookies is not None and any(name in cookies for name in self.personal)

    def _is_fresh(self, page: Page, moment: Moment) -> bool:
        if time.time() >= page.until:
            return False
        if page.moment is moment:
            return True
        known = moment.marks._asdict()
        own = [key for key in page.marks if key not in known]
        if any(known[key] != mark for key, mark in page.marks.items() if key in known):
            return False
        if own:
            found = self.freshness.read(own, moment.source)
            if any(found.get(key) != page.marks[key] for key in own):
                return False
        page.moment = moment
        return True

    def _make(
        self,
        key: Address,
        asked: float,
        moment: Moment,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        marks: Words | None = None,
        is_in_parts: bool = False,
        source: str | None = None,
    ) -> Iterable[bytes]:
        """Have Django make the page, in parts if that is asked. `marks` are those of the words it showed last."""
        self._count(observed.MADE)
        request = {name: value for name, value in environ.items() if name not in _ASKED_AGAIN}
        if is_in_parts:
            request = {name: value for name, value in request.items() if name in _READ}
            request |= {"REMOTE_ADDR": "", "wsgi.input": io.BytesIO()}
        request[stamp.ENVIRON] = moment.marks
        if source is None:
            source = self._source(moment, moment.marks.any, environ)
        made = self._made(request, is_in_parts, source)
        if made.is_away and source != moment.source:
            # The copy went meanwhile, or could not go on with what it read.
            self.freshness.replicas[source].rest("did not give a page")
            made = self._made(request, is_in_parts, DEFAULT_DB_ALIAS)
        page = self._page(made, moment, marks or {})
        if page is not None:
            page.asked = asked
            self._keep(key, page)
            return page.answer(environ, start_response)
        if made.is_away and (old := self.pages.get(key)) is not None:
            return self._as_kept(old, environ, start_response)
        if made.is_away and moment.source == DEFAULT_DB_ALIAS and (later := self._without_first()):
            return self._make(key, asked, later, environ, start_response)
        if not made.status.startswith("5"):
            # What was withdrawn, removed or moved must not come back when the database is away.
            self._drop(key)
        headers = [one for one in made.headers if one[0] != KEYS]
        start_response(made.status, headers, *([made.exc_info] if made.exc_info else []))
        return [made.body]

    def _without_first(self) -> Moment | None:
        """The moment as a copy has it, if the first database is gone."""
        try:
            moment = self.freshness.now()
        except self.freshness.errors:
            return None
        return moment if moment.source != DEFAULT_DB_ALIAS else None

    def _made(self, request: WSGIEnvironment, is_in_parts: bool, source: str) -> Made:
        """Django's answer, from what that database says."""
        told: list[Any] = []

        def remember(status: str, headers: list[Header], exc_info: Any = None) -> Callable[[bytes], object]:
            told[:] = [status, headers, exc_info]
            return lambda data: None

        parts = Parts() if is_in_parts else None
        with reading(source):
            result = self.application(request | ({ENVIRON: parts} if parts is not None else {}), remember)
            try:
                body = b"".join(result)
            finally:
                if hasattr(result, "close"):
                    result.close()
        status, headers, exc_info = told
        return Made(status, headers, exc_info, body, parts if parts and parts.late else None)

    def _page(self, made: Made, moment: Moment, before: Words) -> Page | None:
        """The answer, if anybody may have it again; None if it is one visitor's, or of another kind."""
        headers, parts = made.headers, made.parts
        told = {name.lower(): value for name, value in headers}
        control = told.get("cache-control", "")
        if (
            not made.status.startswith("200")
            or "public" not in control
            or "set-cookie" in told
            or "no-store" in control
        ):
            return None
        if told.get("vary", "").lower() not in ("", "accept-encoding"):
            return None
        # Pictures are compressed already, and whoever has one never asks again.
        if told.get("content-type", "").startswith("image/"):
            return None
        keys = told.get(KEYS.lower(), stamp.ANY).replace("-", ":").split()
        packed = packing.whole(made.body, is_gzipped=told.get("content-encoding") == "gzip")
        if before.keys() == set(keys):
            return Page(headers, packed, moment, before, parts)
        marks: Words = {key: mark for key, mark in moment.marks._asdict().items() if key in keys}
        if own := [key for key in keys if key not in stamp.Marks._fields]:
            # Read together with what moves whenever one of them does: they are those of this page if that has not moved.
            try:
                found = self.freshness.read((stamp.ANY, *own), moment.source)
            except self.freshness.errors:
                return None
            if found.get(stamp.ANY) != moment.marks.any:
                return None
            marks |= {key: found.get(key) for key in own}
        return Page(headers, packed, moment, marks, parts)

    def _count(self, came_from: str) -> None:
        self.answered[came_from] += 1
        observed.note(came_from)

    def _keep(self, key: Address, page: Page) -> None:
        with self.lock:
            if (old := self.pages.pop(key, None)) is not None:
                self.used -= old.size
            self.pages[key] = page
            self.used += page.size
            while self.used > self.room:
                _key_of_old, old = self.pages.popitem(last=False)
                self.used -= old.size

    def _drop(self, key: Address) -> None:
        with self.lock:
            if (old := self.pages.pop(key, None)) is not None:
                self.used -= old.size

    def _touch(self, key: Address) -> None:
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)


def _is_of_same_story(page: Page, moment: Moment) -> bool:
    """Whether only that has moved which its own words stand for: the conversation, and not the story or what is around."""
    known = moment.marks._asdict()
    shared = page.marks.keys() & known
    return page.marks.keys() > shared and all(page.marks[key] == known[key] for key in shared)
