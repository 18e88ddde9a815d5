"""Pages that a secret in their address opens: kept by nobody, found by no search engine, told to no other site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from comments import charsets, visitors
from comments.letters.links import Dead

HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "same-origin"}
BODY_LIMIT = 16 * 1024


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view whose link may be `Dead`. The secret is what a post proves, so no token is asked besides."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            _check(request)
        try:
            response = view(request, *args, **kwargs)
        except Dead as dead:
            status = 410 if dead.is_old else 404
            response = render(request, "comments/letters/dead.html", {"is_old": dead.is_old}, status=status)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return checked


def see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def _check(request: HttpRequest) -> None:
    if not charsets.is_read(request.headers.get("Content-Type", "")):
        raise BadRequest("This site reads UTF-8 only.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_LIMIT:
        raise BadRequest("This form holds little.")
    if visitors.is_from_elsewhere(request):
        raise PermissionDenied(_("This was sent from a page of another site."))
