"""A value that every page needs and that seldom changes: each process reads it once, and again after it was changed.

The shared cache holds only a stamp. A process whose value has another stamp reads anew, so no page shows what was true
before the last change, whichever process made it.
"""

from collections.abc import Callable
from secrets import token_hex
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db import transaction

Value = TypeVar("Value")

# The longest that a process goes on with an old value if the cache could not be told of a change.
SECONDS = 300


class Kept(Generic[Value]):
    def __init__(self, key: str, read: Callable[[], Value]) -> None:
        self.key, self.read = key, read
        self.known: tuple[str, Value] | None = None

    def get(self) -> Value:
        """The value. Nobody may change it, for others hold it too."""
        stamp, known = cache.get(self.key), self.known
        if known is not None and known[0] == stamp:
            return known[1]
        if stamp is None:
            # Added before the reading: a change that is made meanwhile sets another, and this reading is not kept.
            stamp = token_hex(8)
            cache.add(self.key, stamp, SECONDS)
        value = self.read()
        self.known = (stamp, value)
        return value

    def forget(self) -> None:
        """Have it read anew everywhere once the transaction is over."""
        transaction.on_commit(lambda: cache.set(self.key, token_hex(8), SECONDS), robust=True)
