"""Figures beside their limits."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Where tools are installed, in the versions of the lock files beside this.
TOOLS = ROOT / ".audit"


@dataclass(frozen=True)
class Figure:
    """What was measured. `limit` is the least where `is_least`, else the most."""

    name: str
    value: float
    limit: float
    is_least: bool = False
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.value >= self.limit if self.is_least else self.value <= self.limit

    def __str__(self) -> str:
        bound = "≥" if self.is_least else "≤"
        return f"{'ok  ' if self.holds else 'MISS'}  {self.name:<52} {self.value:>8g}  {bound} {self.limit:g}  {self.note}"
