"""The databases of a test run: migrated once, by the worker that comes first, and copied by the others."""

import fcntl
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases


class Migrated:
    """A database for this process. `shared` is a folder of all workers of the run; None for a process that is alone."""

    def __init__(self, shared: Path | None) -> None:
        self.shared = shared
        self.pattern: Path | None = None

    def set_up(self) -> None:
        if self.shared is None:
            self.made = _made()
            return
        with (self.shared / "migrating").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            pattern = self.shared / f"migrated-{connection.vendor}"
            store, take = COPIES[connection.vendor]
            if pattern.exists():
                take(pattern)
                self.made = _made(is_there=True)
            else:
                self.made = _made()
                store(pattern)
                self.pattern = pattern

    def tear_down(self) -> None:
        if self.pattern and connection.vendor == "postgresql":
            with connection.creation._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self.pattern.read_text()}"')
        teardown_databases(self.made, verbosity=0)


def _made(*, is_there: bool = False) -> list:
    return setup_databases(verbosity=0, interactive=False, keepdb=is_there, serialized_aliases=set())


def _store_sqlite(pattern: Path) -> None:
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as made, closing(sqlite3.connect(pattern)) as copy:
        made.backup(copy)


def _take_sqlite(pattern: Path) -> None:
    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(pattern)) as made, closing(sqlite3.connect(name)) as copy:
        made.backup(copy)


def _store_postgresql(pattern: Path) -> None:
    made = connection.settings_dict["NAME"]
    connections.close_all()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{made}_pattern"')
        cursor.execute(f'CREATE DATABASE "{made}_pattern" TEMPLATE "{made}"')
    pattern.write_text(f"{made}_pattern")


def _take_postgresql(pattern: Path) -> None:
    name = connection.creation._get_test_db_name()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pattern.read_text()}"')


COPIES: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "sqlite": (_store_sqlite, _take_sqlite),
    "postgresql": (_store_postgresql, _take_postgresql),
}
