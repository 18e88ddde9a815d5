"""What the commands `backup` and `restore` share: the place, how far it is, and what a fault is called."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage
from django.core.management.base import CommandError

from newsroom.backup import Refused, places
from newsroom.backup.manifest import Manifest
from newsroom.long_work import LongCommand, alone


class BackupCommand(LongCommand):
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "place", nargs="?", metavar="PLACE", help="a folder or s3://bucket/prefix; without, NEWSROOM_BACKUP_TO"
        )

    def work(self, place: Storage, options: dict[str, Any]) -> None:
        """What the one command does and the other does not. What it raises is told in words."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            place = places.at(options["place"] or settings.NEWSROOM_BACKUP_TO)
            with alone("backup", "Another backup or restore is running."):
                self.work(place, options)
        except Refused as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was begun is no backup; run it again to go on.") from None
        except places.failures() as error:
            raise CommandError(f"The place of the backups cannot be used: {error}") from error

    def describe(self, backup: Manifest) -> str:
        size = backup.size + sum(picture.size for picture in backup.pictures)
        return f"{backup.name}  {backup.vendor}, {len(backup.pictures):,} pictures, {size / 1e6:,.1f} MB"
