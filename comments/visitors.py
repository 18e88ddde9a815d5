"""Who is asking: a guest, a browser that asked to be remembered, or somebody signed in.

A public page looks at none of this unless the request carries a cookie or a token of ours, so that it can be shared.
"""

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.crypto import salted_hmac

from articles.models.taxonomy import Author
from comments import own, signed

COOKIE = ("__Host-" if settings.SESSION_COOKIE_SECURE else "") + "newsroom_commenter"
COOKIE_SECONDS = 347 * 24 * 3600
REMEMBERED = ("name", "email", "website")
_SALT = "comments.remembered"


# --- Reading a page ---


def member(request: HttpRequest) -> User | None:
    """Who is signed in, for a page that is made for them."""
    if not _is_personal(request):
        return None
    # Looking at the user marks the answer as varying by cookie, which keeps it out of every shared cache. That is
    # wanted for the other two kinds of personal page as well.
    return request.user if request.user.is_authenticated else None


def mine(request: HttpRequest) -> int | None:
    """The held comment that this request may see."""
    token = request.GET.get("mine")
    return signed.read_mine(token) if token else None


def remembered(request: HttpRequest) -> dict[str, str]:
    """Name, address and website that this browser keeps for its owner; empty if none."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_SECONDS)
    except signing.BadSignature:
        return {}
    return {name: str(kept.get(name, "")) for name in REMEMBERED}


def _is_personal(request: HttpRequest) -> bool:
    kept = (COOKIE, own.COOKIE, settings.SESSION_COOKIE_NAME)
    return any(cookie in request.COOKIES for cookie in kept) or "mine" in request.GET


# --- Receiving a post ---


class _Check(CsrfViewMiddleware):
    """Django's own check, asked a question instead of standing in the way."""

    def __init__(self) -> None:
        super().__init__(lambda request: HttpResponse())

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason

    def passes(self, request: HttpRequest) -> bool:
        self.process_request(request)
        return self.process_view(request, None, (), {}) is None  # type: ignore[arg-type]  # there is no view to ask

    def knows_origin(self, request: HttpRequest) -> bool:
        return self._origin_verified(request)  # type: ignore[attr-defined]


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the request says that a page of another site sent it. One that says nothing is taken for a guest's."""
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    if site and site not in ("same-origin", "none"):
        return True
    if origin == "null":
        return not site
    return bool(origin) and not _Check().knows_origin(request)


def sender(request: HttpRequest) -> User | None:
    """Who posts, signed in: only with the token of a page that was made for them."""
    user = member(request)
    return user if user and _Check().passes(request) else None


def lost_sign_in(request: HttpRequest) -> bool:
    """Whether the post comes from a page made for a member, but does not prove who that is (any more)."""
    return "csrfmiddlewaretoken" in request.POST and sender(request) is None


def public_name(user: User) -> str:
    """The name under which a member's comments stand: that of their byline, if they have one."""
    author = Author.objects.filter(user=user).first()
    return author.name if author else user.get_full_name() or user.get_username()


def address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Where the request came from, if that is known.

    Behind proxies of our own, `NEWSROOM_PROXIES` says how many there are; each adds its sender to X-Forwarded-For.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.NEWSROOM_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        said = forwarded[-proxies].strip() if len(forwarded) >= proxies else said
    try:
        ip = ipaddress.ip_address(said)
    except ValueError:
        return None
    # A server that listens to both versions writes addresses of version 4 in those of 6, where all are one network.
    return getattr(ip, "ipv4_mapped", None) or ip


def network(request: HttpRequest) -> str:
    """A keyed hash, 16 hexadecimal digits, of the network that the request came from; empty if unknown."""
    ip = address(request)
    if ip is None:
        return ""
    # A household has 2**64 addresses of version 6, so it is known by what they have in common.
    prefix = str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False))
    return salted_hmac("comments.network", prefix, algorithm="sha256").hexdigest()[:16]


def reporter(request: HttpRequest, user: User | None) -> str:
    """A keyed hash, 64 hexadecimal digits, of whoever reports something: who is signed in, else the network.

    A browser says nothing of a person that it could not say differently the next time, so it is not asked.
    """
    person = f"user {user.pk}" if user else f"network {network(request)}"
    return salted_hmac("comments.reporter", person, algorithm="sha256").hexdigest()


# --- Remembering ---


def remember(response: HttpResponse, request: HttpRequest, details: dict[str, str]) -> None:
    """Keep these details in the visitor's browser for about a year. Only on their wish."""
    response.set_cookie(
        COOKIE,
        signing.dumps({name: details.get(name, "") for name in REMEMBERED}, salt=_SALT),
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
    )


def forget(response: HttpResponse, request: HttpRequest) -> None:
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
