"""`manage.py render_avif`: add the renditions that pictures lack: AVIF, WebP, and what search engines ask for."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from articles.desk import avif


class Command(BaseCommand):
    help = (
        "Add AVIF files, WebP files, and large 4:3 and 1:1 files for search engines, to every picture that lacks them: what "
        "was imported, stored before there were any, or while no task worker ran. Readers are served meanwhile. It can be "
        "stopped and started again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        due = list(avif.lacking().order_by("pk").values_list("pk", flat=True))
        done = 0
        try:
            for number, pk in enumerate(due, start=1):
                done += avif.add(pk)
                self._tell(number, len(due))
        except KeyboardInterrupt:
            self.stdout.write(f"\nStopped after {done} of {len(due)}. Start it again to go on.")
            return
        self.stdout.write(self.style.SUCCESS(f"{done} of {len(due)} pictures now have all their files."))

    def _tell(self, number: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{number} of {total}", ending="" if number < total else "\n")
            sys.stdout.flush()
