"""Which stories readers talk about most."""

from datetime import datetime

from django.db.models import F

from articles.models.edition import Edition

RANKED = 6
# One conversation is no ranking.
FEWEST = 2
# Only the newest stories are ranked: an old quarrel is no news, and the cost does not follow the archive.
OF_LATE = 100


def ranking(at: datetime) -> list[Edition]:
    """Of the newest stories that are listed at that time those with most comments, `comment_count` set; or none."""
    newest = Edition.objects.listed(at).newest_first().values("pk")[:OF_LATE]
    discussed = Edition.objects.filter(pk__in=newest, article__discussion__count__gt=0)
    counted = discussed.annotate(counted=F("article__discussion__count")).select_related("address")
    in_order = counted.order_by("-counted", "-published_at", "-article_id")
    found: list[Edition] = list(
        in_order.only("article", "headline", "language", "published_at", "address__path")[:RANKED]
    )
    for edition in found:
        edition.comment_count = edition.counted  # type: ignore[attr-defined]
    return found if len(found) >= FEWEST else []
