"""What belongs to an archive."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple, Self

from newsroom.archive import kinds
from newsroom.long_work import Refused

FORMAT, VERSION = "newsroom archive", 1
FILE = "manifest.json"
# Bytes: a manifest has a few lines for each kind.
LONGEST = 1 << 20
# The kind of the list of files.
FILES = "files"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Part(NamedTuple):
    """A file of lines: of which kind, how many, bytes, and SHA-256."""

    kind: str
    rows: int
    size: int
    sha256: str

    @property
    def name(self) -> str:
        return f"{self.kind}.jsonl"


@dataclass(frozen=True)
class Manifest:
    made_at: str
    """In UTC, as ISO 8601 writes it."""
    with_passwords: bool
    parts: tuple[Part, ...]

    def dump(self) -> bytes:
        parts = [part._asdict() for part in self.parts]
        said = {"format": FORMAT, "version": VERSION, **asdict(self), "parts": parts}
        return json.dumps(said, indent=2).encode()

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """Raises Refused for what is none, or comes from a version or knows a kind that this one does not."""
        try:
            said = json.loads(text)
            if said["format"] != FORMAT:
                raise ValueError("it is of another format")
            if said["version"] != VERSION:
                raise Refused(
                    f"{FILE} has version {said['version']!r}; this software reads {VERSION}. "
                    "Read it with the software that wrote it, or a newer one."
                )
            parts = tuple(_part(one) for one in said["parts"])
            made_at = datetime.fromisoformat(said["made_at"]).isoformat()
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise Refused(f"{FILE} is no manifest of an archive: {error}.") from error
        _refuse_unknown([part.kind for part in parts])
        return cls(made_at, said.get("with_passwords") is True, parts)

    def rows(self, kind: str) -> int:
        return next((part.rows for part in self.parts if part.kind == kind), 0)

    def part(self, kind: str) -> Part | None:
        return next((part for part in self.parts if part.kind == kind), None)


def _part(said: dict[str, Any]) -> Part:
    found = Part(**said)
    is_sound = isinstance(found.kind, str) and all(type(one) is int and one >= 0 for one in (found.rows, found.size))
    if not is_sound or not _DIGEST.fullmatch(found.sha256):
        raise ValueError(f"{said!r} is no part")
    return found


def _refuse_unknown(named: list[str]) -> None:
    known = {FILES, *(kind.name for kind in kinds.INSIDE)}
    if unknown := [name for name in named if name not in known]:
        raise Refused(f"{FILE} names rows of a kind that this version does not know: {unknown[0]}. Update it first.")
    if len(set(named)) < len(named):
        raise Refused(f"{FILE} names a kind twice.")
