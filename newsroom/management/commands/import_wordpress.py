"""`manage.py import_wordpress`: a site moves in from WordPress."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from articles.importing.items import Source
from articles.importing.wordpress import WordPress
from newsroom.importing import ImportCommand


class Command(ImportCommand):
    help = (
        "Bring in a site from WordPress's export files (Tools, Export: all content). A second run changes only what has "
        "changed in the file. Try it with --dry-run; docs/from-wordpress.md has the plan for the day of the move."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--permalinks", default="", metavar="PATTERN", help="its story addresses, like /%%year%%/%%postname%%/"
        )

    def source(self, files: Sequence[Path], options: Mapping[str, Any]) -> Source:
        return WordPress(files, permalinks=options["permalinks"], zone=timezone.get_default_timezone())
