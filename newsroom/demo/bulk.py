"""Rows in great numbers: stored as plain tuples, while what follows each row is set aside."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from articles.models import stamp
from articles.models.stamp import Stamp

# Where it is noted what has been set aside, so that a run that was cut off leaves nothing behind.
NOTES = "newsroom_bulk_aside"
# Of SQLite's pages, while many rows come.
CACHE_KIB = 1_000_000


class Rows:
    """Rows of one model that wait to be stored. What is the same in all of them is said once.

    Values that vary are given as the database takes them; see `moment`.
    """

    def __init__(self, model: type[models.Model], columns: Iterable[str] = (), **same: Any) -> None:
        self.model, self.waiting = model, list[tuple[Any, ...]]()
        self.same: dict[str, Any] = {}
        self.last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
        made = model(**same)
        for field in model._meta.concrete_fields:
            value = field.get_db_prep_save(field.pre_save(made, add=True), connection)
            self.same[str(field.column)] = value
        self.same |= dict.fromkeys(columns)

    def add(self, **varying: Any) -> None:
        self.waiting.append(tuple((self.same | varying).values()))

    def store(self) -> None:
        table = connection.ops.quote_name(self.model._meta.db_table)
        columns = ", ".join(map(connection.ops.quote_name, self.same))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in self.waiting:
                        copy.write_row(row)
            elif self.waiting:
                marks = ", ".join(["%s"] * len(self.same))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", self.waiting)  # noqa: S608
        self.waiting.clear()


def moment(at: datetime) -> Any:
    """A time as the database takes it, for a connection in UTC as ours are."""
    return at if connection.vendor == "postgresql" else str(at.astimezone(UTC).replace(tzinfo=None))


def count_on(kinds: Iterable[type[models.Model]]) -> None:
    """Let the next row of these models have the next number, after rows that brought theirs."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(kinds)):
            cursor.execute(statement)


@contextmanager
def bare(kinds: Iterable[type[models.Model]]) -> Iterator[None]:
    """Set the indexes, triggers and references of these tables aside until the end, when each is made in one go.

    That is for a database that nobody reads meanwhile. After a cut the next run puts back what that one set aside.
    """
    tables = [kind._meta.db_table for kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {NOTES} (number integer PRIMARY KEY, statement text)")
        begin, aside, end = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](cursor, tables)
        for statement in begin:
            cursor.execute(statement)
        for drop, make in aside:
            cursor.execute(f"INSERT INTO {NOTES} SELECT COALESCE(MAX(number), 0) + 1, %s FROM {NOTES}", [make])  # noqa: S608
            cursor.execute(drop)
    # Rows that wait hold no cycles, and looking for some takes a third of the time.
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        put_back()
        with connection.cursor() as cursor:
            for statement in end:
                cursor.execute(statement)


def put_back() -> None:
    """Make again what was set aside, if anything was."""
    if NOTES not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, statement FROM {NOTES} ORDER BY number")  # noqa: S608
        for number, statement in cursor.fetchall():
            cursor.execute(statement)
            cursor.execute(f"DELETE FROM {NOTES} WHERE number = %s", [number])  # noqa: S608
        cursor.execute(f"DROP TABLE {NOTES}")
        cursor.execute("ANALYZE")
    # The triggers that move the stamps were aside as well.
    Stamp.objects.all().delete()
    stamp.install(connection.alias)


_Aside = tuple[list[str], list[tuple[str, str]], list[str]]


def _sqlite(cursor: Any, tables: list[str]) -> _Aside:
    marks = ", ".join(["%s"] * len(tables))
    cursor.execute(
        f"SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN ({marks})"  # noqa: S608
        " AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, name",
        tables,
    )
    aside = [(f'DROP {kind} "{name}"', sql) for kind, name, sql in cursor.fetchall()]
    cursor.execute("PRAGMA cache_size")
    (size,) = cursor.fetchone()
    begin, end = [f"PRAGMA cache_size = -{CACHE_KIB}"], [f"PRAGMA cache_size = {size}"]
    if not connection.in_atomic_block:
        begin += ["PRAGMA synchronous = OFF", "PRAGMA foreign_keys = OFF"]
        end += ["PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON"]
    return begin, aside, end


def _postgresql(cursor: Any, tables: list[str]) -> _Aside:
    cursor.execute(
        """SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
                  format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
           FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'x')
           UNION ALL
           SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
           FROM pg_index WHERE indrelid = ANY(%s::regclass[]) AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)
           UNION ALL
           SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname),
                  format('ALTER TABLE %%s ENABLE TRIGGER %%I', tgrelid::regclass, tgname)
           FROM pg_trigger WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal""",
        [tables] * 3,
    )
    memory = ["SET maintenance_work_mem = '1GB'", "SET synchronous_commit = off"]
    # What earlier rows still have to be checked for is checked now: a table with checks to come cannot be altered.
    begin = ["SET CONSTRAINTS ALL IMMEDIATE", *memory]
    return begin, cursor.fetchall(), ["RESET maintenance_work_mem", "RESET synchronous_commit"]
