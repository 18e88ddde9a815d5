"""Every change of state of a comment or a discussion. Each is atomic, and leaves a line in the log."""

from dataclasses import replace
from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from comments.models import Comment, Decision, Discussion
from comments.moderation import limits
from comments.moderation.rules import Draft, assess

Status = Comment.Status


class AlreadyDecided(Exception):
    """Somebody else has decided otherwise since the moderator looked. `by` (may be None) and `at` say who and when."""

    def __init__(self, comment: Comment) -> None:
        self.comment = comment
        last = comment.decisions.select_related("moderator").last()
        self.by = last.moderator if last else None
        self.at = last.at if last else comment.created_at
        super().__init__(
            _("%(status)s by %(name)s %(time)s ago.")
            % {
                "status": comment.get_status_display(),
                "name": (self.by and (self.by.get_full_name() or self.by.get_username())) or _("somebody else"),
                "time": timesince(self.at),
            }
        )


# --- A new comment ---


def receive(draft: Draft, at: datetime | None = None) -> Comment:
    """Store what a reader wrote, approved or held as the rules say. Raises Refused, and then stores nothing."""
    at = at or timezone.now()
    with transaction.atomic():
        # Held until the end, so that of two equal posts the second finds the first.
        discussion = Discussion.objects.locked(draft.edition.article_id)
        draft = replace(draft, discussion=discussion)
        verdict = assess(draft, at)
        with limits.turn(draft, at):
            return _store(draft, verdict.status, list(verdict.reasons), at)


def _store(draft: Draft, status: str, reasons: list[str], at: datetime) -> Comment:
    comment = Comment.objects.create(
        discussion=draft.discussion,
        parent=draft.parent,
        root_id=draft.parent.root_id if draft.parent else None,
        name=draft.name,
        email=draft.email,
        website=draft.website,
        text=draft.text,
        user=draft.user,
        badge=draft.badge,
        status=status,
        reasons=reasons,
        network=draft.network,
        created_at=at,
    )
    if draft.parent is None:
        comment.root = comment
        comment.save(update_fields=["root"])
    _count(comment.discussion_id, +(status == Status.APPROVED))
    return comment


# --- Decisions of moderators ---
#
# `comment` carries the status that the moderator saw. Deciding what is decided already changes nothing; if the status is
# neither the one seen nor the one wanted, AlreadyDecided is raised. All raise PermissionDenied.


def approve(comment: Comment, by: User) -> None:
    """Show the comment to readers."""
    _decide(comment, Status.APPROVED, by)


def mark_spam(comment: Comment, by: User) -> None:
    """Hide the comment as spam."""
    _decide(comment, Status.SPAM, by)


def remove(comment: Comment, by: User, reason: str) -> None:
    """Hide the comment for breaking the rules. `reason` is one of `Comment.Removal`, or ValueError is raised."""
    _decide(comment, Status.REMOVED, by, Comment.Removal(reason))


def reopen(comment: Comment, by: User) -> None:
    """Take a decision back: the comment waits again."""
    _decide(comment, Status.PENDING, by)


@transaction.atomic
def _decide(comment: Comment, to: str, by: User, reason: str = "") -> None:
    _allow(by)
    # The discussion is the lock of all its comments: one order for everybody, so no two wait for each other.
    Discussion.objects.select_for_update().get(pk=comment.discussion_id)
    seen = comment.status
    comment.refresh_from_db()
    if comment.status == to:
        return
    if comment.status != seen:
        raise AlreadyDecided(comment)
    at = timezone.now()
    comment.status, comment.removal_reason = to, reason
    comment.decided_at, comment.decided_by = (None, None) if to == Status.PENDING else (at, by)
    comment.save(update_fields=["status", "removal_reason", "decided_at", "decided_by"])
    Decision.objects.create(comment=comment, moderator=by, from_status=seen, to_status=to, reason=reason, at=at)
    _count(comment.discussion_id, (to == Status.APPROVED) - (seen == Status.APPROVED))
    _log(by, comment, f"Moved from {seen} to {to}{reason and f' ({reason})'}.")


# --- The discussion ---


@transaction.atomic
def set_mode(discussion: Discussion, *, mode: str, closes_at: datetime | None, by: User) -> None:
    """Open, hold or close a discussion, and say when it is to close. Opening it by hand wins over a time that is past."""
    _allow(by)
    at = timezone.now()
    stored = Discussion.objects.locked(discussion.article_id)
    changed = stored.mode != mode
    if changed and mode != Discussion.Mode.CLOSED and closes_at and closes_at <= at:
        closes_at = None
    if not changed and stored.closes_at == closes_at:
        return
    stored.mode, stored.closes_at = mode, closes_at
    stored.mode_since = at if changed else stored.mode_since
    stored.save(update_fields=["mode", "closes_at", "mode_since"])
    until = f", closes at {closes_at:%Y-%m-%d %H:%M %Z}" if closes_at else ""
    _log(by, stored, f"Set to {mode}{until}.")


# --- Parts ---


def _allow(by: User) -> None:
    if not by.has_perm("comments.moderate_comment"):
        raise PermissionDenied


def _count(article_id: int, change: int) -> None:
    if change:
        Discussion.objects.filter(pk=article_id).update(count=F("count") + change)


def _log(by: User, subject: models.Model, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [subject], CHANGE, message, single_object=True)
