"""Whole conversations at once, with their states and times: for imports and the demo. No rule is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from comments import text
from comments.models import Comment, Discussion
from comments.models.comment import NAME_LENGTH

BATCH = 500


@dataclass(frozen=True)
class Entry:
    """A comment to be stored, with the answers to it."""

    name: str
    text: str
    created_at: datetime
    status: str = Comment.Status.APPROVED
    email: str = ""
    website: str = ""
    user_id: int | None = None
    badge: str = ""
    """One of `Comment.Badge`; what readers see beside the name."""
    network: str = ""
    reasons: tuple[str, ...] = ()
    details: dict[str, list[str]] = field(default_factory=dict)
    removal_reason: str = ""
    replies: tuple["Entry", ...] = field(default=())


@transaction.atomic
def load(article_id: int, entries: Sequence[Entry]) -> int:
    """Store a conversation. Returns the number of comments.

    An article that has comments already is left as it is, so loading twice changes nothing; that returns 0.
    """
    discussion = Discussion.objects.locked(article_id)
    if discussion.comments.exists():
        return 0
    level = [(entry, _comment(discussion, entry)) for entry in entries]
    stored = _store(level)
    discussion.comments.update(root=F("pk"))
    for _entry, comment in level:
        comment.root_id = comment.pk
    while level:
        level = [(reply, _comment(discussion, reply, above)) for entry, above in level for reply in entry.replies]
        stored += _store(level)
    Discussion.objects.filter(pk=article_id).recount()
    return stored


def _store(level: list[tuple[Entry, Comment]]) -> int:
    return len(Comment.objects.bulk_create([comment for _entry, comment in level], batch_size=BATCH))


def _comment(discussion: Discussion, entry: Entry, parent: Comment | None = None) -> Comment:
    return Comment(
        discussion=discussion,
        parent=parent,
        root_id=parent.root_id if parent else None,
        name=text.tidy_line(entry.name)[:NAME_LENGTH],
        email=entry.email,
        website=entry.website if text.is_web(entry.website) else "",
        text=entry.text,
        user_id=entry.user_id,
        badge=entry.badge,
        status=entry.status,
        network=entry.network,
        reasons=list(entry.reasons),
        details=entry.details,
        removal_reason=entry.removal_reason,
        created_at=entry.created_at,
    )
