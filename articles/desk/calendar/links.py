"""The secret address of one person's calendar feed.

Whoever has it reads what its owner may read, so only a hash of it is kept, and a new one ends the old.
"""

import secrets

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk.secret_links import key_of
from articles.models import CalendarLink


@transaction.atomic
def make_link(user: User) -> str:
    """Give the person a new secret; the address made from the one before leads nowhere from now on."""
    secret = secrets.token_urlsafe(32)
    CalendarLink.objects.update_or_create(user=user, defaults={"key": key_of(secret), "created_at": timezone.now()})
    _log(user, _("Secret address of the calendar made; one made before has ended."))
    return secret


@transaction.atomic
def remove_link(user: User) -> None:
    """End the address. Where there is none, nothing is done and nothing is said in the log."""
    gone, _kinds = CalendarLink.objects.filter(user=user).delete()
    if gone:
        _log(user, _("Secret address of the calendar ended."))


def _log(user: User, message: str) -> None:
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, change_message=message, single_object=True)
