"""What stands when nothing else does: the pages for a fault of ours, for work on the site, and for a lost store.

They ask neither the database nor a cache, need no file beside them, and look like the paper. Their style stands in the page
itself, so the content security policy of these two responses names it by its hash.
"""

import logging
import re
import secrets
import sys
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views import defaults

from comments import visitors
from newsroom import files, observed

logger = logging.getLogger(__name__)

STYLE = mark_safe(Path(__file__).with_name("failure.css").read_text())  # noqa: S308 (a file of ours)
STYLE_HASH = f"'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
# Seconds after which it is worth asking again.
AFTER_FAULT, AFTER_WORK, AFTER_LOSS = 60, 300, 20
# What the operator may say, in characters.
SENTENCE = 300
# Where a machine asks how the process is, which is up.
ALIVE = ("/healthz", "/readyz", "/metrics")
# Where whoever knows that the database is away says so, in the environment of the request.
AWAY = "newsroom.away"
# Codes of SQLite for: in use by others, not to be read or written, full, not to be opened.
SQLITE_AWAY = {5, 6, 8, 10, 13, 14}
# PostgreSQL's for a server that only follows another.
READ_ONLY = "25006"
# What is not repeated on a page. Values of a field with more characters, or more than a line, are shown to be seen.
SECRET, SHORT = re.compile("passw|secret", re.IGNORECASE), 40
# It goes back with the form, but nobody wrote it.
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our page for whatever went wrong, with the number under which the log has it."""
    if is_away(sys.exc_info()[1]):
        return away(request)
    number = request_id()
    # Beside the line with the traceback, which names no address.
    logger.error("Request %s failed: %s %s", number, request.method, request.path)
    return _page("500.html", 500, AFTER_FAULT, request_id=number)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's answer; ours where it took a session that could not be saved for one that somebody has ended."""
    cause: BaseException | None = exception
    while cause is not None:
        if is_away(cause):
            return away(request)
        cause = cause.__cause__ or cause.__context__
    return defaults.bad_request(request, exception)


def request_id() -> str:
    """The number of the request that is answered; of one that came past every middleware, a new one."""
    asked = observed.current.get()
    return asked.number if asked else secrets.token_hex(8)


def is_away(error: BaseException | None) -> bool:
    """Whether it says that what we store in cannot be asked or written to just now, and not that we asked for nonsense."""
    if isinstance(error, files.Away):
        return True
    # A cursor that is closed as its line is lost says so in the driver's own words.
    cause = error.__cause__ if isinstance(error, Error) else error
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in SQLITE_AWAY
    state = getattr(cause, "sqlstate", None) or ""
    # Of class 54 is what no server takes, such as a word too long for an index.
    driver = connection.Database  # type: ignore[attr-defined]  # each backend has one
    lost = (OperationalError, InterfaceError, driver.OperationalError, driver.InterfaceError)
    return (isinstance(error, lost) and state[:2] != "54") or state == READ_ONLY


def away(request: HttpRequest) -> HttpResponse:
    """Our page for that. Who sent a form gets all of it back, to be sent again from there."""
    fields = _typed(request) if request.method == "POST" else []
    # What was read of the form was read above, so this reads no more.
    lacks_file = bool(fields and request.FILES)
    return _page("away.html", 503, AFTER_LOSS, method=request.method, fields=fields, lacks_file=lacks_file)


def _typed(request: HttpRequest) -> list[dict[str, object]]:
    """What stood in the form, as far as it came from a page of ours and can be read."""
    try:
        if visitors.is_from_elsewhere(request):
            return []
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, ValueError, SuspiciousOperation, MultiPartParserError, RawPostDataException):
        return []
    return [
        {"name": name, "value": value, "is_seen": name != TOKEN and (len(value) > SHORT or "\n" in value)}
        for name, value in pairs
        if not SECRET.search(name)
    ]


class Maintenance:
    """Answer 503 to every request while the operator wants it so: by a setting, or without a restart by a file.

    What stands in the file is shown, as far as it is a sentence or two.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get(AWAY):
            return away(request)
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


def _page(template: str, status: int, retry_after: int, **values: object) -> HttpResponse:
    context = {"style": STYLE, "site_name": settings.NEWSROOM_SITE_NAME, **values}
    response = HttpResponse(render_to_string(template, context), status=status)
    response.headers["Retry-After"] = str(retry_after)
    response.headers["Cache-Control"] = "no-store"
    response._csp_update = {"style-src": [STYLE_HASH]}  # type: ignore[attr-defined]  # read by csp.middleware
    return response
