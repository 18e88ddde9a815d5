"""`manage.py export_wordpress`: the paper as a file that WordPress reads."""

import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from newsroom.leaving import wordpress
from newsroom.long_work import LoggedCommand

# Seconds between two words on how far it is.
EVERY = 5
KINDS = {"post": "stories", "page": "pages", "attachment": "pictures", "newspack_correction": "corrections"}
KINDS["comment"] = "comments"


class Command(LoggedCommand):
    help = (
        "Write everything that readers see into a file that WordPress's own importer reads (WXR 1.2): stories as their "
        "live editions, pages, pictures by their addresses, authors, sections, tags, corrections and comments with the "
        "email addresses of their writers. Keep the file as you keep those."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="where to write it, like paper.xml")
        parser.add_argument(
            "--drafts",
            action="store_true",
            help="also what readers do not see: drafts, scheduled and withdrawn stories, held and removed comments",
        )

    def handle(self, *args: Any, file: Path, drafts: bool, **options: Any) -> None:
        self.told_at = time.monotonic()
        unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
        try:
            with open(unfinished, "x", encoding="utf-8", opener=_private) as out:
                counts = wordpress.write(out, timezone.now(), drafts=drafts, tell=self._tell)
                out.flush()
                os.fsync(out.fileno())
            unfinished.replace(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error}") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.") from None
        finally:
            unfinished.unlink(missing_ok=True)
        said = ", ".join(f"{counts[kind]:,} {name}" for kind, name in KINDS.items())
        self.stdout.write(self.style.SUCCESS(f"Written to {file}: {said}."))

    def _tell(self, done: int) -> None:
        if time.monotonic() - self.told_at >= EVERY:
            self.told_at = time.monotonic()
            self.stdout.write(f"Stories: {done:,}")
            self.stdout.flush()


def _private(path: str, flags: int) -> int:
    """For nobody else on this machine: readers' email addresses are in it."""
    return os.open(path, flags, 0o600)
