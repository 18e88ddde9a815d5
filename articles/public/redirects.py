"""What is answered at an address where nothing stands: its redirect if it has one; else it is noted that it was asked for.

Counts are kept in the process and written now and then, behind an answer, so that a flood of old links is no flood of
writes. What a process has not written when it is killed is not counted; redirects themselves lose nothing.
"""

import logging
import threading
import time
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.signals import request_finished
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from articles.models.redirect import LONGEST, MissingPage, Redirect, key_of
from articles.public import moved

logger = logging.getLogger(__name__)

# Counts are written after so many seconds, or when so many addresses have one.
EVERY, MANY = 20, 200
# Of missing pages the ones asked for last are kept.
KEPT = 5000
# Seconds for which caches may go on with an answer.
FRESH_FOR = 300


def answer(request: HttpRequest) -> HttpResponse | None:
    """The answer of the redirect for what was asked, or of a rule for old addresses."""
    query = request.META.get("QUERY_STRING", "")
    path = request.path
    if "\x00" in path or "\x00" in query or len(path) > LONGEST:
        return None
    found = Redirect.objects.of(path, query if len(path) + len(query) < LONGEST else "")
    reads = request.method in ("GET", "HEAD")
    target = found.target if found else ""
    if reads and not found:
        target = moved.place(path, query)
    elif reads and found and target == "/" and query and "?" not in found.key:
        # An old front page took the same questions as ours.
        target = moved.place("/", query, path) or target
    if found:
        tally.hit(found)
    if found and found.is_gone:
        response: HttpResponse = render(request, "articles/old_address.html", status=410)
    elif target:
        response = HttpResponsePermanentRedirect(target)
    else:
        return None
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response


def note_missing(request: HttpRequest) -> None:
    """Count that this address was asked for in vain, for whoever may want to make a redirect of it."""
    if request.method == "GET" and "\x00" not in request.path and len(request.path) <= LONGEST:
        tally.miss(request.path, _came_from(request))


def _came_from(request: HttpRequest) -> str:
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    is_plain = parts.scheme in ("http", "https") and parts.netloc and "@" not in parts.netloc
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:200].replace("\x00", "") if is_plain else ""


class Missed(NamedTuple):
    path: str
    hits: int
    first_at: datetime
    last_at: datetime
    came_from: str


class Tally:
    """Counts of one process that are not written yet."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self.hits: dict[int, tuple[int, datetime]] = {}
        self.missed: dict[str, Missed] = {}
        self.since = time.monotonic()

    def hit(self, redirect: Redirect) -> None:
        with self.lock:
            count, _last = self.hits.get(redirect.pk, (0, None))
            self.hits[redirect.pk] = (count + 1, timezone.now())

    def miss(self, path: str, came_from: str) -> None:
        at, key = timezone.now(), key_of(path)
        with self.lock:
            before = self.missed.get(key)
            if before is None and len(self.missed) >= MANY:
                return  # a scan; what is asked for again will be counted then
            before = before or Missed(path, 0, at, at, "")
            self.missed[key] = before._replace(
                hits=before.hits + 1, last_at=at, came_from=came_from or before.came_from
            )

    @property
    def is_due(self) -> bool:
        waits = len(self.hits) + len(self.missed)
        return bool(waits) and (waits >= MANY or time.monotonic() - self.since >= EVERY)

    def flush(self) -> None:
        """Write what was counted."""
        with self.lock:
            hits, missed = self.hits, self.missed
            self._begin()
        with transaction.atomic():
            for pk, (count, at) in sorted(hits.items()):
                Redirect.objects.filter(pk=pk).update(hits=F("hits") + count, last_hit_at=at)
            _store(missed)


def _store(missed: dict[str, Missed]) -> None:
    known = set(MissingPage.objects.filter(key__in=missed).values_list("key", flat=True))
    for key in sorted(known):
        one = missed[key]
        change: dict[str, Any] = {"hits": F("hits") + one.hits, "last_at": one.last_at}
        change |= {"came_from": one.came_from} if one.came_from else {}
        MissingPage.objects.filter(key=key).update(**change)
    new = [MissingPage(key=key, **one._asdict()) for key, one in missed.items() if key not in known]
    if new:
        MissingPage.objects.bulk_create(new, ignore_conflicts=True)
        last = MissingPage.objects.order_by("-last_at", "-pk").values_list("last_at", flat=True)[KEPT : KEPT + 1]
        for at in list(last):
            MissingPage.objects.filter(last_at__lte=at).delete()


tally = Tally()


def write_counts(**kwargs: Any) -> None:
    """Write the counts if it is time."""
    if tally.is_due:
        try:
            tally.flush()
        except DatabaseError:
            logger.warning("Counts of old addresses could not be written and are lost.", exc_info=True)


request_finished.connect(write_counts, dispatch_uid="articles.redirects")
