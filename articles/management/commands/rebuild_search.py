"""`manage.py rebuild_search`: make the documents of search that are missing or out of date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone

from articles.models import Edition, SearchDocument, SearchWord
from articles.models.edition import EditionQuerySet
from articles.public.search import documents

BATCH = 200


class Command(BaseCommand):
    help = (
        "Make the documents of search that are missing, or that were made by older rules; drop those that nobody can "
        "find any more. Readers are served meanwhile. Stopped with Ctrl-C and started again, it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="make every document anew, and forget the spellings")

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        now = timezone.now()
        if anew:
            SearchWord.objects.all().delete()
            SearchDocument.objects.update(rules=0)
        dropped = documents.over(now)
        due = list(self._due().not_over(now).order_by("-published_at", "-pk").values_list("pk", flat=True))
        done = 0
        try:
            for start in range(0, len(due), BATCH):
                batch = due[start : start + BATCH]
                documents.store_all(Edition.objects.filter(pk__in=batch).order_by("pk"))
                done += len(batch)
                self.stdout.write(f"{done} of {len(due)}")
        except KeyboardInterrupt:
            self.stdout.write(f"Stopped after {done} of {len(due)}. Start it again to go on.")
            return
        self.stdout.write(self.style.SUCCESS(f"{done} of {len(due)} documents made, {dropped} dropped."))

    def _due(self) -> EditionQuerySet:
        stale = Q(search_document=None) | ~Q(search_document__rules=documents.RULES)
        return Edition.objects.ever_live().exclude(change=Edition.Change.WITHDRAWAL).filter(stale)
