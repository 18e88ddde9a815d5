"""What somebody last worked on."""

from django.contrib.auth.models import User
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk.status import Status, status_of
from articles.desk.today.box import Box, Link
from articles.models import Article, Edition

SHOWN = 5


def box(user: User) -> Box:
    """Two queries."""
    intervals = Edition.objects.only("article", "number", "change", "live_from", "live_until", "published_at")
    found = (
        Article.objects.filter(Q(created_by=user) | Q(assignee=user))
        .select_related("section")
        .only("headline", "stage", "saved_at", "section__name")
        .prefetch_related(Prefetch("editions", intervals))
        .order_by("-saved_at", "-pk")[:SHOWN]
    )
    rows: list[tuple[Article, Status]] = [(article, status_of(article)) for article in found]
    return Box(
        name="mine",
        title=_("Mine, last saved"),
        rows=rows,
        empty=_("You have not begun a story yet."),
        place=30,
        more=Link(_("All of mine"), reverse("admin:articles_article_changelist") + "?mine=1"),
    )
