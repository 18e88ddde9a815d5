"""What every form has in common that guests may send.

No CSRF token is asked of guests, whose pages are shared by caches (design.md, section 6): what a post proves is asked of
`comments.visitors`.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from articles.models.edition import Edition
from articles.models.prepared import Prepared
from articles.public.views import find_article, find_edition
from comments import charsets, visitors

OURS_ALONE = "private, no-store"

View = Callable[..., HttpResponse]


def for_guests(view: View) -> View:
    """Let anybody post, unless in a charset that is a trap, or from a page of another site."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            if not charsets.is_read(request.headers.get("Content-Type", "")):
                raise BadRequest("This site reads UTF-8 only.")
            if visitors.is_from_elsewhere(request):
                raise PermissionDenied(_("This was sent from a page of another site."))
        return view(request, *args, **kwargs)

    return guarded


def is_too_large(request: HttpRequest, limit: int) -> bool:
    """Whether the body has more than so many bytes. It is not read."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > limit


def body_limit(characters: int) -> int:
    """Bytes of a form with a text of that length: up to 12 a character (4 of UTF-8, each written as %XX), 16 KB for the rest."""
    return 12 * characters + 16 * 1024


def story_at(path: str) -> Edition:
    """The story that readers see at this address, or that has moved on from it. Raises Http404."""
    at = timezone.now()
    edition = find_edition(path, at) or _moved(path, at)
    if edition is None or edition.is_withdrawn:
        raise Http404
    return edition


def answered_at(path: str) -> Edition:
    """The same story, with no more than an answer to it needs."""
    edition = _answered.first(at=timezone.now(), path=path)
    if edition is None or edition.is_withdrawn:
        return story_at(path)
    return edition


_answered = Prepared(
    lambda at, path: (
        Edition.objects.live(at)
        .filter(address__path=path)
        .select_related("address")
        .only("article", "change", "byline", "published_at", "address__path")
    ),
    at=datetime,
    path=str,
)


def story_of(article_id: int) -> Edition:
    """The story that readers see of this article. Raises Http404."""
    edition = Edition.objects.listed().filter(article_id=article_id).select_related("address", "section").first()
    if edition is None:
        raise Http404
    return edition


def dated_path(year: int, month: int, day: int, slug: str) -> str:
    return f"/{year:04}/{month:02}/{day:02}/{slug}/"


def _moved(path: str, at: datetime) -> Edition | None:
    article = find_article(path, at)
    live = Edition.objects.live(at).filter(article_id=article).select_related("address").first() if article else None
    return find_edition(live.address.path, at) if live else None
