"""Where somebody is signed in: one row for each browser, as long as the session is there."""

from typing import Any, NamedTuple

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from newsroom.sign_in import devices

# As many as are shown; nobody signs in with more browsers than that.
MOST = 50


class Seat(NamedTuple):
    """A browser that somebody is signed in with."""

    row: UserSession
    device: str
    is_this: bool


def of(user: Any, key: str) -> list[Seat]:
    """The newest first. `key` is that of the session which asks."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")[:MOST])
    living = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now())
    there = set(living.values_list("session_key", flat=True))
    return [
        Seat(row, devices.named(row.user_agent), row.session_key == key) for row in rows if row.session_key in there
    ]


def end(user: Any, pk: int, *, but: str) -> None:
    """Sign this person out there; what is no session of theirs stays."""
    _end(UserSession.objects.filter(user=user, pk=pk).exclude(session_key=but))


def end_all(user: Any, *, but: str = "") -> None:
    """Sign this person out everywhere, but not in the session that is named."""
    _end(UserSession.objects.filter(user=user).exclude(session_key=but))


@transaction.atomic
def _end(rows: Any) -> None:
    Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True))).delete()
    rows.delete()
