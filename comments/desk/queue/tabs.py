"""The five queues, each an order over one index."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from comments.models import Comment
from comments.models.comment import CommentQuerySet

Status = Comment.Status
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _in(status: str) -> Callable[[], CommentQuerySet]:
    return lambda: Comment.objects.filter(status=status)


@dataclass(frozen=True)
class Tab:
    """`time` is the column that orders it, in which the first is what has waited longest, or what is newest."""

    name: str
    label: str | Promise
    empty: str | Promise
    rows: Callable[[], CommentQuerySet]
    time: str = "created_at"
    newest_first: bool = False

    def ordered(self) -> CommentQuerySet:
        sign = "-" if self.newest_first else ""
        return self.rows().order_by(f"{sign}{self.time}", f"{sign}pk")

    def beyond(self, cursor: "Cursor", *, inclusive: bool = False) -> Q:
        """What comes after that place. The first condition is implied, and is what an index can be entered by."""
        way = "lt" if self.newest_first else "gt"
        last = Q(**{self.time: cursor.at, f"pk__{way}{'e' if inclusive else ''}": cursor.pk})
        return Q(**{f"{self.time}__{way}e": cursor.at}) & (Q(**{f"{self.time}__{way}": cursor.at}) | last)

    def cursor(self, comment: Comment) -> "Cursor":
        return Cursor(getattr(comment, self.time), comment.pk)


@dataclass(frozen=True)
class Cursor:
    """A place in a queue: a time, and a comment of that time."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def read(cls, written: str) -> "Cursor":
        """Raises ValueError or OverflowError for what is none."""
        at, _dash, pk = written.partition("-")
        if not (written.isascii() and at.isdigit() and pk.isdigit() and len(pk) < 19):
            raise ValueError("Not a place in a queue.")
        return cls(EPOCH + timedelta(microseconds=int(at)), int(pk))


def _reported() -> CommentQuerySet:
    return Comment.objects.filter(reported_at__isnull=False)


PENDING = Tab("pending", gettext_lazy("Pending"), gettext_lazy("Nothing waits. All is read."), _in(Status.PENDING))
REPORTED = Tab(
    "reported", gettext_lazy("Reported"), gettext_lazy("Readers have reported nothing."), _reported, "reported_at"
)
DECIDED: dict[str, Any] = {"newest_first": True}
TABS = {
    tab.name: tab
    for tab in (
        PENDING,
        REPORTED,
        Tab("approved", gettext_lazy("Approved"), gettext_lazy("None here."), _in(Status.APPROVED), **DECIDED),
        Tab("spam", gettext_lazy("Spam"), gettext_lazy("No spam here."), _in(Status.SPAM), **DECIDED),
        Tab("bin", gettext_lazy("Bin"), gettext_lazy("Nothing was removed."), _in(Status.REMOVED), **DECIDED),
    )
}
