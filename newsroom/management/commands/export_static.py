"""`manage.py export_static`: the public site as files."""

import fcntl
import logging
import os
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from newsroom.leaving.files.copying import Copy, Refused
from newsroom.long_work import LoggedCommand

# Seconds between two words on how far it is.
EVERY = 5


class Command(LoggedCommand):
    help = (
        "Write the public site into a folder that any web server can serve. A second run writes only what has changed "
        "and takes away what is gone. It can be stopped at any time, and goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="of its own: it holds nothing but this copy")
        parser.add_argument(
            "--all", action="store_true", help="ask for every page, even if nothing says it has changed"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        self.told_at = time.monotonic()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with _alone(folder), _quiet():
                copy = Copy(folder, ask_all=options["all"], tell=self._tell)
                is_new = copy.run()
        except Refused as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error}") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Run it again to go on.") from None
        if not is_new:
            self.stdout.write(self.style.SUCCESS("Nothing has changed since the last run."))
            return
        counts = copy.counts
        said = (
            f"{counts['written']:,} files written, {counts['same']:,} as they were, {counts['removed']:,} taken away"
        )
        if counts["missing"]:
            said += f"; {counts['missing']:,} links of the site lead nowhere"
        for fault in copy.faults:
            self.stderr.write(fault)
        if copy.faults:
            raise CommandError(f"{said}. {counts['faults']:,} pages could not be made; nothing was taken away.")
        self.stdout.write(self.style.SUCCESS(f"{said}."))

    def _tell(self, done: int, waiting: int) -> None:
        if time.monotonic() - self.told_at >= EVERY:
            self.told_at = time.monotonic()
            self.stdout.write(f"{done:,} places done, {waiting:,} known to follow")
            self.stdout.flush()


@contextmanager
def _quiet() -> Iterator[None]:
    """That a page is gone, or a link dead, is told at the end and in a number."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder. Raises CommandError if another run has it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise CommandError(f"Another run is writing {folder}.") from error
    finally:
        os.close(handle)
