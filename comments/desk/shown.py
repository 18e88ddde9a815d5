"""What several screens of the conversation show alike."""

from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.models import Edition
from comments.moderation import record


def read_headline(article: str) -> Subquery:
    """The newest headline that readers have read. The one in the making is not for everybody who moderates."""
    read = Edition.objects.ever_live().filter(article=OuterRef(article), live_from__lte=timezone.now())
    return Subquery(read.order_by("-live_from").values("headline")[:1])


def newest_headline(article_id: int) -> str:
    """The same for one article; empty if readers have read none."""
    read = Edition.objects.ever_live().filter(article=article_id, live_from__lte=timezone.now())
    return read.order_by("-live_from").values_list("headline", flat=True).first() or ""


def moment(when: datetime | None) -> str:
    """A date and time in the newsroom's zone."""
    return record.moment(when) if when else "–"
