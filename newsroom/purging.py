"""Telling a cache in front what has changed, so that it may keep pages for long and still show none that is old.

The database tells what has changed, whoever changed it (articles.models.stamp), and time when an edition comes or goes
(articles.public.due). Both are looked at a few times a second by one process of its own, `manage.py purge_cache`, so no
publication waits for the cache; what the cache could not be told waits for it.
"""

import http.client
import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from articles.models import stamp
from articles.models.edition import Edition
from articles.models.stamp import Stamp
from articles.public import due

logger = logging.getLogger(__name__)

# Seconds between two looks; how long the cache may take; and the longest pause before a cache that is down is asked again.
PAUSE, TIMEOUT, LONGEST = 0.25, 2, 10
# Keys in one message. Where more has changed, everything has.
MOST = 200
# How long before it is seen a change may have been made, by the clock that set its time.
MARGIN = timedelta(minutes=1)


class Purge(NamedTuple):
    """Keys of pages, as they name them in their `Surrogate-Key`.

    What is `old` is asked for again before it is shown, and stays for the case that nobody answers. What is `gone` holds
    words that readers may no longer be shown, whatever happens.
    """

    old: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def __or__(self, other: Self) -> Self:
        both = type(self)(self.old | other.old, self.gone | other.gone)
        return both if len(both.old) + len(both.gone) <= MOST else type(self)(EVERYTHING, frozenset({stamp.STORIES}))


EVERYTHING = frozenset({stamp.ANY, stamp.FRAME, stamp.STORIES})
NOTHING = Purge()


class Changes:
    """What has changed since it was last asked for. The first time that is everything."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}
        self.horizon: int | None = None
        self.looked: datetime | None = None
        self.due: datetime | None = None

    def look(self, at: datetime) -> Purge:
        """What to purge. It costs one read of an index, and a few more where there is something."""
        last, words = self.looked, self._moved()
        self.looked = at
        if last is None or (self.due is not None and at >= self.due):
            words = set(EVERYTHING)
        if self.due is None or words & EVERYTHING:
            self.due = due.next_change(at)
        if not words:
            return NOTHING
        gone = {word for word in words if word.startswith(f"{stamp.ARTICLE}:")}
        if last is not None and stamp.STORIES in words:
            gone |= {stamp.of_article(pk) for pk in _changed_articles(last - MARGIN, at)}
        return NOTHING | Purge(_keys(words | {stamp.ANY}), _keys(gone))

    def _moved(self) -> set[str]:
        """The words whose stamps have moved; all of them where there are too many, or one that cannot be named."""
        horizon = _horizon()
        rows = Stamp.objects.order_by() if self.horizon is None else Stamp.objects.filter(mark__gte=self.horizon)
        found = dict(rows.values_list("key", "mark")[: MOST + 1])
        any_mark = Stamp.objects.filter(key=stamp.ANY).values_list("mark", flat=True).first()
        moved = {key for key, mark in found.items() if self.seen.get(key) != mark} - {stamp.ANY}
        is_told = any_mark == self.seen.get(stamp.ANY) or (moved and len(found) <= MOST)
        self.seen = {key: mark for key, mark in found.items() if mark >= horizon}
        self.horizon = horizon
        if any_mark is not None:
            self.seen[stamp.ANY] = any_mark
        return moved if is_told else set(EVERYTHING)


def watch() -> Iterator[Purge]:
    """Tell the cache what changes, for ever. Yields what it has been told, nothing included.

    It is told one look late: a page that was on its way as something was changed has arrived by then.
    """
    changes, seen, waiting, failures = Changes(), NOTHING, NOTHING, 0
    while True:
        try:
            waiting |= seen
            seen = NOTHING
            seen = changes.look(timezone.now())
            if waiting != NOTHING:
                send(waiting)
        except (OSError, http.client.HTTPException, DatabaseError) as error:
            connection.close()
            if not failures:
                logger.warning("What changes cannot be told to the cache in front, and waits until it can: %s", error)
            failures += 1
        else:
            if failures:
                logger.info("The cache in front can be told again.")
            yield waiting
            waiting, failures = NOTHING, 0
        time.sleep(min(LONGEST, PAUSE * 2**failures))


def send(purge: Purge) -> None:
    """Tell the cache. Raises OSError or HTTPException if it does not answer, or not as a cache does that has done it."""
    url = urlsplit(settings.NEWSROOM_PURGE_URL)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    cache = kind(url.hostname or "", url.port, timeout=TIMEOUT)
    old, gone = (" ".join(sorted(keys)) for keys in purge)
    try:
        cache.request("PURGE", "/", headers={"Surrogate-Key": old, "Surrogate-Key-Gone": gone})
        status = cache.getresponse().status
    finally:
        cache.close()
    if status != http.client.OK:
        raise http.client.HTTPException(f"it answers with status {status}")
    logger.info("Told the cache in front that pages have changed: %s; that pages are gone: %s.", old, gone or "none")


def _keys(words: set[str]) -> frozenset[str]:
    return frozenset(word.replace(":", "-") for word in words)


def _changed_articles(after: datetime, until: datetime) -> set[int]:
    """Those of which readers see another edition than before, or none."""
    came = Edition.objects.filter(live_from__gt=after, live_from__lte=until)
    went = Edition.objects.filter(live_until__gt=after, live_until__lte=until)
    return {pk for rows in (came, went) for pk in rows.order_by().values_list("article_id", flat=True)[: MOST + 1]}


def _horizon() -> int:
    """A mark below which no other will appear: marks grow with time, as articles.models.stamp makes them."""
    if connection.vendor == "sqlite":
        return (int((time.time() - MARGIN.total_seconds()) * 1000)) << 20
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint << 20")
        return cursor.fetchone()[0]
