"""What became of the comments of an address, in a number of queries that no number of addresses changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from comments.models import Block, Comment
from comments.models.comment import CommentQuerySet
from comments.moderation import blocks

# Names and networks that are shown of one person, and the newest comments.
NAMES, NETWORKS, COMMENTS = 12, 8, 20


@dataclass
class Record:
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Comment.Status.values, 0))
    reported: int = 0
    newest: int = 0
    """The newest comment's number; none if nothing was written."""

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Network:
    """Where somebody wrote from. Their first comment from there names it to whoever may not see its mark."""

    mark: str
    first: int
    number: int
    last: datetime


def outcomes() -> dict[str, Count]:
    """For each status, the number of comments in it. What writers took back themselves says nothing of them."""
    meant = {status: Q(status=status) for status in Comment.Status.values}
    meant[Comment.Status.REMOVED] &= ~Q(removal_reason__in=Comment.BY_WRITERS)
    return {status: Count("pk", filter=which) for status, which in meant.items()}


def records(keys: Collection[str]) -> dict[str, Record]:
    """The record of each address, by its key."""
    found = {key: Record() for key in keys}
    theirs = Comment.objects.filter(email_key__in=found)
    rows: Iterable[Any] = theirs.values("email_key").annotate(newest=Max("pk"), **outcomes()).order_by()
    for row in rows:
        record = found[row.pop("email_key")]
        record.newest = row.pop("newest")
        record.counts = row
    reported = theirs.filter(reports__isnull=False).values_list("email_key").annotate(n=Count("pk", distinct=True))
    for key, number in reported.order_by():
        found[key].reported = number
    return found


def ends(comments: CommentQuerySet) -> dict[str, Any]:
    return comments.aggregate(first=Min("created_at"), last=Max("created_at"))


def names(comments: CommentQuerySet) -> list[str]:
    """Names under which they were written, the one used last first."""
    used = comments.values_list("name").annotate(newest=Max("pk")).order_by("-newest")
    return [name for name, _newest in used[:NAMES]]


def networks(comments: CommentQuerySet) -> list[Network]:
    found = comments.exclude(network="").values_list("network")
    counted = found.annotate(first=Min("pk"), n=Count("pk"), last=Max("created_at")).order_by("-last")
    return [Network(*row) for row in counted[:NETWORKS]]


def in_force(keys: Iterable[str]) -> dict[str, list[Block]]:
    """What is in force against each address, by itself or by a pattern. One query."""
    meant = {key: blocks.values(key) for key in keys}
    wanted = Q()
    for kind in (Block.Kind.ADDRESS, Block.Kind.PATTERN):
        wanted |= Q(kind=kind, value__in={value for values in meant.values() for value in values[kind]})
    standing = list(Block.objects.in_force(timezone.now()).filter(wanted).order_by("-pk"))
    return {key: [one for one in standing if one.value in values[one.kind]] for key, values in meant.items()}
