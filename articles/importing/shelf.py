"""What must be remembered of a site with more pictures than fit into memory."""

import sqlite3
from collections.abc import Iterator, MutableMapping
from typing import Generic, TypeVar, cast

T = TypeVar("T", str, int, bytes)

# KiB of it that stay in memory.
ROOM = 1024


class Shelf(MutableMapping[str, T], Generic[T]):
    """A dict, in the order in which things came, that lies in a file of its own; it is gone with the process."""

    def __init__(self) -> None:
        # Without a name SQLite keeps it in a file that no other process sees, and that goes when it is closed.
        self._line = sqlite3.connect("", isolation_level=None)
        self._line.execute(f"PRAGMA cache_size = -{ROOM}")
        self._line.execute("PRAGMA journal_mode = OFF")
        self._line.execute("CREATE TABLE thing (key TEXT NOT NULL UNIQUE, value NOT NULL)")
        self._line.execute("BEGIN")

    def __getitem__(self, key: str) -> T:
        found = self._line.execute("SELECT value FROM thing WHERE key = ?", [_storable(key)]).fetchone()
        if found is None:
            raise KeyError(key)
        return cast(T, found[0])

    def __setitem__(self, key: str, value: T) -> None:
        self._line.execute(
            "INSERT INTO thing (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [_storable(key), value],
        )

    def __delitem__(self, key: str) -> None:
        if not self._line.execute("DELETE FROM thing WHERE key = ?", [_storable(key)]).rowcount:
            raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (key for (key,) in self._line.execute("SELECT key FROM thing ORDER BY rowid"))

    def starting(self, start: str) -> list[str]:
        """The keys that begin so, in the order in which they came. `start` ends with a plain sign."""
        end = f"{start[:-1]}{chr(ord(start[-1]) + 1)}"
        found = self._line.execute("SELECT key FROM thing WHERE key >= ? AND key < ? ORDER BY rowid", [start, end])
        return [key for (key,) in found]

    def __len__(self) -> int:
        return int(self._line.execute("SELECT COUNT(*) FROM thing").fetchone()[0])

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None


def _storable(key: str) -> str:
    """The key without halves of characters, which no file holds."""
    return key.encode(errors="surrogatepass").decode(errors="backslashreplace") if not key.isascii() else key
