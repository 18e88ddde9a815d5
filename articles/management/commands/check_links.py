"""`manage.py check_links`: ask the links of sources whether they still lead somewhere."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.desk import link_checks


class Command(BaseCommand):
    help = (
        "Ask the links of sources that are due: new ones, then those not asked for 14 days, or for a day if they failed. "
        "Run it once a day. It can be stopped with Ctrl-C and started again at any time: the oldest come first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, metavar="N", help="ask at most N links")

    def handle(self, *args: Any, limit: int | None, **options: Any) -> None:
        if not settings.NEWSROOM_LINK_CHECKS:
            raise CommandError("NEWSROOM_LINK_CHECKS is off: no link is asked.")
        if limit is not None and limit < 1:
            raise CommandError("--limit must be 1 or more.")
        link_checks.take_up()
        checks = list(link_checks.due()[:limit])
        done = 0
        try:
            for done in link_checks.ask_all(checks):
                self.stdout.write(f"{done} of {len(checks)}")
        except KeyboardInterrupt:
            self.stdout.write(f"Stopped after {done} of {len(checks)}. The next run goes on from there.")
            return
        except link_checks.NoNetwork as error:
            raise CommandError(
                f"Stopped after {done} of {len(checks)}: nobody can be reached. Is there a network?"
            ) from error
        failing = sum(1 for check in checks if check.problem)
        self.stdout.write(self.style.SUCCESS(f"{done} of {len(checks)} links asked, {failing} with a problem."))
