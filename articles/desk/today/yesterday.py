"""What readers got yesterday."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk.today.box import Box
from articles.models import Correction, Edition

SHOWN = 8
FIELDS = ("live_from", "live_until", "headline", "change", "article", "address__path")


def box(at: datetime) -> Box:
    """Two queries: what was published, and what was put right."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    start = timezone.localtime(midnight - timedelta(hours=12)).replace(hour=0)
    return Box(
        name="yesterday",
        title=_("Yesterday: published and corrected"),
        rows=[*_published(start, midnight), *_corrected(start, midnight)],
        empty=_("Nothing was published."),
        place=60,
    )


def _published(start: datetime, end: datetime) -> list[Edition]:
    first = Edition.objects.ever_live().filter(
        change=Edition.Change.FIRST, published_at__gte=start, published_at__lt=end
    )
    return list(first.select_related("address").only(*FIELDS).order_by("-published_at", "-article_id")[:SHOWN])


def _corrected(start: datetime, end: datetime) -> list[Edition]:
    # Written before its edition goes live, and seldom long before; the index is on when it was written.
    written = Correction.objects.filter(created_at__gte=start - timedelta(days=31), created_at__lt=end)
    live = Edition.objects.ever_live().filter(live_from__gte=start, live_from__lt=end, correction__in=written)
    return list(live.select_related("address").only(*FIELDS).order_by("-live_from", "-pk")[:SHOWN])
