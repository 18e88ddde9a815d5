"""The cache that all processes share, Redis or Valkey, which may be away.

Then each process counts and keeps for itself, as with a cache in memory: limits go on to hold within one process, so that
a site of three processes lets through three times as much at most. Nothing waits for it longer than `PATIENCE`.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.utils.functional import cached_property
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

# Seconds until it counts as gone, and between two tries to reach it then.
PATIENCE, RETRY = 0.25, 1.0


class Outage:
    """What all threads of the process know: until when nobody asks."""

    def __init__(self) -> None:
        self.until = 0.0
        self.is_known = False

    def begin(self, error: Exception) -> None:
        self.until = time.monotonic() + RETRY
        if not self.is_known:
            self.is_known = True
            logger.warning("The shared cache is away, each process counts for itself: %s", type(error).__name__)

    def end(self) -> None:
        self.is_known = False
        logger.info("The shared cache answers again.")


outage = Outage()


def _either(name: str) -> Callable[..., Any]:
    shared = getattr(RedisCache, name)

    def ask(self: "SharedCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= outage.until:
            try:
                found = shared(self, *args, **kwargs)
            except RedisError as error:
                outage.begin(error)
            else:
                if outage.is_known:
                    outage.end()
                return found
        return getattr(self.own, name)(*args, **kwargs)

    return ask


class SharedCache(RedisCache):
    """Django's cache in Redis, and one in memory for as long as that is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        # A connection that the server has closed meanwhile is opened again at once; what fails then is gone.
        waits: dict[str, Any] = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "retry": Retry(NoBackoff(), 1),
        }
        self._options = waits | params.get("OPTIONS", {})

    @property
    def is_away(self) -> bool:
        return outage.is_known

    @cached_property
    def own(self) -> LocMemCache:
        return LocMemCache("newsroom.shared_cache", {"TIMEOUT": self.default_timeout})

    add = _either("add")
    get = _either("get")
    set = _either("set")
    touch = _either("touch")
    delete = _either("delete")
    get_many = _either("get_many")
    has_key = _either("has_key")
    incr = _either("incr")
    set_many = _either("set_many")
    delete_many = _either("delete_many")
    clear = _either("clear")
