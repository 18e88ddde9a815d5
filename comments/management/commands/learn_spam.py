"""`manage.py learn_spam`: teach the spam filter every decision that it has not learned yet."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from comments.spam import learning


class Command(BaseCommand):
    help = (
        "Teach the spam filter what moderators approved and what they marked as spam, as far as it has not learned it. "
        "May be stopped at any time; started again, it goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="forget everything first but what is shipped")

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        if anew:
            learning.forget_all()
        learned = last = 0
        try:
            while True:
                number, last = learning.catch_up(last)
                if not number:
                    break
                learned += number
                self.stdout.write(f"{learned} comments learned")
        except KeyboardInterrupt:
            self.stdout.write("Stopped. What is learned is learned; start it again, without --anew, to go on.")
            return
        self.stdout.write(self.style.SUCCESS(f"{learned} comments learned."))
