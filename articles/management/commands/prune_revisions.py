"""`manage.py prune_revisions`: let go of old revisions that nobody will look for."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.desk import pruning

LARGEST = 100_000


def number(text: str) -> int:
    """A whole number of 1 or more. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= LARGEST):
        raise ArgumentTypeError(f"takes a whole number from 1 to {LARGEST}, not {text!r}.")
    return int(text)


class Command(BaseCommand):
    help = (
        "Of saves older than --keep-days keep the last of each day, and drop autosaves that old. What an edition or a "
        "share link came from, what has a name, what an open form began from and the newest saves of each article "
        "always stay. May be stopped at any time and started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep-days", type=number, default=90, metavar="N", help="leave alone what is newer (90)")
        parser.add_argument(
            "--keep-last", type=number, default=20, metavar="M", help="newest saves of each story (20)"
        )
        parser.add_argument("--dry-run", action="store_true", help="count only; delete nothing")

    def handle(self, *args: Any, keep_days: int, keep_last: int, dry_run: bool, **options: Any) -> None:
        rule = pruning.Rule(timezone.now() - timedelta(days=keep_days), keep_last)
        articles = revisions = 0
        try:
            for batch in pruning.batches(rule):
                revisions += pruning.prune(batch, rule, dry_run=dry_run)
                articles += len(batch)
                self.stdout.write(f"{articles} articles looked at, {revisions} revisions {self._word(dry_run)}")
        except KeyboardInterrupt:
            self.stdout.write("Stopped. What is done is done; start it again to go on.")
            return
        self.stdout.write(self.style.SUCCESS(f"{revisions} revisions {self._word(dry_run)}."))

    def _word(self, dry_run: bool) -> str:
        return "would go" if dry_run else "gone"
