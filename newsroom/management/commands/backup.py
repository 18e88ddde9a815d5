"""`manage.py backup`: the database and the pictures, stored while the site runs."""

from argparse import ArgumentParser
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage
from django.core.management.base import CommandError

from newsroom.backup import making, manifest, places, restoring, rotation
from newsroom.backup.commands import BackupCommand
from newsroom.backup.manifest import Manifest


class Command(BackupCommand):
    help = (
        "Store the database and all pictures as they are now, while the site runs, and take away backups that are too "
        "old. A picture is stored once, however many backups have it. It can be stopped and started again at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--keep",
            metavar='"N D W M"',
            help="keep the last N, and the newest of so many days, weeks and months; without, NEWSROOM_BACKUP_KEEP",
        )
        parser.add_argument("--reread", action="store_true", help="read every picture, even if it seems unchanged")
        parser.add_argument("--list", action="store_true", help="name the backups that there are, and do nothing else")
        parser.add_argument("--check", metavar="NAME", help="read a backup (or `newest`), compare all checksums")

    def work(self, place: Storage, options: dict[str, Any]) -> None:
        if options["list"]:
            self._list(place)
            return
        if options["check"]:
            self._check(place, options["check"])
            return
        keep = rotation.Keep.parse(options["keep"] or settings.NEWSROOM_BACKUP_KEEP)
        made = making.make(place, self.tell, reread=options["reread"])
        gone = rotation.rotate(place, keep, self.tell)
        if made.gone:
            self.stdout.write(f"{len(made.gone)} pictures were deleted meanwhile, {made.gone[0]} for one.")
        for fault in manifest.readable(place)[1]:
            self.stderr.write(f"{fault} Until it is deleted, no old picture is.")
        for name in gone:
            self.stdout.write(f"Taken away: {name}")
        self.stdout.write(self.style.SUCCESS(f"Stored: {self.describe(made)}"))

    def _list(self, place: Storage) -> None:
        found, faults = manifest.readable(place)
        for one in found:
            self.stdout.write(self.describe(one))
        for fault in faults:
            self.stderr.write(fault)

    def _check(self, place: Storage, name: str) -> None:
        backup = Manifest.read(place, manifest.newest(place) if name == "newest" else name)
        faults = restoring.check(place, backup, self.tell)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"Backup {backup.name} has {len(faults)} faults.")
        # One may check what one may not write to.
        with suppress(*places.failures()):
            manifest.note_check(place, backup.name, datetime.now(UTC))
        self.stdout.write(self.style.SUCCESS(f"Sound: {self.describe(backup)}"))
