"""Who signs in at the desk, who leaves it and who is refused, in its log. Readers who sign in are nobody's business.

Refusals are written at most once a minute for each account; the next line says how many there were.
"""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from newsroom import ledger

# Seconds.
MINUTE, DAY = 60, 86_400


@receiver(user_logged_in, dispatch_uid="desk.signed_in")
def signed_in(request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    # A session that a program makes for somebody is not asked for by anybody: it has no request.
    if user.is_staff and request is not None and request.method:
        ledger.note_sign_in(user, _("Signed in."))


@receiver(user_logged_out, dispatch_uid="desk.signed_out")
def signed_out(request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    if user is not None and user.is_staff and request is not None and request.method:
        ledger.note_sign_in(user, _("Signed out."))


@receiver(user_login_failed, dispatch_uid="desk.refused")
def refused(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Only of accounts that there are: what else is tried is no name of ours, and often a password."""
    name = str(credentials.get("username") or credentials.get("email") or "").replace("\0", "")[:150]
    user = User.objects.filter(username=name, is_staff=True).first() if name else None
    if user is None:
        return
    tally, quiet = f"desk-refused-{user.pk}", f"desk-refused-lately-{user.pk}"
    cache.add(tally, 0, DAY)
    times = _one_more(tally)
    if cache.add(quiet, True, MINUTE):
        cache.delete(tally)
        said = _("Sign-in refused.") if times == 1 else _("Sign-in refused, %(n)d times since the last line.")
        ledger.note_sign_in(user, said % {"n": times})


def _one_more(tally: str) -> int:
    try:
        return cache.incr(tally)
    except ValueError:  # it ran out meanwhile
        return 1
