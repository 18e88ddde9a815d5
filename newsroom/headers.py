"""Response headers that every answer carries."""

import re
from collections.abc import Callable
from functools import lru_cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from newsroom.content_security import FOR_READERS, OF_FILES
from newsroom.desk_site import ROUTE

DESK = f"/{ROUTE}"
# What no page of ours asks a browser for, by the names that browsers know today. What frames of other sites may be given
# (sound that begins by itself, the whole screen) is theirs by the page's own list of frames, and stands here as ours.
FORBIDDEN = (
    *("accelerometer", "browsing-topics", "camera", "compute-pressure", "display-capture", "gamepad"),
    *("geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "keyboard-map", "local-fonts"),
    *("magnetometer", "microphone", "midi", "otp-credentials", "payment", "private-state-token-issuance"),
    *("private-state-token-redemption", "screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb"),
    *("window-management", "xr-spatial-tracking"),
)
OURS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = ", ".join([*(f"{name}=()" for name in FORBIDDEN), *(f"{name}=(self)" for name in OURS)])
# Beside the policy, and what Django's own middleware sets.
OF_A_PAGE = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "X-Frame-Options": "DENY",
}
# What is answered ahead of Django.
OF_A_REFUSAL = [
    (HEADER, OF_FILES),
    ("Cache-Control", "no-store"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
]
# Which links a browser may follow before its reader does; see newsroom.prefetch. Lists name the rules, so that they are
# not one more request of a story that somebody opens by itself.
SPECULATION_RULES = '"/prefetch.json"'
STORY = re.compile(r"/\d{4}/\d{2}/\d{2}/")


class Safety(CSPMiddleware):
    """The policies of newsroom.content_security, and what else tells a browser what an answer may do.

    It stands before everything else, so that redirects, static files and faults have them too. A page that has cards of
    other sites may frame those, and no others.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        headers = response.headers
        if not headers.get("Content-Type", "").startswith("text/html"):
            headers.setdefault(HEADER, OF_FILES)
            headers.setdefault("Cross-Origin-Resource-Policy", _readers_of(request, response))
            return response
        for name, value in OF_A_PAGE.items():
            headers.setdefault(name, value)
        # Most have the policy as it is, which takes a while to put together.
        if settings.DEBUG or _asks_for_more(request, response):
            return super().process_response(request, response)
        headers.setdefault(HEADER, _policy(_is_desk(request)))
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if frames := getattr(response, "frames", None):
            parts.update = {**(parts.update or {}), "frame-src": frames}
        if not _is_desk(request):
            parts.update = {**(parts.update or {}), **FOR_READERS}
        return parts


def _is_desk(request: HttpRequest) -> bool:
    return request.path_info.startswith(DESK)


def _readers_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """Which sites may show the file in their pages: pictures, as readers of feeds do, and what is open to scripts too."""
    headers = response.headers
    is_open = "Access-Control-Allow-Origin" in headers or headers.get("Content-Type", "").startswith("image/")
    return "cross-origin" if is_open and not _is_desk(request) else "same-origin"


def _asks_for_more(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the request has a nonce, or the response says something of its policy itself."""
    return hasattr(request, "_csp_nonce") or any(
        name == "frames" or name.startswith("_csp_") for name in vars(response)
    )


@lru_cache
def _policy(is_desk: bool) -> str:
    return build_policy(update={} if is_desk else FOR_READERS)


class PublicPages:
    """Say how long a response may be kept, where the view has not said so itself.

    A page that was made without looking at who asks may be kept by anyone, and is asked for again each time it is
    shown (time decides what is live). A page that looked at a cookie is its visitor's own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response.headers:
            private = "Cookie" in response.headers.get("Vary", "") or response.cookies or _is_of_one(request, response)
            response.headers["Cache-Control"] = (
                "private, no-store" if private else "public, max-age=0, must-revalidate"
            )
            is_page = response.headers.get("Content-Type", "").startswith("text/html")
            if is_page and not private and not STORY.match(request.path):
                response.headers.setdefault("Speculation-Rules", SPECULATION_RULES)
        if settings.NEWSROOM_CACHE_SECONDS:
            response.headers["Cache-Control"] = for_shared(response.headers["Cache-Control"])
        return response


def _is_of_one(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is of this request alone: a nonce that others get too is none, and what was refused to one
    because of a header must not be what a cache tells the next.
    """
    is_refusal = response.status_code >= 400 and response.status_code not in (404, 410)
    return is_refusal or hasattr(request, "_csp_nonce")


def for_shared(control: str) -> str:
    """The same to browsers; and to a cache of ours in front, for how long it may show the page to others.

    For as long again it may show it while it asks (RFC 5861). What is kept for ever or by nobody stays as it is.
    """
    if not control.startswith("public") or "immutable" in control:
        return control
    seconds = settings.NEWSROOM_CACHE_SECONDS
    told = control.removesuffix(", must-revalidate")
    return f"{told}, s-maxage={seconds}, stale-while-revalidate={seconds}"
