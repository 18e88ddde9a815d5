"""`manage.py restore`: a backup put in the place of what is here."""

from argparse import ArgumentParser
from typing import Any

from django.core.files.storage import Storage
from django.core.management.base import CommandError

from newsroom.backup import manifest, restoring
from newsroom.backup.commands import BackupCommand
from newsroom.backup.manifest import Manifest


class Command(BackupCommand):
    help = (
        "Put a backup here: pictures that are missing or differ, then the whole database in one transaction. It refuses "
        "a database that has stories, comments or users in it unless --replace is given. It can be stopped and started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--backup", default="newest", metavar="NAME", help="which; the newest without")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--replace", action="store_true", help="lose what is in the database now")
        what.add_argument("--pictures", action="store_true", help="only the pictures; the database stays as it is")

    def work(self, place: Storage, options: dict[str, Any]) -> None:
        name = options["backup"]
        backup = Manifest.read(place, manifest.newest(place) if name == "newest" else name)
        if options["pictures"]:
            done = restoring.restore_pictures(place, backup, self.tell)
        else:
            done = restoring.restore(place, backup, self.tell, replace=options["replace"])
        if done.to_migrate:
            self.stdout.write("It is of an older version: run `manage.py migrate` before you open the site.")
        self.stdout.write(self.style.SUCCESS(f"Restored, {done.pictures:,} pictures written: {self.describe(backup)}"))
        for fault in done.faults:
            self.stderr.write(fault)
        if done.faults:
            raise CommandError(f"{len(done.faults)} pictures could not be restored; all else is here.")
