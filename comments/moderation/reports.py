"""What readers report: a comment that breaks the rules, or an error in a story. Each is noted once."""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment, Discussion, ErrorReport, Report
from comments.moderation import quota
from comments.moderation.locks import alone
from comments.moderation.refusals import TooMany

# What one person may send in an hour.
REPORTS_AN_HOUR = 20
ERRORS_AN_HOUR = 10


# --- Comments ---


class NotShown(Exception):
    """Readers do not see the comment any more."""


@transaction.atomic
def report(comment: Comment, reason: str, text: str, reporter: str, at: datetime) -> bool:
    """Put the comment before the moderators; False if this person has done so before, and then nothing changes.

    `reason` is one of `Report.Reason`, `reporter` a key of `comments.visitors`. Raises NotShown and TooMany.
    """
    Discussion.objects.select_for_update().get(pk=comment.discussion_id)
    comment.refresh_from_db()
    if not comment.is_approved:
        raise NotShown
    if comment.reports.filter(reporter=reporter).exists():
        return False
    _refuse_over(REPORTS_AN_HOUR, Report.objects.all(), reporter, at)
    Report.objects.create(comment=comment, reason=Report.Reason(reason), text=text, reporter=reporter, at=at)
    if comment.reported_at is None:
        comment.reported_at = at
        comment.save(update_fields=["reported_at"])
    return True


# --- Errors in stories ---


class AlreadySettled(Exception):
    """Somebody else has settled the error otherwise since the editor looked."""

    def __init__(self, error: ErrorReport) -> None:
        by = error.handled_by
        name = (by and (by.get_full_name() or by.get_username())) or _("somebody else")
        super().__init__(_("%(state)s, says %(name)s.") % {"state": error.get_state_display(), "name": name})


@transaction.atomic
def report_error(error: ErrorReport) -> bool:
    """Put an error before the editors; False if the same was said by the same person, and then nothing is stored.

    `error` is a new row with its article, text and reporter. Raises TooMany.
    """
    # One discussion an article: of two equal reports the second finds the first.
    Discussion.objects.locked(error.article_id)
    said = ErrorReport.objects.filter(
        article=error.article_id, reporter=error.reporter, text=error.text, quote=error.quote
    )
    if said.exists():
        return False
    _refuse_over(ERRORS_AN_HOUR, ErrorReport.objects.all(), error.reporter, error.at)
    error.state = ErrorReport.State.OPEN
    error.save(force_insert=True)
    return True


@transaction.atomic
def settle_error(error: ErrorReport, state: str, by: User, answer: str = "") -> bool:
    """Say what became of an error, or open it again. `error` carries the state that the editor saw.

    Returns whether anything changed. Raises PermissionDenied, AlreadySettled, and ValueError for a state that is none.
    """
    if (
        not by.has_perm("comments.handle_errorreport")
        or not ErrorReport.objects.theirs(by).filter(pk=error.pk).exists()
    ):
        raise PermissionDenied
    to, seen = ErrorReport.State(state), error.state
    stored = ErrorReport.objects.select_for_update().get(pk=error.pk)
    if stored.state == to:
        return False
    if stored.state != seen:
        raise AlreadySettled(stored)
    is_open = to == ErrorReport.State.OPEN
    error.state, error.answer = to, "" if is_open else answer
    error.handled_at, error.handled_by = (None, None) if is_open else (timezone.now(), by)
    error.save(update_fields=["state", "answer", "handled_at", "handled_by"])
    moved = _("Moved from “%(before)s” to “%(after)s”.")
    message = moved % {"before": ErrorReport.State(seen).label, "after": to.label} + (answer and f" {answer}")
    LogEntry.objects.log_actions(by.pk, [error], CHANGE, message, single_object=True)
    return True


# --- Parts ---


def _refuse_over(most: int, rows: QuerySet[Any], reporter: str, at: datetime) -> None:
    alone(f"{rows.model._meta.label}:{reporter}")
    lately = rows.filter(reporter=reporter, at__gt=at - quota.HOUR).order_by("-at").values_list("at", flat=True)
    if seconds := quota.wait(list(lately[:most]), most, at):
        raise TooMany(seconds)
