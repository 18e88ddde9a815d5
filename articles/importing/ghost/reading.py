"""Ghost's file as tables of rows. It is read whole, so its size is bounded."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from articles.importing.items import NotReadable

# Bytes. Read, a file takes several times its size.
LARGEST = 500_000_000
_FIRST_YEAR, _LAST_YEAR = 1600, 2200


class Row:
    """A row, whose fields may be missing or of another kind than they should be."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields

    def text(self, name: str) -> str:
        """A text, or a number as one; without what no database stores."""
        value = self.fields.get(name)
        if isinstance(value, str):
            return value.replace("\x00", "").encode("utf-8", "ignore").decode()
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""

    def is_set(self, name: str) -> bool:
        return self.fields.get(name) in (True, 1, "1", "true")

    def number(self, name: str) -> int:
        value = self.fields.get(name)
        return value if isinstance(value, int) else 0

    def date(self, name: str) -> datetime | None:
        """A moment, which old versions wrote as milliseconds since 1970."""
        value = self.fields.get(name)
        try:
            if isinstance(value, int) and not isinstance(value, bool):
                at = datetime.fromtimestamp(value / 1000, UTC)
            else:
                at = datetime.fromisoformat(self.text(name).strip())
                at = at if at.tzinfo else at.replace(tzinfo=UTC)
            return at.astimezone(UTC) if _FIRST_YEAR <= at.year <= _LAST_YEAR else None
        except (ValueError, OverflowError, OSError):
            return None


class Tables:
    """The tables of a file. Raises NotReadable for what is none of Ghost's."""

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > LARGEST:
            raise NotReadable(_("It is larger than %(n)d MB.") % {"n": LARGEST // 1_000_000}, file=path.name)
        try:
            with path.open(encoding="utf-8-sig") as file:
                read = json.load(file)
        except json.JSONDecodeError as error:
            raise NotReadable(_("This is no JSON (%(why)s).") % {"why": error.msg}, error.lineno, path.name) from error
        except (UnicodeDecodeError, RecursionError, ValueError) as error:
            raise NotReadable(_("This is no JSON (%(why)s).") % {"why": error}, file=path.name) from error
        self._tables = _tables(read)
        if "posts" not in self._tables:
            raise NotReadable(_("This is no export of Ghost."), file=path.name)

    def rows(self, name: str) -> Iterator[Row]:
        rows = self._tables.get(name)
        return (Row(row) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else iter(())

    def by_id(self, name: str) -> dict[str, Row]:
        """Rows by their id, the first of each."""
        found: dict[str, Row] = {}
        for row in self.rows(name):
            if key := row.text("id"):
                found.setdefault(key, row)
        return found

    def linked(self, name: str, other: str) -> dict[str, list[str]]:
        """Ids of what posts are linked to through a table, in its order."""
        found: dict[str, list[str]] = {}
        for row in sorted(self.rows(name), key=lambda row: row.number("sort_order")):
            found.setdefault(row.text("post_id"), []).append(row.text(other))
        return found

    def setting(self, key: str) -> str:
        return next((row.text("value") for row in self.rows("settings") if row.text("key") == key), "")


def _tables(read: Any) -> dict[str, Any]:
    """`{"db": [{"data": …}]}` of every version, or only what is in it."""
    if isinstance(read, dict) and isinstance(read.get("db"), list) and read["db"]:
        read = read["db"][0]
    tables = read.get("data") if isinstance(read, dict) else None
    return tables if isinstance(tables, dict) else {}
