"""Answers for programs: open to scripts of every site, and not sent again while there is nothing new in them."""

import json
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _

from articles.models import identity

# Part of every tag: raise it when the same rows are written in another way, or readers keep the old answer.
RECIPE = 1
METHODS = ["GET", "HEAD", "OPTIONS"]
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified",
}
ASKING = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
SECOND = timedelta(seconds=1)
View = Callable[..., HttpResponse]


class Refused(Exception):
    """What was asked for cannot be answered; the message says why, to people."""


def open_to_all(view: View) -> View:
    """Let scripts of other sites read what this view answers. There is nothing of a visitor's in it (no cookie)."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=ASKING)
        elif request.method in METHODS:
            response = view(request, *args, **kwargs)
        else:
            response = HttpResponseNotAllowed(METHODS)
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is changed here, and 405 says so
    return wrapped


def as_data(view: View) -> View:
    """The same for a view that answers in JSON, in which its errors are told too."""

    @open_to_all
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return error(404, _("There is nothing at this address."))
        except Refused as refused:
            return error(400, str(refused))

    return wrapped


def unless_known(
    request: HttpRequest, facts: Hashable, modified: datetime | None, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """What `make` makes, or 304 for whoever has it. `facts` are what it is made of, and equal only if it is.

    The tag is a weak one: another picture credit, or another name of a section, is no reason to send all again.
    """
    tag = f'W/"{_digest(facts)}"'
    # Times are told by the second, and the second that is not over may bring another change.
    known = modified if modified and modified < timezone.now() - SECOND else None
    seconds = int(known.timestamp()) if known else None
    response = get_conditional_response(request, etag=tag, last_modified=seconds) or make()
    response.headers["ETag"] = tag
    if seconds is not None:
        response.headers["Last-Modified"] = http_date(seconds)
    return response


def shows(response: HttpResponse, *words: str) -> None:
    """Say by the words of articles.models.stamp what the answer shows, for whoever keeps it; unsaid, it shows anything."""
    response.headers["Surrogate-Key"] = " ".join(words).replace(":", "-")


def data(values: dict[str, Any], status: int = 200, content_type: str = "application/json") -> HttpResponse:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair is no character, and no UTF-8.
    return HttpResponse(text.encode("utf-8", "ignore"), status=status, content_type=content_type)


def error(status: int, message: str, **more: Any) -> HttpResponse:
    return data({"error": {"status": status, "message": message}, **more}, status)


def _digest(facts: Hashable) -> str:
    told = (RECIPE, settings.NEWSROOM_SITE_URL, identity.current().site_name, settings.LANGUAGE_CODE, facts)
    return blake2b(repr(told).encode("utf-8", "ignore"), digest_size=12).hexdigest()
