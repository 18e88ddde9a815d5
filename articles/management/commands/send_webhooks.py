"""`manage.py send_webhooks`: tell webhooks what has happened, and try again what failed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.desk import webhooks


class Command(BaseCommand):
    help = (
        "Tell webhooks of stories that have become public, changed or gone since they were last told, and send again what "
        "failed and is due. For a site without a task worker: run it every minute. It does no harm beside one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, metavar="N", help="send at most N messages")

    def handle(self, *args: Any, limit: int | None, **options: Any) -> None:
        if limit is not None and limit < 1:
            raise CommandError("--limit must be 1 or more.")
        self.stdout.write(self.style.SUCCESS(f"{webhooks.send_due(most=limit).tried} messages sent or tried."))
