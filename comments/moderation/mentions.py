"""Which pages elsewhere readers are told of, below the conversation."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import Comment, Discussion, Mention
from comments.moderation.record import allow, log

SHOWN, HIDDEN = Comment.Status.APPROVED, Comment.Status.REMOVED


@transaction.atomic
def show_mentions(mentions: Iterable[Mention], *, by: User) -> int:
    """Tell readers of these. Returns how many they did not see before. Raises PermissionDenied."""
    return _settle(mentions, by, SHOWN, _("Shown to readers."))


@transaction.atomic
def hide_mentions(mentions: Iterable[Mention], *, by: User) -> int:
    """Tell readers of these no more. Returns how many were not hidden before. Raises PermissionDenied."""
    return _settle(mentions, by, HIDDEN, _("Hidden from readers."))


def _settle(mentions: Iterable[Mention], by: User, status: str, said: str) -> int:
    allow(by)
    wanted = {mention.pk for mention in mentions}
    rows = list(Mention.objects.select_for_update().filter(pk__in=wanted).exclude(status=status).order_by("pk"))
    Mention.objects.filter(pk__in=[row.pk for row in rows]).update(status=status)
    for row in rows:
        log(by, row, said)
    Discussion.objects.filter(pk__in={row.discussion_id for row in rows}).recount_mentions()
    return len(rows)
