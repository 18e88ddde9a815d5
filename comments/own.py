"""A writer's own comment: the token that proves whose it is, and the cookie that keeps it while it may be changed.

There is no account and no session. Whoever has posted is handed the token, in a cookie of that story's page alone and in
a link that can be mailed; it opens one comment, for `Policy.edit_minutes`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from comments.models import Comment, Policy

# It is of one page alone, so browsers are told less by its name than by those of the whole site's cookies.
COOKIE = ("__Secure-" if settings.SESSION_COOKIE_SECURE else "") + "newsroom_own"
# Comments that one browser can change at a time under one story; the oldest are forgotten first.
KEPT = 10

_TOKEN = Signer(salt="comments.own")
_COOKIE_SALT = "comments.own.kept"


@dataclass(frozen=True)
class Stay:
    """How long a comment can still be changed, and where."""

    path: str
    until: datetime
    minutes: int
    """What is left of it, begun ones included."""


def until(comment: Comment) -> datetime:
    """When its writer can no longer change it. Where the rules allow no change, that is when it was written."""
    return _ends(comment.created_at)


def edit_path(comment: Comment) -> str:
    """The address, with its token, at which whoever follows it may change the comment."""
    return _path(comment.pk, _second(comment))


def edit_link(comment: Comment) -> str:
    """The same as a whole address, for a mail to the writer."""
    return f"{settings.NEWSROOM_SITE_URL}{edit_path(comment)}"


def find(pk: int, token: str) -> Comment | None:
    """The comment, if the token was made for it; None if it is forged, cut, or that of another."""
    try:
        number, _dot, second = _TOKEN.unsign(token).partition(".")
    except BadSignature:
        return None
    comment = Comment.objects.filter(pk=pk).first() if number == str(pk) else None
    return comment if comment and second == str(_second(comment)) else None


# --- The cookie ---


def keep(response: HttpResponse, request: HttpRequest, comment: Comment, path: str) -> None:
    """Let this browser change the comment from the page at `path`, as long as the rules allow it."""
    seconds = Policy.current().edit_minutes * 60
    if not seconds:
        return
    kept = [pair for pair in _kept(request) if pair[0] != comment.pk]
    response.set_cookie(
        COOKIE,
        dumps([*kept, (comment.pk, _second(comment))][-KEPT:], salt=_COOKIE_SALT),
        max_age=seconds,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
    )


def stays(request: HttpRequest, at: datetime) -> Mapping[int, Stay]:
    """The comments that this browser may still change, by id. No query; for readers without the cookie, nothing at all."""
    if COOKIE not in request.COOKIES:
        return {}
    ends = {pk: (second, _ends(datetime.fromtimestamp(second, UTC))) for pk, second in _kept(request)}
    return {pk: Stay(_path(pk, second), end, minutes_left(end, at)) for pk, (second, end) in ends.items() if end > at}


def minutes_left(end: datetime, at: datetime | None = None) -> int:
    return max(0, math.ceil((end - (at or timezone.now())).total_seconds() / 60))


def _kept(request: HttpRequest) -> list[tuple[int, int]]:
    try:
        return [(int(pk), int(second)) for pk, second in loads(request.COOKIES.get(COOKIE, ""), salt=_COOKIE_SALT)]
    except BadSignature:
        return []


# --- Parts ---


def _second(comment: Comment) -> int:
    return int(comment.created_at.timestamp())


def _ends(created_at: datetime) -> datetime:
    return created_at + timedelta(minutes=Policy.current().edit_minutes)


def _path(pk: int, second: int) -> str:
    query = urlencode({"token": _TOKEN.sign(f"{pk}.{second}")})
    return f"{reverse('comments:edit', args=[pk])}?{query}"
