"""What we sign instead of remembering it: when a form was made, and whose held comment a link may show."""

from datetime import UTC, datetime

from django.core.signing import BadSignature, Signer, TimestampSigner

from comments.models import Comment

MINE_SECONDS = 3600


class _Short(Signer):
    """With the first 96 bits of the signature: it stands on every page, and no packing makes it smaller."""

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        return super().signature(value, key)[:16]


_STAMP = _Short(salt="comments.stamp")
_MINE = TimestampSigner(salt="comments.mine")


def stamp(article_id: int, at: datetime) -> str:
    """The mark of a form that was made under this article at that second. A kept page carries an old one, which counts too."""
    return _STAMP.sign(f"{article_id}.{int(at.timestamp())}")


def stamped_at(stamp: str, article_id: int) -> datetime | None:
    """When the form was made; None if it is not a form of ours under this article."""
    try:
        article, _dot, seconds = _STAMP.unsign(stamp).partition(".")
    except BadSignature:
        return None
    return datetime.fromtimestamp(int(seconds), UTC) if article == str(article_id) else None


def mine(comment: Comment) -> str:
    """A token for the address by which its writer, and nobody else, sees a comment that is held. Good for an hour."""
    return _MINE.sign(str(comment.pk))


def read_mine(token: str) -> int | None:
    """The comment that the token shows; None if it is forged or too old."""
    try:
        return int(_MINE.unsign(token, max_age=MINE_SECONDS))
    except BadSignature:
        return None
