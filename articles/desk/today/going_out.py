"""What goes out within a day, and what was to be out by now and is not."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk.plans import unmet
from articles.desk.today.box import Box, Link
from articles.models import FOREVER, Article, Edition
from articles.models.remit import stories_of

AHEAD = timedelta(days=1)
# A plan that was missed by more than this is no news for today; the calendar still shows it.
BEHIND = timedelta(days=14)
SHOWN = 12


class Departure(NamedTuple):
    """`what` says how it goes out, or that it is only planned."""

    when: datetime
    article: int
    headline: str
    section: str
    what: str
    is_planned: bool
    is_late: bool


def box(user: User, at: datetime) -> Box:
    rows = sorted([*_planned(user, at), *_scheduled(user, at)], key=lambda row: (row.when, row.article))
    return Box(
        name="going_out",
        title=_("Going out"),
        rows=rows[:SHOWN],
        empty=_("Nothing is planned or scheduled for the next 24 hours."),
        place=10,
        more=Link(_("Open the calendar"), reverse("admin:articles_article_calendar")),
    )


def _scheduled(user: User, at: datetime) -> list[Departure]:
    # Most editions have no end, so the index on the end finds among those without one by the beginning.
    soon = Edition.objects.filter(
        Q(live_until=FOREVER) | Q(live_until__gt=at, live_until__lt=FOREVER),
        live_from__gt=at,
        live_from__lte=at + AHEAD,
    ).ever_live()
    found = (
        soon.filter(stories_of(user, "article"))
        .only("live_from", "article", "headline", "change", "section__name")
        .select_related("section")
    )
    return [
        Departure(
            when=edition.live_from,
            article=edition.article_id,
            headline=str(edition),
            section=str(edition.section or ""),
            what=edition.get_change_display(),
            is_planned=False,
            is_late=False,
        )
        for edition in found.order_by("live_from", "pk")[:SHOWN]
    ]


def _planned(user: User, at: datetime) -> list[Departure]:
    """Oldest plan first: what is late stands before what is to come."""
    due = Article.objects.editable_by(user).filter(planned_for__gt=at - BEHIND, planned_for__lte=at + AHEAD)
    found = due.filter(unmet("planned_for")).select_related("section").only("planned_for", "headline", "section__name")
    return [
        Departure(
            when=article.planned_for,
            article=article.pk,
            headline=str(article),
            section=str(article.section or ""),
            what=_("Planned, not scheduled"),
            is_planned=True,
            is_late=article.planned_for <= at,
        )
        for article in found.order_by("planned_for", "pk")[:SHOWN]
        if article.planned_for is not None
    ]
