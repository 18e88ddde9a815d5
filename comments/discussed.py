"""Which stories readers talk about most."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from articles.models.edition import Edition
from articles.models.prepared import Prepared
from articles.public.lines import LINE_FIELDS, Line

RANKED = 6
# One conversation is no ranking.
FEWEST = 2
# Only the newest stories are ranked: an old quarrel is no news, and the cost does not follow the archive.
OF_LATE = 100


def ranking(at: datetime) -> list[Line]:
    """Of the newest stories that are listed at that time those with most comments; or none."""
    found = [Line(*row) for row in _most_discussed(at=at)]
    return found if len(found) >= FEWEST else []


def _ranked(at: Any) -> QuerySet:
    newest = Edition.objects.listed_by_date(at).newest_first().values("pk")[:OF_LATE]
    discussed = Edition.objects.filter(pk__in=newest, article__discussion__count__gt=0)
    in_order = discussed.order_by("-article__discussion__count", "-published_at", "-article_id")
    return in_order.values_list(*LINE_FIELDS, "article__discussion__count")[:RANKED]


_most_discussed = Prepared(_ranked, at=datetime)
