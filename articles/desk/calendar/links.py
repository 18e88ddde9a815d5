"""The secret address of one person's calendar feed.

Whoever has it reads what its owner may read, so only a hash of it is kept, and a new one ends the old.
"""

import secrets

from django.contrib.auth.models import User
from django.utils import timezone

from articles.desk.secret_links import key_of
from articles.models import CalendarLink


def make_link(user: User) -> str:
    """Give the person a new secret; the address made from the one before leads nowhere from now on."""
    secret = secrets.token_urlsafe(32)
    CalendarLink.objects.update_or_create(user=user, defaults={"key": key_of(secret), "created_at": timezone.now()})
    return secret


def remove_link(user: User) -> None:
    CalendarLink.objects.filter(user=user).delete()
