"""What stands in the calendar: plans and due times of articles, and editions that are to come or have been."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from articles.desk.people import name_of
from articles.desk.plans import unmet
from articles.desk.rules import Action, may
from articles.models import Article, Edition, Section
from articles.models.remit import stories_of

# What one calendar reads at most of each kind; it says so when there is more.
MOST = 1000
PLANNED, DUE, SCHEDULED = "planned", "due", "scheduled"

WORDS: dict[str, str | Promise] = {
    PLANNED: gettext_lazy("Planned"),
    DUE: gettext_lazy("Due"),
    SCHEDULED: gettext_lazy("Scheduled"),
    Edition.Change.FIRST: gettext_lazy("Published"),
    Edition.Change.UPDATE: gettext_lazy("Updated"),
    Edition.Change.CORRECTION: gettext_lazy("Corrected"),
    Edition.Change.WITHDRAWAL: gettext_lazy("Withdrawn"),
}
# Never told by colour alone: each has a shape too.
SHAPES = {PLANNED: "✎", DUE: "⚑", SCHEDULED: "◷", "first": "●", "update": "↻", "correction": "◆", "withdrawal": "✕"}


def anchor(kind: str, row: int) -> str:
    """The id that the page gives to the way in which an entry is moved."""
    return f"move-{kind}-{row}"


@dataclass(frozen=True)
class Entry:
    """One line of the calendar. `kind` is a key of WORDS; `row` is the article or edition that it moves."""

    kind: str
    when: datetime
    headline: str
    article: Article
    section: Section | None
    row: Article | Edition
    address: str
    movable: bool
    late: bool = False

    @property
    def word(self) -> str:
        return str(WORDS[self.kind])

    @property
    def shape(self) -> str:
        return SHAPES[self.kind]

    @property
    def stage(self) -> str:
        """How far a planned story is; of an edition its own word says it."""
        return str(self.article.get_stage_display()) if self.kind in (PLANNED, DUE) else ""

    @property
    def was(self) -> str:
        """The time as a form sends it back, to the last digit."""
        return self.when.isoformat()

    @property
    def anchor(self) -> str:
        return anchor(self.kind, self.row.pk)

    @property
    def assignee(self) -> str:
        return name_of(self.article.assignee)


@dataclass(frozen=True)
class Wanted:
    """Which entries: from `start` until before `end`, of one section or person if these are given."""

    start: datetime
    end: datetime
    section: Section | None = None
    person: User | None = None


def entries(user: User, wanted: Wanted, now: datetime | None = None) -> list[Entry]:
    """What this person may see of that, in the order of time. Two queries."""
    now = now or timezone.now()
    found = [
        *_of_articles(_articles(user, wanted), user, wanted, now),
        *_of_editions(_editions(user, wanted, now), user, now),
    ]
    return sorted(found, key=lambda entry: (entry.when, entry.article.pk, entry.kind))


def _articles(user: User, wanted: Wanted) -> QuerySet[Article]:
    planned = Q(planned_for__gte=wanted.start, planned_for__lt=wanted.end, plan_open=True)
    due = Q(due_at__gte=wanted.start, due_at__lt=wanted.end, due_open=True)
    found = Article.objects.editable_by(user)
    found = found.annotate(plan_open=unmet("planned_for"), due_open=unmet("due_at")).filter(planned | due)
    if wanted.section:
        found = found.filter(section=wanted.section)
    if wanted.person:
        found = found.filter(Q(assignee=wanted.person) | Q(assignee=None, created_by=wanted.person))
    fields = (
        "headline",
        "section",
        "assignee",
        "created_by",
        "stage",
        "planned_for",
        "due_at",
        "priority",
        "saved_at",
    )
    found = found.select_related("section", "assignee").only(*fields, "section__name", "section__hue", *_NAMES)
    return found.order_by("planned_for", "due_at", "pk")[:MOST]


def _editions(user: User, wanted: Wanted, now: datetime) -> QuerySet[Edition]:
    """Scheduled ones of those articles that the person may open; of what has been, all that readers were told of."""
    found = Edition.objects.ever_live().filter(live_from__gte=wanted.start, live_from__lt=wanted.end)
    been = Q(live_from__lte=now) & ~Q(change=Edition.Change.MINOR)
    coming = Q(live_from__gt=now) & stories_of(user, "article")
    found = found.filter(been | coming)
    if wanted.section:
        found = found.filter(section=wanted.section)
    if wanted.person:
        person = wanted.person
        found = found.filter(Q(article__assignee=person) | Q(article__assignee=None, article__created_by=person))
    names = ("article__assignee__first_name", "article__assignee__last_name", "article__assignee__username")
    article = ("article__created_by", "article__section", "article__stage", "article__saved_at", *names)
    fields = ("headline", "change", "live_from", "created_at", "section__name", "section__hue", "address__path")
    found = found.select_related("article__assignee", "section", "address").only(*fields, *article)
    return found.order_by("live_from", "pk")[:MOST]


_NAMES = ("assignee__first_name", "assignee__last_name", "assignee__username")


def _of_articles(articles: QuerySet[Any], user: User, wanted: Wanted, now: datetime) -> Iterator[Entry]:
    for article in articles:
        address = reverse("admin:articles_article_change", args=[article.pk])
        movable = may(user, Action.PLAN, article)
        plan, due = (PLANNED, article.planned_for, article.plan_open), (DUE, article.due_at, article.due_open)
        for kind, when, is_open in (plan, due):
            if is_open and when is not None and wanted.start <= when < wanted.end:
                late = when < now and article.stage == Article.Stage.DRAFT
                yield Entry(kind, when, str(article), article, article.section, article, address, movable, late)


def _of_editions(editions: QuerySet[Edition], user: User, now: datetime) -> Iterator[Entry]:
    for edition in editions:
        article, coming = edition.article, edition.live_from > now
        address = edition.address.path
        if may(user, Action.READ, article):
            address = reverse("admin:articles_article_change", args=[article.pk])
        kind = SCHEDULED if coming else edition.change
        movable = coming and may(user, Action.PUBLISH, article)
        yield Entry(kind, edition.live_from, str(edition), article, edition.section, edition, address, movable)
