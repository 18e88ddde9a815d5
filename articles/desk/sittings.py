"""One form, open in one tab, may be sent more than once: Preview saves it into another tab and leaves it open.

Each form carries a token. What a sent form became is kept in the session under its token, so that the same form sent
again goes on from there: it neither makes a second article nor takes its own save for somebody else's.
"""

import secrets
from typing import NamedTuple

from django.http import HttpRequest

from articles.models import Article

KEY = "desk-sittings"
KEPT = 20


class Sitting(NamedTuple):
    article: int
    version: int


def new_token() -> str:
    return secrets.token_urlsafe(9)


def remember(request: HttpRequest, token: str, sitting: Sitting) -> None:
    """Note what the form with this token was last saved as; the oldest of many forms are forgotten."""
    if token:
        kept = {name: value for name, value in request.session.get(KEY, {}).items() if name != token}
        kept[token[:40]] = list(sitting)
        request.session[KEY] = dict(list(kept.items())[-KEPT:])


def recall(request: HttpRequest, token: str) -> Sitting | None:
    """What the form with this token became; nothing if that is deleted, so that the form's text makes a new article."""
    found = request.session.get(KEY, {}).get(token)
    return Sitting(*found) if found and Article.objects.filter(pk=found[0]).exists() else None
