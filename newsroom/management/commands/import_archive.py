"""`manage.py import_archive`: an empty site becomes equal to the one that an archive was written from."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from newsroom.archive import boxes, importing
from newsroom.archive.boxes import Box
from newsroom.archive.manifest import Manifest
from newsroom.long_work import LongCommand, Refused, alone


class Command(LongCommand):
    help = (
        "Read an archive into an empty site, in one transaction: all of it, or nothing. It does not matter which "
        "database either site has. Then it makes anew what is made from stories: search, and similar posts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="FILE", type=Path, help="a zip or folder of export_archive")
        parser.add_argument("--check", action="store_true", help="compare all checksums, and change nothing")

    def handle(self, *args: Any, place: Path, check: bool, **options: Any) -> None:
        try:
            with alone("archive", "Another archive is being read."), boxes.reading(place) as box:
                manifest = importing.manifest_of(box)
                if check:
                    importing.check(box, manifest, self.tell)
                    self.stdout.write(self.style.SUCCESS(f"Sound: {place}, of {manifest.made_at}."))
                    return
                self._bring(box, manifest)
        except Refused as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was changed.") from None
        except OSError as error:
            raise CommandError(f"The archive cannot be read, or its pictures not be stored: {error}") from error
        self._make_anew()

    def _bring(self, box: Box, manifest: Manifest) -> None:
        brought = importing.bring(box, manifest, self.tell)
        for name, count in sorted(brought.without.items()):
            self.stderr.write(f"Left out, for this site does not know the permission: {name!r} ({count:,} times)")
        if not manifest.with_passwords:
            self.stdout.write(
                "It has no passwords: set them with manage.py changepassword NAME, or in the desk. Webhooks are off."
            )
        if brought.waiting:
            self.stdout.write(
                f"{brought.waiting:,} letters and messages wait to be sent. Where the old site goes on, it sends them "
                "too: run no worker, send_letters or send_webhooks here until it is closed."
            )
        self.stdout.write(self.style.SUCCESS(f"Read: {brought.rows:,} rows, {brought.files:,} files of pictures."))

    def _make_anew(self) -> None:
        if connection.vendor == "postgresql":
            # Of tables that were empty a moment ago it believes that they are small.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        for name in ("rebuild_search", "rebuild_similar"):
            try:
                call_command(name, stdout=self.stdout)
            except KeyboardInterrupt:
                raise CommandError(f"Everything is here. Run manage.py {name} to go on with what is left.") from None
