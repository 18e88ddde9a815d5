"""What is printed: a line for each kind of fault, and what was wrong."""

import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.cluster.tally import Tally

HEAD = ("fault", "rounds", "acknowledged", "refused", "reads", "unread", "wrong", "recovery s")
WIDTHS = (19, 7, 13, 8, 8, 7, 6, 11)


@dataclass
class Row:
    rounds: int = 0
    acknowledged: int = 0
    reads: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    recovery: list[float] = field(default_factory=list)


class Table:
    def __init__(self) -> None:
        self.rows: dict[str, Row] = defaultdict(Row)
        self._now = Row()
        self._begun = time.monotonic()

    @contextmanager
    def round(self, fault: str, tally: Tally) -> Iterator[None]:
        self._now = row = self.rows[fault]
        acknowledged, reads, errors = tally.total(), tally.answers["reads"], Counter(tally.errors)
        begun = time.monotonic()
        yield
        print(f"{fault}: {tally.total() - acknowledged} acknowledged in {time.monotonic() - begun:.1f} s", flush=True)
        row.rounds += 1
        row.acknowledged += tally.total() - acknowledged
        row.reads += tally.answers["reads"] - reads
        row.errors += tally.errors - errors

    def wrong(self, what: list[str]) -> None:
        """What was found to be wrong in this round."""
        for one in what:
            print(f"WRONG: {one}", flush=True)
        self._now.wrong += what

    def recovered(self, seconds: float) -> None:
        self._now.recovery.append(seconds)

    def print(self, tally: Tally) -> int:
        """Print all rounds. Returns how many things were wrong."""
        _line(HEAD)
        for fault, row in sorted(self.rows.items()):
            seconds = f"{max(row.recovery):.1f}" if row.recovery else ""
            unread = sum(times for what, times in row.errors.items() if "read" in what)
            refused = row.errors.total() - unread
            _line((fault, row.rounds, row.acknowledged, refused, row.reads, unread, len(row.wrong), seconds))
        for fault, row in sorted(self.rows.items()):
            told = ", ".join(f"{times} × {what}" for what, times in sorted(row.errors.items()))
            print(f"Not done during {fault}: {told or 'nothing'}.")
        found, _wrong = tally.check()
        kinds = ", ".join(f"{len(marks)} {kind}" for kind, marks in tally.acknowledged.items())
        wrong = sum(len(row.wrong) for row in self.rows.values())
        rounds = sum(row.rounds for row in self.rows.values())
        print(
            f"{rounds} rounds in {time.monotonic() - self._begun:.0f} s: acknowledged {tally.total()} ({kinds}),"
            f" found {found}, lost {tally.total() - found}, wrong {wrong}.",
            flush=True,
        )
        return wrong + tally.total() - found


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that others may enter, and that goes at the end. Whoever ends us gently has everything put away first."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    home = Path(tempfile.mkdtemp(prefix="newsroom-cluster-"))
    home.chmod(0o755)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def logs(home: Path, which: str = "*", lines: int = 80) -> str:
    """The ends of logs, to see why something did not run."""
    found = sorted(home.glob(f"{which}.log"))
    ends = {path.name: path.read_text(errors="replace").splitlines()[-lines:] for path in found}
    return "\n".join(f"== {name}\n" + "\n".join(end) for name, end in ends.items())


def _line(cells: tuple[object, ...]) -> None:
    first, *rest = (str(cell) for cell in cells)
    print(first.ljust(WIDTHS[0]) + "".join(cell.rjust(width) for cell, width in zip(rest, WIDTHS[1:], strict=True)))
