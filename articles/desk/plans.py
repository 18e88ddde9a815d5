"""Whether what was planned has come: read off the editions, so that nobody need tick it off."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.expressions import NegatedExpression

from articles.models import Article, Edition

# A story that went out this long before the time it was wanted was simply early.
EARLY = timedelta(days=7)


def unmet(field: str) -> NegatedExpression:
    """Articles of which no edition went out, or waits, for the time in this field: `planned_for` or `due_at`."""
    wanted = OuterRef(field)
    editions = Edition.objects.ever_live().filter(article=OuterRef("pk"), live_from__gt=wanted - EARLY)
    return ~Exists(editions)


def overdue(now: datetime) -> QuerySet[Article]:
    """Stories that should have been handed in, and were not."""
    late = Article.objects.filter(due_at__lt=now, stage=Article.Stage.DRAFT)
    return late.filter(unmet("due_at")).order_by(F("due_at"), "pk")
