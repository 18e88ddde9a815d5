"""The links in our mails. What they carry is signed; none holds an address, and none does anything until it is posted.

Whoever holds such a link is taken for the person it was mailed to. So the pages behind them are kept by nobody.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from comments.letters.people import hashed
from comments.models import Comment, Commenter, Letter
from comments.moderation import Seen

DECIDE = timedelta(days=7)
CONFIRM = timedelta(days=7)
PRIVACY = timedelta(hours=1)

_DECIDE = TimestampSigner(salt="comments.letters.decide", sep=".")
_CONFIRM = TimestampSigner(salt="comments.letters.confirm", sep=".")
_PRIVACY = TimestampSigner(salt="comments.letters.privacy", sep=".")
# What stops mail is good for ever.
_STOP = Signer(salt="comments.letters.stop", sep=".")
_QUIET = Signer(salt="comments.letters.quiet", sep=".")


class Dead(Exception):
    """The link opens nothing: it is forged or was cut short, or, if `is_old`, its time is over."""

    def __init__(self, *, is_old: bool) -> None:
        self.is_old = is_old
        super().__init__()


def absolute(path: str) -> str:
    return settings.NEWSROOM_SITE_URL + path


# --- For colleagues ---


@dataclass(frozen=True)
class Asked:
    """A decision that was asked of one moderator, on a comment as it was `seen` then."""

    comment_id: int
    moderator_id: int
    seen: Seen


def decide(comment: Comment, moderator: User, act: str) -> str:
    """Where this moderator decides on the comment as it stands. `act` is what the page offers first."""
    token = _DECIDE.sign(f"{comment.pk}.{moderator.pk}.{Seen.of(comment)}")
    return absolute(reverse("comments:mail-decide", args=[act, token]))


def read_decide(token: str) -> Asked:
    """Raises Dead."""
    comment, moderator, seen = _parts(_DECIDE, token, 3, DECIDE)
    return Asked(int(comment), int(moderator), Seen.read(seen))


def quiet(colleague: User, kind: str) -> str:
    """Where a colleague stops one kind of mail, without signing in."""
    return absolute(reverse("comments:mail-quiet", args=[_QUIET.sign(f"{colleague.pk}.{kind}")]))


def read_quiet(token: str) -> tuple[int, str]:
    """Who it is for, and the kind of letter. Raises Dead."""
    colleague, kind = _parts(_QUIET, token, 2)
    return int(colleague), kind


# --- For readers ---


def confirm(commenter: Commenter) -> str:
    token = _CONFIRM.sign(f"{commenter.pk}.{hashed(commenter.email)}")
    return absolute(reverse("comments:mail-confirm", args=[token]))


def read_confirm(token: str) -> Commenter:
    """Raises Dead."""
    return _commenter(*_parts(_CONFIRM, token, 2, CONFIRM))


def stop(commenter: Commenter, comment: Comment | None = None) -> str:
    """Where mail on the answers to this comment stops, or all mail."""
    scope = comment.pk if comment else 0
    token = _STOP.sign(f"{commenter.pk}.{hashed(commenter.email)}.{scope}")
    return absolute(reverse("comments:mail-stop", args=[token]))


def read_stop(token: str) -> tuple[Commenter, int]:
    """Whose mail, and the comment that it is about; 0 for all. Raises Dead."""
    commenter, mark, scope = _parts(_STOP, token, 3)
    return _commenter(commenter, mark), int(scope)


def privacy_token(letter: Letter) -> str:
    return _PRIVACY.sign(f"{letter.pk}.{hashed(letter.to)}")


def privacy(letter: Letter) -> str:
    """Where everything that is kept of an address can be had and erased."""
    return absolute(reverse("comments:privacy-address", args=[privacy_token(letter)]))


def read_privacy(token: str) -> str:
    """The address. Raises Dead."""
    pk, mark = _parts(_PRIVACY, token, 2, PRIVACY)
    letter = Letter.objects.filter(pk=pk, kind=Letter.Kind.PRIVACY).first()
    if letter is None or not constant_time_compare(hashed(letter.to), mark):
        raise Dead(is_old=True)
    return letter.to


# --- Parts ---


def _parts(signer: Signer, token: str, number: int, max_age: timedelta | None = None) -> list[str]:
    try:
        signed = signer.unsign(token, max_age=max_age) if isinstance(signer, TimestampSigner) else signer.unsign(token)
    except SignatureExpired:
        raise Dead(is_old=True) from None
    except BadSignature:
        raise Dead(is_old=False) from None
    return signed.split(".", number - 1)


def _commenter(pk: str, mark: str) -> Commenter:
    """The person, as long as what is kept of them has not been erased since."""
    found = Commenter.objects.filter(pk=pk).first()
    if found is None or not constant_time_compare(hashed(found.email), mark):
        raise Dead(is_old=True)
    return found
