"""Every change of state of a comment or a discussion. Each is atomic, and leaves a line in the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles.models.prepared_writes import Change, Insertion
from comments import spam
from comments.models import Comment, Decision, Discussion, Report
from comments.moderation import limits
from comments.moderation.overtaken import AlreadyDecided, Seen, TakenBack, WordsChanged, check
from comments.moderation.record import allow, log, moment
from comments.moderation.rules import Draft, Verdict, assess

Status = Comment.Status


# --- A new comment ---

# Called with every comment that was stored, inside the transaction.
AFTER_RECEIPT: list[Callable[[Comment], None]] = []


def receive(draft: Draft, at: datetime | None = None) -> Comment:
    """Store what a reader wrote, approved or held as the rules say. Raises Refused, and then stores nothing."""
    at = at or timezone.now()
    with transaction.atomic():
        # Held until the end, so that of two equal posts the second finds the first.
        discussion = Discussion.objects.locked(draft.edition.article_id)
        draft = replace(draft, discussion=discussion)
        limits.in_a_row(draft)
        verdict = assess(draft, at)
        with limits.turn(draft, at):
            comment = _store(draft, verdict, at)
        for follow in AFTER_RECEIPT:
            follow(comment)
        return comment


def _store(draft: Draft, verdict: Verdict, at: datetime) -> Comment:
    comment = Comment(
        discussion=draft.discussion,
        parent=draft.parent,
        root_id=draft.parent.root_id if draft.parent else None,
        name=draft.name,
        email=draft.email,
        website=draft.website,
        text=draft.text,
        user=draft.user,
        badge=draft.badge,
        status=verdict.status,
        reasons=list(verdict.reasons),
        details=verdict.details,
        network=draft.network,
        notify=draft.notify,
        created_at=at,
    )
    _insert(comment)
    if draft.parent is None:
        comment.root = comment
        _set_root(pk=comment.pk, root=comment.pk)
    _count(comment, +(verdict.status == Status.APPROVED))
    return comment


# --- Decisions of moderators ---
#
# `comment` carries what the moderator saw: status and `edited_at` (`overtaken.Seen`). Deciding what is decided already
# changes nothing and returns None; if it is neither what was seen nor what is wanted, AlreadyDecided is raised, or one of
# its sorts: WordsChanged, TakenBack. All raise PermissionDenied.

# Called with every comment and its decision, inside the transaction, in the order in which they were added: whatever
# else must follow a decision. `decision.tell` says whether the moderator wanted the writer to be told, and
# `decision.undoes` names the one that was taken back.
AFTER_DECISION: list[Callable[[Comment, Decision], None]] = []

# What a decision says of the reports that readers had sent in.
_OUTCOMES = {
    Status.APPROVED: Report.Outcome.DISMISSED,
    Status.SPAM: Report.Outcome.UPHELD,
    Status.REMOVED: Report.Outcome.UPHELD,
}


def approve(comment: Comment, by: User) -> Decision | None:
    """Show the comment to readers. Reports of it are dismissed."""
    return _decide(comment, Status.APPROVED, by)


def mark_spam(comment: Comment, by: User) -> Decision | None:
    """Hide the comment as spam. Reports of it are upheld."""
    return _decide(comment, Status.SPAM, by)


def remove(comment: Comment, by: User, reason: str, *, tell: bool = False) -> Decision | None:
    """Hide the comment for breaking the rules, and `tell` its writer. Reports of it are upheld.

    `reason` is one of `Comment.Removal`, but none that only writers give, or ValueError is raised.
    """
    if reason in Comment.BY_WRITERS:
        raise ValueError(f"{reason} is said by writers.")
    return _decide(comment, Status.REMOVED, by, Comment.Removal(reason), tell=tell)


def reopen(comment: Comment, by: User) -> Decision | None:
    """Let the comment wait again, whatever was decided."""
    return _decide(comment, Status.PENDING, by)


@transaction.atomic
def keep(comment: Comment, by: User) -> Decision | None:
    """Leave a reported comment where it is, and dismiss what was reported."""
    allow(by)
    check(comment, _lock(comment))
    if comment.reported_at is None:
        return None
    decision = _record(comment, comment.status, by, former=_former(comment))
    _settle(comment, Report.Outcome.DISMISSED, decision)
    said = _("Kept as “%(status)s”; reports dismissed.")
    return _close(comment, decision, said % {"status": comment.get_status_display()})


@transaction.atomic
def answer(comment: Comment, draft: Draft, by: User) -> tuple[Decision | None, Comment]:
    """Approve the comment and post `draft`, the moderator's answer to it. Raises Refused, and then changes nothing.

    Whoever takes the decision back takes the answer with it.
    """
    decision = _decide(comment, Status.APPROVED, by)
    posted = receive(replace(draft, parent=comment))
    if decision:
        decision.former["answer"] = posted.pk
        decision.save(update_fields=["former"])
    return decision, posted


@transaction.atomic
def undo(decision: Decision, by: User) -> Decision | None:
    """Make the comment what it was before this decision. None if somebody has done so already.

    Raises AlreadyDecided if anything else has become of the comment since.
    """
    allow(by)
    comment = decision.comment
    _lock(comment)
    if Decision.objects.filter(undoes=decision).exists():
        return None
    if comment.is_withdrawn:
        raise TakenBack(comment)
    # What rules or the writer made of it is decided anew, not undone.
    is_last = decision.is_of_moderator and comment.decisions.standing().last() == decision
    if comment.status != decision.to_status or not is_last:
        raise AlreadyDecided(comment)
    # Words that are new since then were judged by nobody who decided as it was before.
    if comment.edited_at != _moment(decision.former.get("edited_at")):
        raise WordsChanged(comment)
    former, seen = decision.former, comment.status
    _restore(comment, decision)
    taken_back = _record(comment, seen, by, undoes=decision)
    answered = Comment.objects.filter(pk=former.get("answer"), status=Status.APPROVED).first()
    if answered:
        _decide(answered, Status.REMOVED, by, Comment.Removal.WRITER)
    teach = spam.learn if former.get("learned_as") else spam.unlearn
    said = _("Moved back from “%(before)s” to “%(after)s”.")
    names = {"before": Status(seen).label, "after": comment.get_status_display()}
    return _close(comment, taken_back, said % names, teach)


@transaction.atomic
def pick(comment: Comment, by: User, *, is_pick: bool = True) -> bool:
    """Make the comment an editors' pick, or no longer. Returns whether that changed anything.

    Only what readers see can be picked; AlreadyDecided is raised for anything else.
    """
    allow(by)
    seen = _lock(comment)
    if is_pick:
        check(comment, seen)
    if is_pick and not comment.is_approved:
        raise AlreadyDecided(comment)
    if comment.is_pick == is_pick:
        return False
    comment.is_pick = is_pick
    comment.save(update_fields=["is_pick"])
    log(by, comment, _("Picked by the editors.") if is_pick else _("No longer an editors’ pick."))
    return True


@transaction.atomic
def _decide(comment: Comment, to: str, by: User, reason: str = "", *, tell: bool = False) -> Decision | None:
    allow(by)
    seen = _lock(comment)
    if comment.status == to and comment.edited_at == seen.edited_at:
        return None
    check(comment, seen)
    former = _former(comment)
    comment.status, comment.removal_reason = to, reason
    decision = _record(comment, seen.status, by, former=former, reason=reason, tell=tell)
    comment.decided_at, comment.decided_by = (None, None) if to == Status.PENDING else (decision.at, by)
    comment.save(update_fields=["status", "removal_reason", "decided_at", "decided_by"])
    _settle(comment, _OUTCOMES.get(Status(to)), decision)
    said = _("Moved from “%(before)s” to “%(after)s”.")
    if reason:
        said = _("Moved from “%(before)s” to “%(after)s”: %(reason)s.")
    names = {"before": Status(seen.status).label, "after": comment.get_status_display()}
    return _close(comment, decision, said % (names | {"reason": comment.get_removal_reason_display()}))


def _lock(comment: Comment) -> Seen:
    """Read the comment anew, held until the transaction ends. Returns what was seen of it."""
    # The discussion is the lock of all its comments: one order for everybody, so no two wait for each other.
    Discussion.objects.select_for_update().get(pk=comment.discussion_id)
    seen = Seen.of(comment)
    comment.refresh_from_db()
    return seen


def _record(comment: Comment, seen: str, by: User, **said: Any) -> Decision:
    return Decision.objects.create(
        comment=comment, moderator=by, from_status=seen, to_status=comment.status, at=timezone.now(), **said
    )


def _close(
    comment: Comment, decision: Decision, message: str, teach: Callable[[Comment], None] = spam.learn
) -> Decision:
    """What follows every decision and every undoing alike."""
    before, after = decision.from_status, decision.to_status
    _count(comment, (after == Status.APPROVED) - (before == Status.APPROVED))
    log(decision.moderator, comment, message)  # type: ignore[arg-type]  # whoever decides is somebody
    for follow in AFTER_DECISION:
        follow(comment, decision)
    # Last of all locks: see `comments.spam.learning`.
    teach(comment)
    return decision


def _settle(comment: Comment, outcome: str | None, decision: Decision) -> None:
    """Answer the reports that are open, as of this decision."""
    if comment.reported_at is None or outcome is None:
        return
    opened = comment.reports.filter(outcome=Report.Outcome.OPEN)
    decision.former["reports"] = list(opened.values_list("pk", flat=True))
    decision.save(update_fields=["former"])
    opened.update(outcome=outcome, settled_at=decision.at, settled_by=decision.moderator)
    comment.reported_at = None
    comment.save(update_fields=["reported_at"])


def _former(comment: Comment) -> dict[str, Any]:
    """What a decision changes and its two states do not say."""
    return {
        "removal_reason": comment.removal_reason,
        "decided_at": comment.decided_at and comment.decided_at.isoformat(),
        "decided_by": comment.decided_by_id,
        "reported_at": comment.reported_at and comment.reported_at.isoformat(),
        "learned_as": comment.learned_as,
        "edited_at": comment.edited_at and comment.edited_at.isoformat(),
    }


def _restore(comment: Comment, decision: Decision) -> None:
    former = decision.former
    comment.status, comment.removal_reason = decision.from_status, former.get("removal_reason", "")
    comment.decided_at = _moment(former.get("decided_at"))
    comment.decided_by = User.objects.filter(pk=former.get("decided_by")).first()
    reopened = comment.reports.filter(pk__in=former.get("reports", ()))
    reopened.update(outcome=Report.Outcome.OPEN, settled_at=None, settled_by=None)
    # What was reported since the decision stays reported, from when it was first.
    if former.get("reports"):
        comment.reported_at = parse_datetime(former["reported_at"])
    comment.save(update_fields=["status", "removal_reason", "decided_at", "decided_by", "reported_at"])


def _moment(stored: str | None) -> datetime | None:
    return parse_datetime(stored or "")


# --- The discussion ---


@transaction.atomic
def set_mode(discussion: Discussion, *, mode: str, closes_at: datetime | None, by: User) -> None:
    """Open, hold or close a discussion, and say when it is to close. Opening it by hand wins over a time that is past."""
    allow(by)
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
    said = _("Set to “%(mode)s”; closes at %(when)s.") if closes_at else _("Set to “%(mode)s”.")
    log(by, stored, said % {"mode": stored.get_mode_display(), "when": closes_at and moment(closes_at)})


# --- Parts ---


def _count(comment: Comment, change: int) -> None:
    """Keep what is stored of how many comments readers see: in the discussion, and below the root of the thread."""
    if not change:
        return
    _add_to_count(pk=comment.discussion_id, n=change)
    if comment.parent_id and comment.root_id:
        _add_to_answers(pk=comment.root_id, n=change)


_insert = Insertion(Comment)
_set_root = Change(lambda pk, root: (Comment.objects.filter(pk=pk), {"root": root}), pk=int, root=int)
_add_to_count = Change(lambda pk, n: (Discussion.objects.filter(pk=pk), {"count": F("count") + n}), pk=int, n=int)
_add_to_answers = Change(lambda pk, n: (Comment.objects.filter(pk=pk), {"answers": F("answers") + n}), pk=int, n=int)
