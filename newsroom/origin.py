"""A session is good where it was begun: at that scheme and that host.

A cookie that leaks from another host of the site, or was seen on the way without TLS, opens nothing here. Browsers keep
cookies apart by the same rule where their names begin with `__Host-`; this holds for whoever sends one by hand, too.
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

KEY = "newsroom_origin"


class Authentication(AuthenticationMiddleware):
    """Django's own, which ends a session that is used elsewhere before anybody is known by it."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]  # as Django's own is


def _user(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    here = _origin(request)
    # One that no request has begun, but a program, says nothing.
    if request.session.get(KEY, here) != here:
        request.session.flush()
    return get_user(request)


def _remember(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None and "SERVER_NAME" in request.META:
        request.session[KEY] = _origin(request)


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


user_logged_in.connect(_remember, dispatch_uid="newsroom.origin")
