"""What stands when nothing else does: the pages for a fault of ours and for work on the site.

They ask neither the database nor a cache, need no file beside them, and look like the paper. Their style stands in the page
itself, so the content security policy of these two responses names it by its hash.
"""

import logging
import secrets
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from newsroom import observed

logger = logging.getLogger(__name__)

STYLE = mark_safe(Path(__file__).with_name("failure.css").read_text())  # noqa: S308 (a file of ours)
STYLE_HASH = f"'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
# Seconds after which it is worth asking again.
AFTER_FAULT, AFTER_WORK = 60, 300
# What the operator may say, in characters.
SENTENCE = 300
# Where a machine asks how the process is, which is up.
ALIVE = ("/healthz", "/readyz", "/metrics")


def server_error(request: HttpRequest) -> HttpResponse:
    """Our page for whatever went wrong, with the number under which the log has it."""
    number = request_id()
    # Beside the line with the traceback, which names no address.
    logger.error("Request %s failed: %s %s", number, request.method, request.path)
    return _page("500.html", 500, AFTER_FAULT, request_id=number)


def request_id() -> str:
    """The number of the request that is answered; of one that came past every middleware, a new one."""
    asked = observed.current.get()
    return asked.number if asked else secrets.token_hex(8)


class Maintenance:
    """Answer 503 to every request while the operator wants it so: by a setting, or without a restart by a file.

    What stands in the file is shown, as far as it is a sentence or two.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sentence = _wanted()
        if sentence is None or request.path.startswith(ALIVE):
            return self.get_response(request)
        return _page("503.html", 503, AFTER_WORK, sentence=sentence)


def _wanted() -> str | None:
    """What readers are told, empty for nothing in particular; None if the site is open."""
    try:
        with open(settings.NEWSROOM_MAINTENANCE_FILE, encoding="utf-8", errors="replace") as file:
            return file.read(SENTENCE).strip()
    except OSError:
        return "" if settings.NEWSROOM_MAINTENANCE else None


def _page(template: str, status: int, retry_after: int, **values: str) -> HttpResponse:
    context = {"style": STYLE, "site_name": settings.NEWSROOM_SITE_NAME, **values}
    response = HttpResponse(render_to_string(template, context), status=status)
    response.headers["Retry-After"] = str(retry_after)
    response.headers["Cache-Control"] = "no-store"
    response._csp_update = {"style-src": [STYLE_HASH]}  # type: ignore[attr-defined]  # read by csp.middleware
    return response
