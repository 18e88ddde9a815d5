"""Whether this process can serve: the database answers and has every migration, and the cache answers.

Each part is asked in a thread of its own with a connection of its own, and all have `PATIENCE` seconds; so a database that
hangs holds up nobody but who asks, and a pool that readers have used up says nothing of it.
"""

import logging
import pkgutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import lru_cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

logger = logging.getLogger(__name__)
# Seconds for all parts together.
PATIENCE = 3.0
OK, SILENT, FAILED = "ok", "no answer", "failed"
MARK = "newsroom-ready"


def parts() -> dict[str, str]:
    """What each part says: `ok`, or in a word or two what is wrong, and nothing that would help a stranger."""
    running = {name: _threads().submit(ask) for name, ask in ASKED.items()}
    wait(running.values(), timeout=PATIENCE)
    return {name: _said(name, future) for name, future in running.items()}


def _said(name: str, future: Future[str]) -> str:
    if not future.done():
        # What has not begun never does, so that those who go on asking do not pile up.
        future.cancel()
        return SILENT
    if (fault := future.exception()) is not None:
        logger.warning("Not ready, %s: %s: %s", name, type(fault).__name__, fault)
        return FAILED
    return future.result()


@lru_cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(len(ASKED), thread_name_prefix="ready")


def _migrations() -> str:
    """Asks the database as well; only what it lacks is told apart."""
    missing = len(_known() - _applied())
    return f"{missing} not applied" if missing else OK


def _database() -> str:
    _applied(only_ask=True)
    return OK


def _applied(only_ask: bool = False) -> set[tuple[str, str]]:
    wrapper = connections.create_connection(DEFAULT_DB_ALIAS)
    options = {name: value for name, value in wrapper.settings_dict["OPTIONS"].items() if name != "pool"}
    wrapper.settings_dict = wrapper.settings_dict | {"OPTIONS": options}
    try:
        with wrapper.cursor() as cursor:
            if only_ask:
                cursor.execute("SELECT 1")
                return set()
            cursor.execute(f"SELECT app, name FROM {MigrationRecorder.Migration._meta.db_table}")  # noqa: S608 (a name of Django's)
            return set(cursor.fetchall())
    finally:
        wrapper.close()


@lru_cache
def _known() -> frozenset[tuple[str, str]]:
    """The migrations that this version brings, by the names of their files: to import them all takes a second."""
    found = []
    for app in apps.get_app_configs():
        name = settings.MIGRATION_MODULES.get(app.label, f"{app.name}.migrations")
        try:
            folders = import_module(name).__path__ if name else ()
        except ModuleNotFoundError:
            continue
        found += [(app.label, one.name) for one in pkgutil.iter_modules(folders) if one.name[0] not in "_~"]
    return frozenset(found)


def _cache() -> str:
    cache.set(MARK, 1, timeout=60)
    # One that is shared says so itself when it is away, and keeps in memory meanwhile.
    is_there = cache.get(MARK) == 1 and not getattr(cache, "is_away", False)
    return OK if is_there else FAILED


ASKED: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations, "cache": _cache}
