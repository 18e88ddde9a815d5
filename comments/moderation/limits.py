"""One comment at a time from one writer, in whatever process it arrives."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

from comments.moderation.draft import Draft
from comments.moderation.locks import alone
from comments.moderation.refusals import Flood


@contextmanager
def turn(draft: Draft, at: datetime) -> Iterator[None]:
    """Take the writer's turn for the next `NEWSROOM_COMMENT_INTERVAL` seconds; given back if the block fails.

    Raises Flood while an earlier turn of the same address or network lasts. The stored comments answer the same
    question, but not for two posts that arrive at the same moment.
    """
    taken: list[str] = []
    try:
        for name in _names(draft):
            _take(name, at)
            taken.append(name)
        yield
    except BaseException:
        cache.delete_many(taken)
        raise


def in_a_row(draft: Draft) -> None:
    """Let what one address or network sends be counted one after the other, until the transaction ends."""
    if not draft.is_trusted:
        alone(
            *(f"{kind}:{value}" for kind, value in (("writer", draft.email_key), ("network", draft.network)) if value)
        )


def _take(name: str, at: datetime) -> None:
    interval = settings.NEWSROOM_COMMENT_INTERVAL
    if not cache.add(name, at.timestamp(), timeout=interval):
        began = cache.get(name, at.timestamp())
        raise Flood(min(interval, began + interval - at.timestamp()))


def _names(draft: Draft) -> list[str]:
    if draft.is_trusted or not settings.NEWSROOM_COMMENT_INTERVAL:
        return []
    names = [f"comments:network:{draft.network}"] if draft.network else []
    if draft.email:
        names.append(f"comments:writer:{sha256(draft.email_key.encode()).hexdigest()}")
    return names
