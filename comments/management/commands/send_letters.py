"""`manage.py send_letters`: send the mail of the conversation that is due and has not gone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from comments.letters import sending


class Command(BaseCommand):
    help = "Send letters that are due: those that a worker could not send, or all where there is no worker. For cron."
    send = staticmethod(sending.send_due)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=1000, metavar="N", help="send so many at most (1000)")

    def handle(self, *args: Any, most: int, **options: Any) -> None:
        sent = failed = 0
        try:
            for sent, failed in self.send(most):
                self.stdout.write(f"{sent} sent, {failed} failed")
        except KeyboardInterrupt:
            self.stdout.write("Stopped. Start it again to go on.")
            return
        self.stdout.write(self.style.SUCCESS(f"{sent} sent, {failed} failed."))
