"""`manage.py export_wordpress`: the paper as a file that WordPress reads."""

import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
        parser.add_argument(
            "--pictures",
            type=Path,
            metavar="FOLDER",
            help="lay the originals of pictures there, so that they go along in their full size; without it the file "
            "names the JPEGs that readers get, at most 800 pixels wide",
        )
        parser.add_argument(
            "--pictures-url",
            metavar="URL",
            help="the address at which that folder will be served while WordPress fetches from it",
        )

    def handle(self, *args: Any, file: Path, drafts: bool, **options: Any) -> None:
        self.told_at = time.monotonic()
        pictures = _pictures(options["pictures"], options["pictures_url"])
        unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
        try:
            with open(unfinished, "x", encoding="utf-8", opener=_private) as out:
                counts = wordpress.write(out, timezone.now(), drafts=drafts, pictures=pictures, tell=self._tell)
                out.flush()
                os.fsync(out.fileno())
            unfinished.replace(file)
        except wordpress.NotLaid as error:
            raise CommandError(f"{error} {file} was not written; the next run goes on with the pictures.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error}") from error
        except KeyboardInterrupt:
            kept = f" What lies in {pictures.folder} stays there." if pictures.folder else ""
            raise CommandError(f"Stopped. {file} was not written.{kept}") from None
        finally:
            unfinished.unlink(missing_ok=True)
        said = ", ".join(f"{counts[kind]:,} {name}" for kind, name in KINDS.items())
        for name in pictures.without:
            self.stderr.write(f"{name} is not to be had. The file that readers get is named in its place.")
        self.stdout.write(self.style.SUCCESS(f"Written to {file}: {said}."))

    def _tell(self, done: int) -> None:
        if time.monotonic() - self.told_at >= EVERY:
            self.told_at = time.monotonic()
            self.stdout.write(f"Stories: {done:,}")
            self.stdout.flush()


def _pictures(folder: Path | None, url: str | None) -> wordpress.Pictures:
    if bool(folder) != bool(url):
        raise CommandError("--pictures and --pictures-url go together: one is the folder, the other its address.")
    if url and not _is_folder(url):
        raise CommandError(f"{url} is no address. One looks like https://files.example.org/pictures/.")
    return wordpress.Pictures(folder, f"{url.rstrip('/')}/" if url else "")


def _is_folder(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        return False


def _private(path: str, flags: int) -> int:
    """For nobody else on this machine: readers' email addresses are in it."""
    return os.open(path, flags, 0o600)
