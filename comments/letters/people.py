"""Who gets mail on comments: colleagues by what they may do, readers only once they have confirmed their address."""

import unicodedata
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from articles.models.edition import Edition
from comments import text
from comments.models import Comment, Commenter, ErrorReport

BACKEND = "django.contrib.auth.backends.ModelBackend"


def moderators() -> QuerySet[User]:
    return User.objects.with_perm("comments.moderate_comment", backend=BACKEND)


def writers(article_id: int, at: datetime) -> QuerySet[User]:
    """Those of the story's authors who have a login."""
    live = Edition.objects.live(at).filter(article_id=article_id)
    return User.objects.filter(author__editions__in=live)


def for_held(comment: Comment, at: datetime) -> QuerySet[User]:
    """Whom a held comment is mailed to: moderators and the writers of the story, but not who wrote it."""
    told = Q(pk__in=moderators().values("pk")) | Q(pk__in=writers(comment.discussion_id, at).values("pk"))
    return _reachable(User.objects.filter(told), comment).exclude(mail_choice__on_held=False)


def for_posted(comment: Comment, at: datetime) -> QuerySet[User]:
    """Whom an approved comment is mailed to: the writers of the story, but never about their own."""
    found = User.objects.filter(pk__in=writers(comment.discussion_id, at).values("pk"))
    return _reachable(found, comment).exclude(mail_choice__on_posted=False)


def _reachable(users: QuerySet[User], comment: Comment) -> QuerySet[User]:
    own = Q(pk=comment.user_id) | Q(email__iexact=comment.email)
    return users.filter(is_active=True).exclude(email="").exclude(own).order_by("pk")


def reader(email: str) -> Commenter | None:
    """Who may get mail at this address: they have confirmed it, and not stopped it since."""
    found = Commenter.objects.filter(email_key=text.key(email)).first() if email else None
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
