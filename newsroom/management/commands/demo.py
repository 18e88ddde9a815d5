"""`manage.py demo`: fill an empty newsroom with The Plumb Line."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.demo import archive, load

Item = TypeVar("Item")


class Command(BaseCommand):
    help = (
        "Load the demo newsroom: six sections, six authors, some sixty stories and their comments. "
        "A second run adds only what is missing; it can be stopped and started again at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, default=0, metavar="N", help="fill the archive up to N articles")

    def handle(self, *args: Any, articles: int, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo has known passwords and is not loaded where NEWSROOM_ENV is production.")
        if articles < 0:
            raise CommandError("--articles must be 0 or more.")
        load.load(self.progress)
        if articles:
            archive.fill(articles, self.progress)
        self.stdout.write(self.style.SUCCESS("The demo newsroom is ready."))

    def progress(self, what: str, items: list[Item]) -> Iterator[Item]:
        """Yield the items, and keep a line of the terminal saying how many are done."""
        live = self.stdout.isatty() if hasattr(self.stdout, "isatty") else False
        for number, item in enumerate(items, start=1):
            yield item
            if live:
                self.stdout.write(f"\r{what}: {number} of {len(items)}", ending="")
                sys.stdout.flush()
        self.stdout.write(f"\r{what}: {len(items)} of {len(items)}")
