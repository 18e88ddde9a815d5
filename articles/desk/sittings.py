"""One form, open in one tab, may be sent more than once: Preview saves it into another tab and leaves it open.

Each form carries a token. What a sent form became is kept in the session under its token, so that the same form sent
again goes on from there: it neither makes a second article nor takes its own save for somebody else's.
"""

import re
import secrets
from typing import NamedTuple

from django.db.models import Max, Q
from django.http import HttpRequest

from articles.models import Article, Revision

KEY = "desk-sittings"
ARRIVED = "desk-arrived"
KEPT = 20
# Digits of a form's version; Python reads no number of thousands of them.
LONGEST_VERSION = 9
_STRANGE = re.compile(r"[^A-Za-z0-9_-]")


class Sitting(NamedTuple):
    """`base` is the number of the revision that was made, `beside` what was stored beside the story, as forms send it."""

    article: int
    version: int
    base: int | None = None
    beside: dict[str, str] = {}


def new_token() -> str:
    return secrets.token_urlsafe(9)


def token_of(sent: str | None) -> str:
    """The token that a form sent, without what none of ours has in it."""
    return _STRANGE.sub("", sent or "")[:40]


def remember(request: HttpRequest, token: str, sitting: Sitting) -> None:
    """Note what the form with this token was last saved as; the oldest of many forms are forgotten."""
    if token:
        kept = {name: value for name, value in request.session.get(KEY, {}).items() if name != token}
        kept[token[:40]] = list(sitting)
        request.session[KEY] = dict(list(kept.items())[-KEPT:])


def add_beside(request: HttpRequest, beside: dict[str, str]) -> None:
    """Note with the form that was just saved what it stored beside the story."""
    token = token_of(request.POST.get("sitting"))
    if found := request.session.get(KEY, {}).get(token):
        remember(request, token, Sitting(*found)._replace(beside=beside))


def recall(request: HttpRequest, token: str) -> Sitting | None:
    """What the form with this token became; nothing if that is deleted, so that the form's text makes a new article."""
    found = request.session.get(KEY, {}).get(token)
    return Sitting(*found) if found and Article.objects.filter(pk=found[0]).exists() else None


def note_arrival(request: HttpRequest) -> None:
    """Note that what a browser has a copy of has been stored, so that it drops the copy; see keep.js."""
    mark = request.POST.get("arrival", "")[:40]
    if mark:
        request.session[ARRIVED] = [*request.session.get(ARRIVED, []), mark][-KEPT:]


def arrivals(request: HttpRequest) -> str:
    """The marks of what was stored lately; a form that comes back refused has all that was sent, too."""
    return " ".join([*request.session.get(ARRIVED, []), *request.POST.getlist("arrival")[:1]])


def go_on(request: HttpRequest, object_id: str | None) -> str | None:
    """Let a form that was sent before go on from what it became then. Returns the id of the article that it is of."""
    sitting = recall(request, token_of(request.POST.get("sitting")))
    if sitting is None or object_id not in (None, str(sitting.article)):
        return object_id
    posted = request.POST.get("version", "")
    if not posted.isdecimal() or len(posted) > LONGEST_VERSION or int(posted) < sitting.version:
        data = request.POST.copy()
        data["version"] = str(sitting.version)
        if sitting.base is not None:
            data["base"] = str(sitting.base)
        data.update({f"initial-{name}": value for name, value in sitting.beside.items()})
        request.POST = data  # type: ignore[assignment]  # a copy that may be changed
    return str(sitting.article)


def marks_of(article: Article) -> tuple[int, int | None]:
    """The version of an article and the number of its last save, read at one instant."""
    saves = Max("revisions__number", filter=~Q(revisions__kind=Revision.Kind.AUTOSAVED))
    return Article.objects.annotate(last=saves).values_list("version", "last").get(pk=article.pk)


def marks_for(article: Article) -> dict[str, object]:
    """What a new form of this article carries, to tell later what it was made from."""
    marks: dict[str, object] = {"version": article.version, "base": None, "sitting": new_token()}
    if article.pk:
        version, last = marks_of(article)
        # Saved by somebody since it was read: without a base, the form will ask about every difference.
        marks["base"] = last if version == article.version else None
    return marks
