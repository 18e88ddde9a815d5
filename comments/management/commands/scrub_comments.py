"""`manage.py scrub_comments`: erase networks and addresses that are older than the rules let them be."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from comments.models import Policy
from comments.privacy import scrubbing


class Command(BaseCommand):
    help = "Erase networks, and addresses of people who get no mail, after the days that the rules of the site name."

    def handle(self, *args: Any, **options: Any) -> None:
        days = Policy.current().keep_days
        if days is None:
            self.stdout.write("The rules of the site keep traces for ever. Nothing was changed.")
            return
        scrubbed = 0
        try:
            for progress in scrubbing.scrub(timezone.now() - timedelta(days=days)):
                scrubbed = progress.scrubbed
                self.stdout.write(f"up to comment {progress.looked_at}: {scrubbed} scrubbed")
        except KeyboardInterrupt:
            self.stdout.write("Stopped. What is done is done; start it again to go on.")
            return
        self.stdout.write(self.style.SUCCESS(f"{scrubbed} comments scrubbed."))
