"""`manage.py import_wordpress`: a site moves in from WordPress."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from articles.importing.items import Source
from articles.importing.wordpress import Permalinks, WordPress
from newsroom.importing import ImportCommand


class Command(ImportCommand):
    help = (
        "Bring in a site from WordPress's export files (Tools, Export: all content). A second run changes only what has "
        "changed in the file. Try it with --dry-run; docs/from-wordpress.md has the plan for the day of the move."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--permalinks",
            default="",
            metavar="PATTERN",
            help="its story addresses, like /%%year%%/%%postname%%/, where they are others than those in the file",
        )
        parser.add_argument(
            "--category-base",
            default="category",
            metavar="WORD",
            help="what stands before a category in its addresses, if not “category”; a dot for nothing",
        )
        parser.add_argument(
            "--tag-base",
            default="tag",
            metavar="WORD",
            help="what stands before a tag in its addresses, if not “tag”; a dot for nothing",
        )

    def source(self, files: Sequence[Path], options: Mapping[str, Any]) -> Source:
        try:
            known = Permalinks(options["permalinks"], options["category_base"], options["tag_base"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        return WordPress(files, permalinks=known, zone=timezone.get_default_timezone())
