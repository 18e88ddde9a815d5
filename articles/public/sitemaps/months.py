"""The months in which something was published that is still there, and the stories of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone

from articles.models.edition import Edition, EditionQuerySet

# Stories in one file. The protocol allows 50,000 and 50 MB; search engines read small files more often.
MOST = 1000
# Months that are counted anew for every index. What changes in older ones is told within KEPT seconds.
FRESH = 2
KEPT = 3600


@dataclass(frozen=True)
class Month:
    start: datetime
    stories: int
    updated: datetime

    @property
    def files(self) -> int:
        return -(-self.stories // MOST)


def months(at: datetime) -> list[Month]:
    """Newest first."""
    found = []
    for month in _downwards(at):
        found.append(month)
        if len(found) == FRESH:
            return found + _older(month.start, at)
    return found


def stories(start: datetime, at: datetime) -> EditionQuerySet:
    """The stories of the month that begins then, oldest first, so that each stays where it is when others follow."""
    listed = Edition.objects.listed(at).filter(published_at__gte=start, published_at__lt=_next(start))
    return listed.order_by("published_at", "article_id")


def start_of(name: str) -> datetime:
    """The first instant of `YYYY-MM` in the site's time zone. Raises ValueError for the year 0."""
    return timezone.make_aware(datetime.strptime(name, "%Y-%m"))  # noqa: DTZ007 (made aware here)


def _older(before: datetime, at: datetime) -> list[Month]:
    key = f"sitemap-months-{before:%Y-%m}"
    found: list[Month] | None = cache.get(key)
    if found is None:
        found = list(_downwards(at, before))
        cache.set(key, found, KEPT)
    return found


def _downwards(at: datetime, before: datetime | None = None) -> Iterator[Month]:
    """The months with stories, from the newest or the last one before that time on.

    As a rule there is one below the other, so that is looked at first; a gap costs one look more.
    """
    newest = Edition.objects.listed(at).newest_first().values_list("published_at", flat=True)
    start = _start_before(before) if before else _start_with(newest.first())
    while start:
        told = stories(start, at).order_by().aggregate(stories=Count("pk"), updated=Max("updated_at"))
        if told["stories"]:
            yield Month(start, told["stories"], told["updated"])
            start = _start_before(start)
        else:
            start = _start_with(newest.filter(published_at__lt=start).first())


def _start_with(instant: datetime | None) -> datetime | None:
    """The beginning of the month with that instant."""
    return start_of(f"{timezone.localtime(instant):%Y-%m}") if instant else None


def _start_before(start: datetime) -> datetime | None:
    return _start_with(start - timedelta(days=1))


def _next(start: datetime) -> datetime:
    local = timezone.localtime(start).replace(tzinfo=None)
    return timezone.make_aware(local.replace(year=local.year + local.month // 12, month=local.month % 12 + 1))
