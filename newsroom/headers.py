"""Response headers that every page carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


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
        return response
