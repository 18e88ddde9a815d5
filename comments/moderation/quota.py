"""So many of a kind in an hour from one person, in whatever process they arrive."""

import math
from datetime import datetime

from django.core.cache import cache
from django.utils.translation import gettext as _

from comments.moderation.rules import Refused

HOUR = 3600


class TooMany(Refused):
    """`retry_after` says in how many seconds there is room again."""

    status = 429

    def __init__(self, retry_after: float) -> None:
        self.retry_after = max(1, math.ceil(retry_after))
        super().__init__(_("You have sent many of these in a short time. Wait an hour, then send this one again."))


def spend(kind: str, person: str, most: int, at: datetime) -> None:
    """Count one more in this hour of the clock. Raises TooMany when there have been `most` already."""
    hour, second = divmod(int(at.timestamp()), HOUR)
    name = f"comments:{kind}:{person}:{hour}"
    cache.add(name, 0, timeout=HOUR)
    try:
        count = cache.incr(name)
    except ValueError:  # it ran out between the two
        return
    if count > most:
        raise TooMany(HOUR - second)
