"""`manage.py export_archive`: everything that the site has, in an open format."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from newsroom.archive import exporting
from newsroom.long_work import LongCommand, Refused

# Missing files that are named; of a library that was lost, all of them are missing.
NAMED = 100


class Command(LongCommand):
    help = (
        "Write everything that the site has, while it runs, as lines of JSON and the pictures' own files, into a new zip "
        "or folder; docs/archive.md describes the format. It holds readers' addresses: keep it as you keep the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="PLACE", type=Path, help="a zip that is not there yet, or a folder")
        parser.add_argument("--folder", action="store_true", help="a folder of files instead of a zip")
        parser.add_argument(
            "--with-passwords",
            action="store_true",
            help="with the hashed passwords of colleagues and the secrets of webhooks",
        )

    def handle(self, *args: Any, place: Path, folder: bool, with_passwords: bool, **options: Any) -> None:
        try:
            left = exporting.export(place, self.tell, as_folder=folder, with_passwords=with_passwords)
        except Refused as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing is left of what was written.") from None
        except OSError as error:
            raise CommandError(f"The archive cannot be written: {error}") from error
        for name in left.missing[:NAMED]:
            self.stderr.write(f"Not in it, for the media library does not have it: {name}")
        if len(left.missing) > NAMED:
            self.stderr.write(f"… and {len(left.missing) - NAMED:,} more.")
        if not with_passwords:
            self.stdout.write(
                "Without passwords: where it is read, colleagues set new ones, and webhooks are off. --with-passwords keeps them."
            )
        rows = sum(part.rows for part in left.manifest.parts)
        self.stdout.write(self.style.SUCCESS(f"Written: {place}, {rows:,} rows."))
