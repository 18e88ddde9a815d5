"""What becomes of a new comment. Each rule is a small function; they are tried in the order of the tuples.

First what is refused (`refusals`), then who is trusted, then what is held (`holds`). Nothing is stored here. The rules are
those of the site (`Policy`), but for what the discussion says of itself. `docs/comment-rules.md` lists them for moderators.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from comments.models import Comment
from comments.moderation.draft import Draft
from comments.moderation.holds import EDITED, HOLDS, Finding
from comments.moderation.refusals import (
    OF_AN_EDIT,
    REFUSALS,
    Closed,
    Duplicate,
    Flood,
    KeptOut,
    Refused,
    SignInNeeded,
    TooMany,
    refuse_closed,
)

__all__ = [
    "Closed",
    "Draft",
    "Duplicate",
    "Finding",
    "Flood",
    "KeptOut",
    "Refused",
    "SignInNeeded",
    "TooMany",
    "Verdict",
    "assess",
    "judge",
    "refuse_closed",
]

Status = Comment.Status
Hold = Callable[[Draft, datetime], Finding | None]


@dataclass(frozen=True)
class Verdict:
    status: str
    reasons: tuple[str, ...] = ()
    details: dict[str, list[str]] = field(default_factory=dict)
    """What was found, by reason; as `Comment.details` keeps it."""


def assess(draft: Draft, at: datetime) -> Verdict:
    """Whether the comment appears at once, or is held and why. Raises Refused if it is not accepted at all."""
    for refuse in OF_AN_EDIT if draft.edits else REFUSALS:
        refuse(draft, at)
    if draft.is_trusted:
        return Verdict(Status.APPROVED)
    return judge(draft, at, EDITED if draft.edits else HOLDS)


def judge(draft: Draft, at: datetime, holds: Iterable[Hold] = HOLDS) -> Verdict:
    """The verdict of these rules alone."""
    findings = [finding for hold in holds if (finding := hold(draft, at))]
    status: str = Status.PENDING if findings else Status.APPROVED
    if any(finding.status == Status.SPAM for finding in findings):
        status = Status.SPAM
    details = {str(finding.reason): list(finding.found) for finding in findings if finding.found}
    return Verdict(status, tuple(finding.reason for finding in findings), details)
