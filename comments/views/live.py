"""How many comments came since a page was made: asked by that page's script, answered from the cache."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import conditional_page, require_safe

from articles.models.edition import Edition
from comments.models import Discussion

SECONDS = 30
LONGEST_NUMBER = 9


@require_safe
@conditional_page
def count(request: HttpRequest, date: str, slug: str) -> HttpResponse:
    """`{"count": …, "new": …, "words": …}`; `since` is the count that the page showed."""
    since = request.GET.get("since", "0")
    if not (since.isascii() and since.isdigit() and len(since) <= LONGEST_NUMBER):
        raise Http404
    total = _count(f"/{date}/{slug}/")
    if total < 0:
        raise Http404
    new = max(0, total - int(since))
    words = ngettext("%(n)d new comment", "%(n)d new comments", new) % {"n": new}
    response = JsonResponse({"count": total, "new": new, "words": words})
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def _count(path: str) -> int:
    """Comments under the story at this address; -1 where there is none. The database is asked once in 30 seconds.

    That there is none is not kept: addresses that somebody makes up would push everything else out of the cache.
    """
    key = f"comments:count:{path}"
    known = cache.get(key)
    if known is None:
        at = timezone.now()
        article = Edition.objects.listed(at).filter(address__path=path).values_list("article_id", flat=True).first()
        if article is None:
            return -1
        known = Discussion.objects.counts([article]).get(article, 0)
        cache.set(key, known, SECONDS)
    return known
