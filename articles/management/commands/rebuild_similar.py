"""`manage.py rebuild_similar`: compute the stored lists of similar posts anew."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import Article, Edition, SimilarPosts
from articles.public import similar

BATCH = 100


class Command(BaseCommand):
    help = (
        "Compute the similar posts of every live article anew, those with the oldest list first. Readers are served "
        "meanwhile. Stopped with Ctrl-C, it says how to go on from there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--before", metavar="TIME", help="leave alone lists that are newer than this (ISO 8601)")

    def handle(self, *args: Any, before: str | None, **options: Any) -> None:
        started = self._time(before) if before else timezone.now()
        due = list(self._due(started))
        now = timezone.now()
        weights = similar.weigh(now)
        done = 0
        try:
            for start in range(0, len(due), BATCH):
                batch = due[start : start + BATCH]
                similar.compute_together(batch, now, weights)
                done += len(batch)
                self.stdout.write(f"{done} of {len(due)}")
        except KeyboardInterrupt:
            self.stdout.write(f"Stopped after {done} of {len(due)}. Go on with --before={started.isoformat()}")
            return
        self.stdout.write(self.style.SUCCESS(f"{done} of {len(due)} lists computed."))

    def _time(self, text: str) -> datetime:
        found = parse_datetime(text)
        if found is None or found.tzinfo is None:
            raise CommandError("--before takes a date and time with its zone, like 2026-04-25T08:00:00+00:00.")
        return found

    def _due(self, before: datetime) -> QuerySet[Article, int]:
        fresh = SimilarPosts.objects.filter(article=OuterRef("pk"), computed_at__gte=before)
        live = Edition.objects.listed().filter(article=OuterRef("pk"))
        found = Article.objects.filter(Exists(live)).exclude(Exists(fresh))
        return found.order_by("similar_posts__computed_at", "pk").values_list("pk", flat=True)
