"""So many of a kind in an hour from one person.

The stored rows are what is counted: so a limit holds in whatever process they arrive, and what was refused for another
reason has used up nothing. Whoever counts holds a lock of `locks.alone` until its own row is stored.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.cache import cache

HOUR = timedelta(hours=1)


def wait(times: Sequence[datetime], most: int, at: datetime) -> float:
    """Seconds until there is room for another, 0 if there is now; `times` are those of the last hour, the newest first.

    A `most` of 0 is no limit.
    """
    if not most or len(times) < most:
        return 0
    return max(0, (times[most - 1] + HOUR - at).total_seconds())


def spend(kind: str, person: str, most: int, at: datetime) -> int:
    """The same for what leaves no row: count one more in this hour of the clock, and say how many seconds it still has
    where `most` were counted before; else 0. The cache counts for all processes that share it.
    """
    length = int(HOUR.total_seconds())
    hour, second = divmod(int(at.timestamp()), length)
    name = f"comments:{kind}:{person}:{hour}"
    cache.add(name, 0, timeout=length)
    try:
        count = cache.incr(name)
    except ValueError:  # it ran out between the two
        return 0
    return length - second if count > most else 0
