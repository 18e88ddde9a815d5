"""Response headers that every page carries."""

import re
from collections.abc import Callable
from functools import lru_cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
# Which links a browser may follow before its reader does; see newsroom.prefetch. Lists name the rules, so that they are
# not one more request of a story that somebody opens by itself.
SPECULATION_RULES = '"/prefetch.json"'
STORY = re.compile(r"/\d{4}/\d{2}/\d{2}/")


class ContentSecurity(CSPMiddleware):
    """The policy of newsroom.content_security. A page that has cards of other sites may frame those, and no others."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # Most have the policy as it is, which takes a while to put together.
        if settings.DEBUG or _asks_for_more(request, response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy())
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if frames := getattr(response, "frames", None):
            parts.update = {**(parts.update or {}), "frame-src": frames}
        return parts


def _asks_for_more(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the request has a nonce, or the response says something of its policy itself."""
    return hasattr(request, "_csp_nonce") or any(
        name == "frames" or name.startswith("_csp_") for name in vars(response)
    )


@lru_cache
def _policy() -> str:
    return build_policy()


class PublicPages:
    """Say how long a response may be kept, where the view has not said so itself.

    A page that was made without looking at who asks may be kept by anyone, and is asked for again each time it is
    shown (time decides what is live). A page that looked at a cookie is its visitor's own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if "Cache-Control" not in response.headers:
            private = "Cookie" in response.headers.get("Vary", "") or response.cookies
            response.headers["Cache-Control"] = (
                "private, no-store" if private else "public, max-age=0, must-revalidate"
            )
            is_page = response.headers.get("Content-Type", "").startswith("text/html")
            if is_page and not private and not STORY.match(request.path):
                response.headers.setdefault("Speculation-Rules", SPECULATION_RULES)
        if settings.NEWSROOM_CACHE_SECONDS:
            response.headers["Cache-Control"] = for_shared(response.headers["Cache-Control"])
        return response


def for_shared(control: str) -> str:
    """The same to browsers; and to a cache of ours in front, for how long it may show the page to others.

    For as long again it may show it while it asks (RFC 5861). What is kept for ever or by nobody stays as it is.
    """
    if not control.startswith("public") or "immutable" in control:
        return control
    seconds = settings.NEWSROOM_CACHE_SECONDS
    told = control.removesuffix(", must-revalidate")
    return f"{told}, s-maxage={seconds}, stale-while-revalidate={seconds}"
