"""The log of queries that took long (NEWSROOM_SLOW_QUERY_MS): the statement as it was written, without its values."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created

logger = logging.getLogger(__name__)
# Characters of a statement.
LENGTH = 2000


def watch() -> None:
    """From now on, on every connection that is made."""
    connection_created.connect(_watch, dispatch_uid="slow-queries")


def _watch(connection: Any, **_kwargs: Any) -> None:
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.perf_counter() - started) * 1000
        if took >= settings.NEWSROOM_SLOW_QUERY_MS:
            statement = " ".join(sql.split())[:LENGTH]
            logger.warning("A query took %d ms: %s", took, statement, extra={"ms": round(took, 1)})
