"""The request that a thread is at, for whoever tells of it: the log, the metrics and reports of faults.

Django makes it known by `Numbered`. What tells of each request stands in front only where somebody wants to be told: of those
that Django answers for the metrics, so that a page that is kept costs nothing more; of all for the log.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
_PLAUSIBLE = re.compile(r"[\w-]{8,64}", re.ASCII)

# Where a page came from that Django was not asked for, or that may be kept: see newsroom.page_cache.
KEPT, MADE, PARTS, STALE = "kept", "made", "parts", "stale"


class Asked:
    """One request, as far as it is known by now."""

    __slots__ = ("_number", "came_from", "environ", "http", "is_outer", "started", "status")

    def __init__(self, environ: dict[str, Any], *, is_outer: bool = False) -> None:
        self.environ, self.is_outer = environ, is_outer
        self.http: HttpRequest | None = None
        self.started = time.perf_counter()
        self.status = ""
        self.came_from = ""
        self._number = ""

    @property
    def number(self) -> str:
        """What a proxy in front gave it in `X-Request-ID`, or one of ours."""
        if not self._number:
            given = self.environ.get("HTTP_X_REQUEST_ID", "")
            self._number = given if _PLAUSIBLE.fullmatch(given) else secrets.token_hex(8)
        return self._number

    @property
    def view(self) -> str:
        """The name of the view that answers, as `reverse` takes it; empty while nobody knows, and where there is none."""
        found = self.http.resolver_match if self.http else None
        return found.view_name if found else ""

    @property
    def user(self) -> int | None:
        """The number of the colleague who asks, if anybody has looked; nobody is looked up for this."""
        found = getattr(self.http, "_cached_user", None)
        return found.pk if found is not None and found.is_staff else None

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started


current: ContextVar[Asked | None] = ContextVar("request", default=None)


class Numbered:
    """Make the request known while it is answered, and tell whoever asked its number.

    What anybody may keep names none: it would be that of another request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = current.get()
        if asked is None or asked.http is not None:
            asked = Asked(request.META)
            current.set(asked)
        asked.http = request
        response = self.get_response(request)
        if "public" not in response.headers.get("Cache-Control", ""):
            response.headers[HEADER] = asked.number
        return response


@receiver(request_finished)
def _forget(**_kwargs: Any) -> None:
    """Django logs a failure after the last middleware, so it is known until then."""
    asked = current.get()
    if asked is not None and not asked.is_outer:
        current.set(None)


def note(came_from: str) -> None:
    """Say where the page came from, if somebody wants to know."""
    if (asked := current.get()) is not None:
        asked.came_from = came_from


Told = Callable[[Asked], None]


def counted(django: WSGIApplication) -> WSGIApplication:
    """Django, counted and timed if there are metrics."""
    if not settings.NEWSROOM_METRICS_TOKEN:
        return django
    from newsroom import metrics

    return _Observed(django, metrics.count)


def logged(application: WSGIApplication) -> WSGIApplication:
    """The application, with a line in the log for each request if those are wanted."""
    if not settings.NEWSROOM_ACCESS_LOG:
        return application
    from newsroom import logs

    return _Observed(application, logs.answered)


class _Observed:
    def __init__(self, application: WSGIApplication, told: Told) -> None:
        self.application, self.told = application, told

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        outer = current.get()
        asked = outer or Asked(environ, is_outer=True)

        def started(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Callable[[bytes], object]:
            asked.status = status
            return start_response(status, headers, *exc_info)

        current.set(asked)
        try:
            return self.application(environ, started)
        finally:
            self.told(asked)
            current.set(outer)
