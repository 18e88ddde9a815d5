"""What can be done in the calendar: move an entry to another day, and plan a story that nobody has begun."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import revisions, rules, workflow
from articles.desk.calendar.entries import DUE, PLANNED, SCHEDULED
from articles.desk.calendar.span import at
from articles.desk.status import moment
from articles.desk.workflow.record import log_start
from articles.models import Article, Byline, Edition, Section

KINDS = (PLANNED, DUE, SCHEDULED)
_FIELDS = {PLANNED: "planned_for", DUE: "due_at"}


def move(kind: str, pk: int, day: date, was: datetime, *, by: User) -> tuple[str, int]:
    """Put an entry on another day at the same time of day; return what to tell the person, and its row from now on.

    `was` is where the person saw it. Raises DoesNotExist, PermissionDenied, or NotPossible: for a day that is over, and
    where a colleague has moved it meanwhile.
    """
    if kind == SCHEDULED:
        edition = Edition.objects.select_related("article").get(pk=pk)
        edition = workflow.reschedule(edition, by=by, live_from=_same_time(edition.live_from, day))
        return _("“%(story)s” goes live on %(when)s.") % {
            "story": edition,
            "when": moment(edition.live_from),
        }, edition.pk
    article, when = _move_plan(_FIELDS[kind], pk, day, was, by)
    said = _("“%(story)s” is due on %(when)s.") if kind == DUE else _("“%(story)s” is planned for %(when)s.")
    return said % {"story": article, "when": moment(when)}, article.pk


@transaction.atomic
def _move_plan(field: str, pk: int, day: date, was: datetime, by: User) -> tuple[Article, datetime]:
    article = Article.objects.select_for_update(of=("self",)).get(pk=pk)
    rules.demand(by, rules.Action.PLAN, article)
    stands = getattr(article, field)
    if stands is None:
        raise workflow.NotPossible(_("A colleague has taken it out of the calendar meanwhile."))
    to = _same_time(stands, day)
    if stands not in (was, to):
        raise workflow.NotPossible(_("A colleague has moved it meanwhile, to %(when)s.") % {"when": moment(stands)})
    if day < timezone.localdate():
        raise workflow.NotPossible(_("That day is over. Choose today or a later one."))
    workflow.plan(article, by=by, **{field: to})
    return article, to


def _same_time(when: datetime, day: date) -> datetime:
    return at(day, timezone.localtime(when).time())


@transaction.atomic
def plan_story(
    headline: str, section: Section | None, planned_for: datetime, *, by: User, assignee: User | None
) -> Article:
    """Begin an article that has no more than a headline and a day. Raises PermissionDenied, or NotPossible."""
    article = Article.objects.create(headline=headline, section=section, created_by=by, version=1)
    writer = (
        assignee if assignee is not None else by if not rules.may_ever(by, rules.Action.PUBLISH, article) else None
    )
    author = getattr(writer, "author", None)
    if author is not None:
        Byline.objects.create(article=article, author=author)
    revisions.record(article, by=by)
    log_start(by, article, _("Begun in the calendar."))
    workflow.plan(article, by=by, planned_for=planned_for)
    if assignee is not None:
        workflow.assign(article, by=by, to=assignee)
    return article
