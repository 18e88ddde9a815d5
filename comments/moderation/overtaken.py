"""What a moderator saw of a comment before deciding, and why it is left alone if it is no longer that."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self

from django.utils.translation import gettext as _

from comments.models import Comment
from comments.moderation.telling import ago, tell

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Seen(NamedTuple):
    """The state, and the words by when they were changed last. As text: `pending`, or `pending@` and microseconds."""

    status: str
    edited_at: datetime | None

    @classmethod
    def of(cls, comment: Comment) -> Self:
        return cls(comment.status, comment.edited_at)

    @classmethod
    def read(cls, written: str) -> Self:
        """Raises ValueError or OverflowError for what is none."""
        status, at, moment = written.partition("@")
        if at and not (moment.isascii() and moment.isdigit()):
            raise ValueError("No moment.")
        return cls(Comment.Status(status).value, EPOCH + timedelta(microseconds=int(moment)) if at else None)

    def __str__(self) -> str:
        if self.edited_at is None:
            return self.status
        return f"{self.status}@{(self.edited_at - EPOCH) // timedelta(microseconds=1)}"

    def put_on(self, comment: Comment) -> Comment:
        """Let the comment be what was seen of it, for the moves of `comments.moderation` to compare."""
        comment.status, comment.edited_at = self
        return comment


class AlreadyDecided(Exception):
    """Somebody has decided otherwise since the moderator looked. `by` (may be None) and `at` say who and when."""

    def __init__(self, comment: Comment) -> None:
        self.comment = comment
        last = comment.decisions.select_related("moderator").last()
        self.by = last.moderator if last else None
        self.at = last.at if last else comment.created_at
        super().__init__(self._say(tell(last) if last else comment.get_status_display()))

    def _say(self, last: str) -> str:
        return _("%(said)s %(ago)s.") % {"said": last, "ago": ago(self.at)}


class WordsChanged(AlreadyDecided):
    """The writer has changed the words since the moderator read them."""

    def _say(self, last: str) -> str:
        return _("Its writer has changed the words since you looked. Read them again, then decide.")


class TakenBack(AlreadyDecided):
    """The comment was taken out because its writer wanted it so, and that stands."""

    def _say(self, last: str) -> str:
        return _("%(said)s %(ago)s. That stands; there is nothing to decide.") % {"said": last, "ago": ago(self.at)}


def check(comment: Comment, seen: Seen) -> None:
    """Compare the comment, as it is now, with what was seen of it. Raises AlreadyDecided or a sort of it."""
    if comment.is_withdrawn:
        raise TakenBack(comment)
    if comment.edited_at != seen.edited_at:
        raise WordsChanged(comment)
    if comment.status != seen.status:
        raise AlreadyDecided(comment)
