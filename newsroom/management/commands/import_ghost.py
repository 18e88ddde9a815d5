"""`manage.py import_ghost`: a site moves in from Ghost."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import CommandError

from articles.importing.ghost import Ghost
from articles.importing.items import Source
from newsroom.importing import ImportCommand


class Command(ImportCommand):
    help = (
        "Bring in a site from Ghost's export (Settings, Export: JSON). A second run changes only what has changed in the "
        "file. Try it with --dry-run; docs/from-wordpress.md has the plan for the day of the move."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--address", required=True, metavar="URL", help="where the site stands: the file hides it")

    def source(self, files: Sequence[Path], options: Mapping[str, Any]) -> Source:
        if len(files) > 1:
            raise CommandError("Ghost's export is one file.")
        if not _is_address(options["address"]):
            raise CommandError("--address is where the site stands, such as https://paper.example.")
        return Ghost(files[0], options["address"])


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
