"""The database as one file, as it is at one moment, while others write; and back."""

import gzip
import os
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from articles.models import Article, stamp
from comments.models import Comment
from newsroom.backup import Refused, Told

# SQLite's pages between two words about how far it is, and seconds to wait for whoever writes.
PAGES, PATIENCE = 2000, 60
DATABASE = "Database"


def dump(folder: Path, told: Told) -> Path:
    """Write the database into a file of this folder. Returns its path. Raises Refused."""
    return {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}[connection.vendor](folder, told)


def load(file: Path, told: Told) -> None:
    """Put what `dump` wrote in the place of all that is in the database: all of it, or nothing. Raises Refused."""
    connection.close()
    {"sqlite": _load_sqlite, "postgresql": _load_postgresql}[connection.vendor](file, told)
    connection.close()
    # Pages that a process keeps were made from another database, whatever the marks in this one say.
    stamp.move_all()


# --- Versions ---


def migrations() -> tuple[str, ...]:
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()))


def newer(seen: tuple[str, ...]) -> list[str]:
    """Migrations of a backup that this version of the software does not have."""
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {f"{app}.{name}" for one in loader.disk_migrations.values() for app, name in one.replaces}
    return [name for name in seen if name not in known]


def older(seen: tuple[str, ...]) -> list[str]:
    """Migrations of this version that a backup has not seen."""
    return sorted({f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations} - set(seen))


def content() -> str:
    """What is in this database already, in words; empty where nobody has written anything."""
    there = set(connection.introspection.table_names())
    counted = [
        (kind._meta.verbose_name_plural, kind._default_manager.count())
        for kind in (Article, Comment, get_user_model())
        if kind._meta.db_table in there
    ]
    return ", ".join(f"{count} {name}" for name, count in counted if count)


# --- SQLite ---


def _dump_sqlite(folder: Path, told: Told) -> Path:
    raw, packed = folder / "database.sqlite3", folder / "database.sqlite3.gz"
    with closing(_sqlite()) as source, closing(sqlite3.connect(raw)) as copy:
        # A reader sees one moment for as long as it reads, and nobody waits for it.
        source.execute("BEGIN")
        source.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
        source.backup(copy, pages=PAGES, progress=lambda _state, left, total: told(DATABASE, total - left, total))
        (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise Refused(f"The database is damaged: {said}. No backup was made; the earlier ones are untouched.")
    with raw.open("rb") as read, gzip.open(packed, "wb", compresslevel=3) as write:
        shutil.copyfileobj(read, write, 1 << 20)
    raw.unlink()
    return packed


def _load_sqlite(file: Path, told: Told) -> None:
    raw = file.with_suffix("")
    with gzip.open(file, "rb") as read, raw.open("wb") as write:
        shutil.copyfileobj(read, write, 1 << 20)
    with closing(sqlite3.connect(raw)) as source, closing(_sqlite()) as live:
        try:
            (said,) = source.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok":
                raise Refused(f"The database in this backup is damaged: {said}.")
            # One transaction of the live database: whoever reads sees the old one until all is there.
            source.backup(live, pages=PAGES, progress=lambda _state, left, total: told(DATABASE, total - left, total))
        except sqlite3.Error as error:
            raise Refused(f"SQLite refused: {error}. Nothing was changed.") from error
    raw.unlink()


def _sqlite() -> sqlite3.Connection:
    found = sqlite3.connect(connection.settings_dict["NAME"], timeout=PATIENCE, isolation_level=None)
    found.execute("PRAGMA journal_mode=WAL")
    return found


# --- PostgreSQL ---


def _dump_postgresql(folder: Path, told: Told) -> Path:
    file = folder / "database.dump"
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}"]
    with _client(command) as running:
        while running.poll() is None:
            told(f"{DATABASE}, bytes", file.stat().st_size if file.exists() else 0, 0)
            time.sleep(0.2)
        _ended(running)
    return file


def _load_postgresql(file: Path, told: Told) -> None:
    told(DATABASE, 0, 0)
    # In one transaction, with all that was there before: of what is newer than the backup nothing may stay.
    first = f"SET lock_timeout = '{PATIENCE}s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    psql = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    script = file.with_suffix(".sql")
    with _client(
        ["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file)], named=False
    ) as running:
        running.wait()
        _ended(running)
    with _client([*psql, "--command", first, "--file", str(script)]) as running:
        running.wait()
        _ended(running)
    script.unlink()


def _client(command: list[str], *, named: bool = True) -> "subprocess.Popen[str]":
    """One of PostgreSQL's programs, told which database is ours."""
    (_psql, *options), env = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    program, *rest = command
    try:
        return subprocess.Popen(  # noqa: S603
            [program, *rest, *(options if named else [])],
            env=os.environ | (env or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    except FileNotFoundError as error:
        raise Refused(f"{program} is not installed; it comes with PostgreSQL's client programs.") from error


def _ended(running: "subprocess.Popen[str]") -> None:
    if running.returncode:
        said = running.stderr.read().strip() if running.stderr else ""
        raise Refused(f"PostgreSQL refused: {said or running.returncode}")
