"""Commands that work for minutes or hours: one at a time, saying how far they are, and never half done without a word."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

# Seconds between two words on how far it is: on a terminal, and in a log.
LIVE, LOGGED = 0.2, 30

Told = Callable[[str, int, int], None]
"""Hears how far the work is: what is done, so many, of so many. 0 of 0 where nobody can know."""


class Refused(Exception):
    """What cannot be done, and why, in words for the operator."""


class LoggedCommand(BaseCommand):
    """For what moves the whole house: a run that came to its end stands in the desk's log, with what was ticked."""

    # A run that only looks.
    looks = ("list", "check", "dry_run")

    def execute(self, *args: Any, **options: Any) -> str | None:
        said = super().execute(*args, **options)
        if not any(options.get(name) for name in self.looks):
            self._note(options)
        return said

    def _note(self, options: dict[str, Any]) -> None:
        from newsroom import ledger

        name = type(self).__module__.rpartition(".")[2]
        ticked = sorted(key.replace("_", "-") for key, value in options.items() if value is True)
        try:
            if not ledger.is_kept():
                return
            ledger.note_operation(name, " ".join(f"--{one}" for one in ticked if f"--{one}" in self.worth_telling))
        except DatabaseError as error:
            # Of a database that was restored from an older version, say: what was done is done.
            self.stderr.write(f"Not in the log: {error}")

    # Options that change what comes out of it.
    worth_telling: tuple[str, ...] = ("--with-passwords", "--folder", "--fetch-media", "--all-media", "--resume")


class LongCommand(LoggedCommand):
    told_at = 0.0

    def execute(self, *args: Any, **options: Any) -> str | None:
        self.told_at = time.monotonic()
        return super().execute(*args, **options)

    def tell(self, what: str, done: int, total: int) -> None:
        """Say how far it is, now and then: in one line of a terminal, or line after line."""
        now, is_live = time.monotonic(), self.stdout.isatty()
        if now - self.told_at < (LIVE if is_live else LOGGED) and not (is_live and done == total != 0):
            return
        self.told_at = now
        said = f"{what}: {done:,} of {total:,}" if total else f"{what}: {done:,}" if done else f"{what} …"
        self.stdout.write(f"\r{said:<60}" if is_live else said, ending="" if is_live and done != total else "\n")
        self.stdout.flush()


@contextmanager
def alone(name: str, otherwise: str) -> Iterator[None]:
    """Raises Refused, saying `otherwise`, while another process on this machine is inside under the same name."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(otherwise) from None
        yield
