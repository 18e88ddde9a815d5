"""Where machines ask how the application is: a proxy in front, who deploys it, and Prometheus."""

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsroom import readiness


def _plain(text: str, status: int = 200) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process is up. It asks for nothing else, so it answers while the database is away or the site is closed."""
    return _plain("ok\n")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether the process can serve what is new: a line for each part, and 503 if one is amiss.

    Readers may still get pages that are kept, so a proxy that shares requests out should ask `alive`.
    """
    parts = readiness.parts()
    is_ready = all(said == readiness.OK for said in parts.values())
    return _plain("".join(f"{name}: {said}\n" for name, said in parts.items()), 200 if is_ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, if it knows the word; there is no such page where none is set."""
    token = settings.NEWSROOM_METRICS_TOKEN
    if not token:
        raise Http404
    given = request.headers.get("Authorization", "").encode()
    if not secrets.compare_digest(given, f"Bearer {token}".encode()):
        response = _plain("Say the word.\n", 401)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    from newsroom import metrics

    response = _plain(metrics.page())
    response.headers["Content-Type"] = metrics.CONTENT_TYPE
    return response
