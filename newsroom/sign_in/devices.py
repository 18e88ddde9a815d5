"""The browsers that somebody signs in with: what to call one, and whether it was there before."""

import re
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

# How long a browser is known.
KNOWN_FOR = timedelta(days=365)
COOKIE, SALT = f"{settings.NEWSROOM_COOKIE_PREFIX}newsroom_known", "newsroom.sign_in.devices"
# People that one browser is known for, at most: a cookie is small.
MOST = 20
# The first word that is found counts: most browsers name others too.
BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome")),
    *(("Chrome/", "Chrome"), ("Safari/", "Safari")),
)
SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS")),
    *(("Mac OS X", "macOS"), ("Linux", "Linux")),
)


def named(agent: str) -> str:
    """A browser as its owner would call it: Firefox, Linux."""
    found = [next((name for word, name in known if word in agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("unknown browser")


def is_known(request: HttpRequest, user: User) -> bool:
    """Whether this person has signed in with this browser before."""
    return str(user.pk) in _known(request)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Know the browser next time, by a cookie that says nothing but who has signed in with it."""
    known = [str(user.pk), *(pk for pk in _known(request) if pk != str(user.pk))][:MOST]
    response.set_signed_cookie(
        COOKIE,
        ".".join(known),
        salt=SALT,
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _known(request: HttpRequest) -> list[str]:
    try:
        value = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=KNOWN_FOR)
    except BadSignature:
        return []
    return re.findall(r"\d+", value or "")
