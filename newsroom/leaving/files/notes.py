"""What is in the folder, noted beside it: each place with a digest of its file and the stamps when it was asked for.

A file of SQLite, so that a million places need no memory and a run that is stopped loses nothing. The places that wait to
be asked for stand in it too.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

NAME = ".copy.sqlite3"
# Raise it when the same answer is written in another way.
RECIPE = 1
# Places that are known to be noted already in this run; most links of a page are those of every page.
REMEMBERED = 20_000

_TABLES = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS place (
    place TEXT PRIMARY KEY, address TEXT NOT NULL, run INTEGER NOT NULL, status INTEGER NOT NULL DEFAULT 0,
    digest BLOB, marks TEXT NOT NULL DEFAULT '', until REAL NOT NULL DEFAULT 0, target TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS place_run ON place (run);
CREATE TABLE IF NOT EXISTS waiting (id INTEGER PRIMARY KEY, place TEXT NOT NULL);
"""


class Row(NamedTuple):
    place: str
    address: str
    status: int
    digest: bytes | None
    marks: str
    """JSON of the stamps, by word; empty if they are not known."""
    until: float
    target: str


class Notes:
    def __init__(self, folder: Path) -> None:
        self.database = sqlite3.connect(folder / NAME, isolation_level=None)
        self.database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _TABLES)
        self.known: set[str] = set()
        self.run = int(self.get("run") or 0)

    def close(self) -> None:
        self.database.close()

    # --- The run ---

    def get(self, key: str) -> str:
        found = self.database.execute("SELECT value FROM about WHERE key = ?", [key]).fetchone()
        return found[0] if found else ""

    def set(self, key: str, value: str) -> None:
        self.database.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", [key, value])

    def begin(self) -> bool:
        """Begin a run. Returns False if it is the last one, which was stopped, that goes on."""
        if self.get("unfinished"):
            return False
        self.run += 1
        self.database.execute("BEGIN")
        self.set("run", str(self.run))
        self.set("unfinished", "1")
        self.database.execute("COMMIT")
        return True

    def finish(self) -> None:
        self.set("unfinished", "")

    # --- Places ---

    def add(self, places: Iterable[tuple[str, str]]) -> None:
        """Let these wait, each a place and its address, unless this run has met them."""
        for place, address in places:
            if place in self.known:
                continue
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known.add(place)
            met = self.database.execute(
                "INSERT INTO place (place, address, run) VALUES (?, ?, ?)"
                " ON CONFLICT (place) DO UPDATE SET run = excluded.run, address = excluded.address"
                " WHERE run <> excluded.run",
                [place, address, self.run],
            )
            if met.rowcount:
                self.database.execute("INSERT INTO waiting (place) VALUES (?)", [place])

    def next(self, most: int) -> list[tuple[int, Row]]:
        """Those that have waited longest, with the numbers by which they wait."""
        columns = ", ".join(f"place.{name}" for name in Row._fields)
        found = self.database.execute(
            f"SELECT id, {columns} FROM waiting JOIN place USING (place) ORDER BY id LIMIT ?",  # noqa: S608
            [most],
        )
        return [(number, Row(*rest)) for number, *rest in found.fetchall()]

    def waiting(self) -> int:
        found = self.database.execute("SELECT max(id) - min(id) + 1 FROM waiting").fetchone()
        return found[0] or 0

    def done(self, number: int, row: Row, links: Iterable[tuple[str, str]]) -> None:
        """Note what became of a place that waited, and what it leads to: all of it or, if the run is stopped, nothing."""
        self.database.execute("BEGIN")
        self.add(links)
        self.database.execute("DELETE FROM waiting WHERE id = ?", [number])
        self.database.execute(
            "UPDATE place SET status = ?, digest = ?, marks = ?, until = ?, target = ? WHERE place = ?",
            [row.status, row.digest, row.marks, row.until, row.target, row.place],
        )
        self.database.execute("COMMIT")

    def unmet(self) -> Iterator[Row]:
        """Those that this run has not met, a few at a time: nothing leads there any more."""
        query = f"SELECT {', '.join(Row._fields)} FROM place WHERE run < ? LIMIT 1000"  # noqa: S608
        while found := self.database.execute(query, [self.run]).fetchall():
            for row in found:
                yield Row(*row)
                self.database.execute("DELETE FROM place WHERE place = ?", [row[0]])

    def moved(self) -> Iterator[Row]:
        """Places that lead on, in their order."""
        query = f"SELECT {', '.join(Row._fields)} FROM place WHERE target <> '' ORDER BY place"  # noqa: S608
        return (Row(*row) for row in self.database.execute(query))

    def feeds(self) -> Iterator[str]:
        found = self.database.execute(
            "SELECT place FROM place WHERE place LIKE '%/index.xml' AND status = 200 ORDER BY place"
        )
        return (row[0] for row in found)


def marks_text(marks: dict[str, int | None]) -> str:
    return json.dumps(marks, sort_keys=True)
