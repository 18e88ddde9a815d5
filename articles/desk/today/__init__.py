"""The desk's first page, as far as it is about stories: what goes out, what waits, and for whom."""

from datetime import datetime

from django.contrib.auth.models import User

from articles.desk.today import care, going_out, mine, waiting, yesterday
from articles.desk.today.box import Box
from articles.desk.today.waiting import waiting_for

__all__ = ["boxes", "waiting_for"]


def boxes(user: User, at: datetime) -> list[Box]:
    """The same number of queries however much there is; none for those who may not read stories."""
    if not user.has_perm("articles.view_article"):
        return []
    return [going_out.box(user, at), waiting.box(user, at), mine.box(user), care.box(user), yesterday.box(at)]
