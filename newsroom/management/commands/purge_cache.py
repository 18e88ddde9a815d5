"""`manage.py purge_cache`: tell the cache in front what has changed."""

import http.client
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom import purging


class Command(BaseCommand):
    help = (
        "Tell the cache that NEWSROOM_PURGE_URL names which pages have changed, within a second, for as long as it runs. "
        "One such process serves the whole site; without it pages are a minute old at most."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="throw out every page, once, and end")

    def handle(self, *args: Any, all: bool, **options: Any) -> None:
        if not settings.NEWSROOM_PURGE_URL:
            raise CommandError("NEWSROOM_PURGE_URL names no cache.")
        if all:
            self._empty()
        else:
            with suppress(KeyboardInterrupt):
                for _told in purging.watch():
                    pass

    def _empty(self) -> None:
        try:
            purging.send(purging.Purge(gone=purging.EVERYTHING))
        except (OSError, http.client.HTTPException) as error:
            raise CommandError(f"The cache was not emptied: {error}") from error
        self.stdout.write(self.style.SUCCESS("The cache is empty."))
