"""Who gets mail on comments: colleagues by what they may do, readers only once they have confirmed their address."""

import unicodedata
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from articles.models.edition import Edition
from articles.models.prepared import Prepared
from comments import text
from comments.models import Comment, Commenter, ErrorReport

BACKEND = "django.contrib.auth.backends.ModelBackend"


def moderators() -> QuerySet[User]:
    return User.objects.with_perm("comments.moderate_comment", backend=BACKEND)


def writers(article_id: int, at: datetime) -> QuerySet[User]:
    """Those of the story's authors who have a login."""
    live = Edition.objects.live(at).filter(article_id=article_id)
    return User.objects.filter(author__editions__in=live)


def for_held(comment: Comment, at: datetime) -> list[User]:
    """Whom a held comment is mailed to: moderators and the writers of the story, but not who wrote it."""
    return _but_not_who_wrote(_for_held(article=comment.discussion_id, at=at), comment)


def for_posted(comment: Comment, at: datetime) -> list[User]:
    """Whom an approved comment is mailed to: the writers of the story, but never about their own."""
    return _but_not_who_wrote(_for_posted(article=comment.discussion_id, at=at), comment)


def _but_not_who_wrote(users: list[User], comment: Comment) -> list[User]:
    own = comment.email.casefold()
    return [user for user in users if user.pk != comment.user_id and user.email.casefold() != own]


def _reachable(users: QuerySet[User]) -> QuerySet[User]:
    return users.filter(is_active=True).exclude(email="").order_by("pk")


_for_held = Prepared(
    lambda article, at: _reachable(
        User.objects.filter(Q(pk__in=moderators().values("pk")) | Q(pk__in=writers(article, at).values("pk")))
    ).exclude(mail_choice__on_held=False),
    article=int,
    at=datetime,
)
_for_posted = Prepared(
    lambda article, at: _reachable(User.objects.filter(pk__in=writers(article, at).values("pk"))).exclude(
        mail_choice__on_posted=False
    ),
    article=int,
    at=datetime,
)


_commenter = Prepared(lambda key: Commenter.objects.filter(email_key=key), key=str)


def reader(email: str) -> Commenter | None:
    """Who may get mail at this address: they have confirmed it, and not stopped it since."""
    found = _commenter.first(key=text.key(email)) if email else None
    return found if found and found.confirmed_at and not found.stopped_at else None


def is_plain(email: str) -> bool:
    """Whether no other address can be taken for this one.

    Addresses are compared by a key that makes look-alikes equal. Mail to one of two that share a key could hand the
    letters of the other's owner to a stranger, so an address that is not its own plain spelling gets none.
    """
    return unicodedata.normalize("NFKC", email) == email and email.lower() == email.casefold()


def hashed(email: str) -> str:
    """32 hexadecimal digits that stand for an address where it may not be read."""
    return salted_hmac("comments.letters", text.key(email), algorithm="sha256").hexdigest()[:32]


def is_known(email: str) -> bool:
    """Whether anything is kept of this address."""
    key = text.key(email)
    kept = (
        Comment.objects.filter(email_key=key),
        Commenter.objects.filter(email_key=key),
        ErrorReport.objects.filter(email__iexact=email),
    )
    return any(rows.exists() for rows in kept)
