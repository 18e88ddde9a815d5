"""What the conversation says on the desk's first page."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk.today.box import Box, Link
from articles.models import Edition
from comments import text
from comments.desk.shown import read_headline
from comments.models import Comment, ErrorReport
from comments.models.comment import CommentQuerySet

SHOWN = 5


def boxes(user: User, at: datetime) -> list[Box]:
    """One query for each box; what was discussed is for those who read stories, too."""
    pending = pending_for(user)
    found = [_pending(pending), _reported()] if pending is not None else []
    errors = errors_for(user)
    if errors is not None:
        found.append(_errors(errors))
    if pending is not None or user.has_perm("articles.view_article"):
        found.append(_discussed(at))
    return found


def pending_for(user: User) -> CommentQuerySet | None:
    """Comments that wait for a moderator; None for whoever is none."""
    return Comment.objects.pending() if user.has_perm("comments.moderate_comment") else None


def errors_for(user: User) -> QuerySet[ErrorReport] | None:
    """Errors that readers reported and nobody has settled; None for whoever settles none."""
    open_ones = ErrorReport.objects.theirs(user).filter(state=ErrorReport.State.OPEN)
    return open_ones if user.has_perm("comments.handle_errorreport") else None


def _pending(pending: CommentQuerySet) -> Box:
    rows = _shown(pending.oldest_first())
    return Box(
        name="comments",
        title=_("Comments to decide"),
        rows=rows,
        empty=_("No comment waits."),
        place=40,
        more=Link(_("Open the queue"), reverse("admin:comments_comment_changelist")),
    )


def _reported() -> Box:
    rows = _shown(Comment.objects.filter(reported_at__isnull=False).order_by("reported_at", "pk"))
    queue = f"{reverse('admin:comments_comment_changelist')}?tab=reported"
    return Box(
        name="reported",
        title=_("Comments that readers report"),
        rows=rows,
        empty=_("No comment is reported."),
        place=41,
        more=Link(_("Open what is reported"), queue),
    )


def _shown(comments: CommentQuerySet) -> list[Comment]:
    """The first of these, each in one line without what hides or turns words around."""
    rows: list[Comment] = list(comments.annotate(headline=_live("headline")).defer("email", "network")[:SHOWN])
    for comment in rows:
        comment.text = text.tidy_line(comment.text)
    return rows


def _errors(errors: QuerySet[ErrorReport]) -> Box:
    rows = errors.annotate(headline=read_headline("article")).defer("email", "reporter").order_by("at", "pk")
    return Box(
        name="errors",
        title=_("Errors reported by readers"),
        rows=list(rows[:SHOWN]),
        empty=_("No error is reported."),
        place=25,
        more=Link(_("Open the list"), reverse("admin:comments_errorreport_changelist")),
    )


def _discussed(at: datetime) -> Box:
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    found = (
        Comment.objects.approved()
        .filter(created_at__gte=today - timedelta(days=1), created_at__lt=today)
        .values("discussion")
        .annotate(n=Count("pk"), headline=_live("headline"), path=_live("address__path"))
        .exclude(headline=None)
        .order_by("-n", "discussion")
    )
    return Box(
        name="discussed",
        title=_("Yesterday: most discussed"),
        rows=list(found[:SHOWN]),
        empty=_("Nobody commented."),
        place=61,
    )


def _live(field: str) -> Subquery:
    return Subquery(Edition.objects.listed().filter(article=OuterRef("discussion")).values(field)[:1])
