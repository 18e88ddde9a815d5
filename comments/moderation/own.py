"""What writers do with their own comments for some minutes: change what they said, or take it back.

`comment` carries the decision that its writer saw, as with the moves of moderators; if a moderator has decided since,
Decided is raised. Whoever calls has checked that the comment is the writer's own (`comments.own.find`).
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models.edition import Edition
from comments import own, spam
from comments.models import Comment, Decision, Discussion, Report, Wording
from comments.moderation import decisions
from comments.moderation.decisions import _count
from comments.moderation.rules import Draft, Refused, Verdict, assess

Reason = Comment.Reason
Status = Comment.Status

# Earlier wordings that are kept of one comment; each is as long as a comment may be.
MOST_EDITS = 20
# What other words may be free of. All else stays true whatever it says now: how it was sent, by whom, and where.
OF_THE_WORDS = (Reason.REFUSED_WORD, Reason.WORD, Reason.LINKS, Reason.NAME, Reason.SPAM)


class Over(Refused):
    def __init__(self) -> None:
        super().__init__(_("The time to change this comment is over."))


class TooOften(Refused):
    def __init__(self) -> None:
        super().__init__(_("You have changed this comment so often that it now stays as it is."))


class Decided(Refused):
    """A moderator came first. `is_final` tells whether the writer may look at the decision and try again."""

    status = 409

    def __init__(self, *, is_final: bool) -> None:
        self.is_final = is_final
        if is_final:
            message = _("A moderator has decided about this comment. It can no longer be changed.")
        else:
            message = _("A moderator has decided about this comment meanwhile. Send it again if you still want that.")
        super().__init__(message)


@transaction.atomic
def edit(comment: Comment, text: str, at: datetime) -> None:
    """Say it in these words from now on, and let the rules judge them. What is the same already changes nothing.

    The comment is held again if the rules find something, or if a moderator had approved other words. The words that
    go are kept for moderators; a pick is one no longer. Raises Refused.
    """
    seen = comment.decided_at
    discussion = _lock(comment)
    _allow(comment, seen, at)
    if text == comment.text:
        return
    if comment.wordings.count() >= MOST_EDITS:
        raise TooOften
    was_shown = comment.is_approved
    verdict = _judge(comment, assess(_draft(comment, discussion, text, at), at))
    Wording.objects.create(comment=comment, text=comment.text, until=at)
    spam.unlearn(comment)
    comment.text, comment.edited_at = text, at
    comment.reasons, comment.details = list(verdict.reasons), verdict.details
    # Editors picked other words.
    comment.is_pick = False
    comment.save(update_fields=["text", "fingerprint", "edited_at", "reasons", "details", "is_pick"])
    _move(comment, verdict.status, at)
    if was_shown != comment.is_approved:
        for wait in decisions.AFTER_RECEIPT:
            wait(comment)


@transaction.atomic
def take_back(comment: Comment, at: datetime) -> None:
    """Hide the comment because its writer wants it so, as did whoever reported it.

    Taking it back twice changes nothing. Raises Refused.
    """
    seen = comment.decided_at
    _lock(comment)
    if is_taken_back(comment):
        return
    _allow(comment, seen, at)
    comment.removal_reason, comment.reported_at = Comment.Removal.WRITER, None
    comment.save(update_fields=["removal_reason", "reported_at"])
    opened = comment.reports.filter(outcome=Report.Outcome.OPEN)
    opened.update(outcome=Report.Outcome.UPHELD, settled_at=at)
    _move(comment, Status.REMOVED, at)


def is_taken_back(comment: Comment) -> bool:
    return comment.status == Status.REMOVED and comment.removal_reason == Comment.Removal.WRITER


def is_settled(comment: Comment) -> bool:
    """Whether it is hidden for good: what a machine took for spam is not, for that is not told."""
    return comment.status == Status.REMOVED or (comment.status == Status.SPAM and comment.decided_at is not None)


# --- Parts ---


def _lock(comment: Comment) -> Discussion:
    """Hold the discussion, which is the lock of all its comments, and bring the comment up to date."""
    discussion = Discussion.objects.select_for_update().get(pk=comment.discussion_id)
    # All rows that change, before the lock of the filter is taken: see `comments.spam.learning`.
    rows = Comment.objects.select_for_update().filter(pk__in=(comment.pk, comment.root_id or comment.pk))
    list(rows.order_by("pk").values("pk"))
    comment.refresh_from_db()
    return discussion


def _allow(comment: Comment, seen: datetime | None, at: datetime) -> None:
    if is_settled(comment):
        raise Decided(is_final=True)
    if at >= own.until(comment):
        raise Over
    if comment.decided_at != seen:
        raise Decided(is_final=False)


def _draft(comment: Comment, discussion: Discussion, text: str, at: datetime) -> Draft:
    return Draft(
        edition=Edition.objects.listed(at).get(article_id=comment.discussion_id),
        discussion=discussion,
        text=text,
        name=comment.name,
        email=comment.email,
        website=comment.website,
        parent=comment.parent,
        user=comment.user,
        network=comment.network,
        edits=comment,
    )


def _judge(comment: Comment, verdict: Verdict) -> Verdict:
    """What the rules say of the new words, together with what the old ones leave behind."""
    left = [reason for reason in comment.reasons if reason not in OF_THE_WORDS]
    if Reason.EDITED not in left and comment.decisions.exclude(moderator=None).exists():
        left.append(Reason.EDITED)
    reasons = (*left, *(reason for reason in verdict.reasons if reason not in left))
    details = {code: found for code, found in comment.details.items() if code in left} | verdict.details
    if Status.SPAM in (comment.status, verdict.status):
        return Verdict(Status.SPAM, reasons, details)
    return Verdict(Status.PENDING, reasons, details) if left else verdict


def _move(comment: Comment, to: str, at: datetime) -> None:
    """Change the state, if it is another, and leave a line in the log that names no moderator."""
    before = comment.status
    if before == to:
        return
    comment.status = to
    comment.decided_at, comment.decided_by = (at, None) if to == Status.REMOVED else (None, None)
    comment.save(update_fields=["status", "decided_at", "decided_by"])
    Decision.objects.create(
        comment=comment, moderator=None, from_status=before, to_status=to, reason=comment.removal_reason, at=at
    )
    _count(comment, (to == Status.APPROVED) - (before == Status.APPROVED))
