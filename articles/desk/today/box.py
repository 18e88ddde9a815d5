"""One box of the first page: a title, a short table, and a line in its stead where there is nothing to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class Link(NamedTuple):
    text: str
    url: str


@dataclass(frozen=True)
class Box:
    """`name` is that of its template in `admin/today/`; boxes stand in the order of `place`, from 40 on at the side."""

    name: str
    title: str
    rows: Sequence[Any]
    empty: str
    place: int
    more: Link | None = None

    @property
    def template(self) -> str:
        return f"admin/today/_{self.name}.html"

    @property
    def is_aside(self) -> bool:
        return self.place >= 40
