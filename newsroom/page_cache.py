"""Pages as ready bytes, in front of Django: what nothing has changed since it was made is not made again.

Before each answer it is asked whether anything that the page shows was changed, by any process on any machine
(newsroom.freshness). So the first request after a change, once it is committed, gets the new page.

Of a story's page under which somebody wrote only that is made anew, if it was made in parts (articles.models.parts).

Kept is only what `PublicPages` calls public, and only for requests without a cookie of ours: no byte of it is anybody's
own. Such pages are made from a copy of the database where there is one that lacks nothing (newsroom.replicas). While the
first database is gone, the copies say what is true, and whoever has a cookie gets everybody's page; if no database can be
asked, readers get what is kept.
"""

import io
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.handlers.wsgi import get_script_name
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS
from django.urls import set_script_prefix

from articles.models import stamp
from articles.models.parts import ENVIRON, Parts
from comments import own, visitors
from newsroom import observed, packing
from newsroom.failures import ALIVE, AWAY
from newsroom.freshness import Freshness, Moment, Words
from newsroom.kept import KEYS, Address, Header, Page, Pages
from newsroom.replicas import may_read, reading

logger = logging.getLogger(__name__)

# Seconds for which readers get what was kept before, while no database answers.
OUTAGE = 3600
_ASKED_AGAIN = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")

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


class PageCache:
    """A WSGI application that answers for another what has been made before. `megabytes` bounds what is kept."""

    def __init__(self, application: WSGIApplication, megabytes: int) -> None:
        self.application = application
        self.pages = Pages(megabytes * 1024**2)
        self.makers: dict[Address, threading.Lock] = {}
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
            self.pages.touch(key)
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
                is_in_parts = bool(page.frame or page.is_of_same_story(moment))
                return self._make(key, asked, moment, environ, start_response, marks, is_in_parts, source)
            anew.asked = asked
            self.pages.keep(key, anew)
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
        if page.frame is None or time.time() >= page.until or not page.is_of_same_story(moment):
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
            self.pages.keep(key, page)
            return page.answer(environ, start_response)
        if made.is_away and (old := self.pages.get(key)) is not None:
            return self._as_kept(old, environ, start_response)
        if made.is_away and moment.source == DEFAULT_DB_ALIAS and (later := self._without_first()):
            return self._make(key, asked, later, environ, start_response)
        if not made.status.startswith("5"):
            # What was withdrawn, removed or moved must not come back when the database is away.
            self.pages.drop(key)
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
