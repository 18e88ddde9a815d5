"""Entries that were put together a moment ago. What an edition says never changes, so they are kept by edition.

What else stands in an entry may change: the credit of a picture, the name of a section. So they are made anew after some
minutes. They are kept in the process and not in the shared cache, from which they would drive what must not be lost.
"""

from collections.abc import Sequence
from datetime import datetime
from time import monotonic

from articles.public.feeds import stories
from articles.public.feeds.entry import Entry
from articles.public.selection import Row

SECONDS = 300
MOST = 1000

# By edition and the time from which it is live: an id alone could come again from another database.
_Key = tuple[int, datetime]
_known: dict[_Key, tuple[float, Entry]] = {}


def entries(rows: Sequence[Row], at: datetime) -> list[Entry]:
    """The entries of these editions, in order. No query if all are known, and at most three if not."""
    now = monotonic()
    kept = {_key(row): _known.get(_key(row)) for row in rows}
    found = {key: one[1] for key, one in kept.items() if one and one[0] > now}
    missing = [row for row in rows if _key(row) not in found]
    made = stories.entries([row.edition_id for row in missing], at) if missing else {}
    for row in missing:
        found[_key(row)] = made[row.edition_id]
        _known[_key(row)] = (now + SECONDS, made[row.edition_id])
    for key in list(_known)[: max(0, len(_known) - MOST)]:
        _known.pop(key, None)
    return [found[_key(row)] for row in rows]


def forget() -> None:
    """Put everything together anew from now on, in this process."""
    _known.clear()


def _key(row: Row) -> _Key:
    return row.edition_id, row.live_from
