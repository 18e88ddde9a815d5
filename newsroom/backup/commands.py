"""What the commands `backup` and `restore` share: the place, how far it is, and what a fault is called."""

import fcntl
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage
from django.core.management.base import BaseCommand, CommandError

from newsroom.backup import Refused, places
from newsroom.backup.manifest import Manifest

# Seconds between two words on how far it is: on a terminal, and in a log.
LIVE, LOGGED = 0.2, 30


class BackupCommand(BaseCommand):
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "place", nargs="?", metavar="PLACE", help="a folder or s3://bucket/prefix; without, NEWSROOM_BACKUP_TO"
        )

    def work(self, place: Storage, options: dict[str, Any]) -> None:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        self.told_at = time.monotonic()
        try:
            place = places.at(options["place"] or settings.NEWSROOM_BACKUP_TO)
            with _alone():
                self.work(place, options)
        except Refused as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was begun is no backup; run it again to go on.") from None
        except places.failures() as error:
            raise CommandError(f"The place of the backups cannot be used: {error}") from error

    def tell(self, what: str, done: int, total: int) -> None:
        """Say how far it is, now and then: in one line of a terminal, or line after line."""
        now, is_live = time.monotonic(), self.stdout.isatty()
        if now - self.told_at < (LIVE if is_live else LOGGED) and not (is_live and done == total != 0):
            return
        self.told_at = now
        said = f"{what}: {done:,} of {total:,}" if total else f"{what}: {done:,}" if done else f"{what} …"
        self.stdout.write(f"\r{said:<60}" if is_live else said, ending="" if is_live and done != total else "\n")
        self.stdout.flush()

    def describe(self, backup: Manifest) -> str:
        size = backup.size + sum(picture.size for picture in backup.pictures)
        return f"{backup.name}  {backup.vendor}, {len(backup.pictures):,} pictures, {size / 1e6:,.1f} MB"


@contextmanager
def _alone() -> Iterator[None]:
    """Raises Refused while another backup or restore runs on this machine."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "backup.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("Another backup or restore is running.") from None
        yield
