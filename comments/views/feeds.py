"""What readers said, for feed readers. Only what stands under stories that are live now."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import identity
from articles.models.edition import Edition
from articles.models.prepared import Prepared
from articles.public.answers import open_to_all
from articles.public.feeds.entry import Entry, Feed, Person, whole
from articles.public.feeds.formats import FORMATS
from articles.public.feeds.views import answer
from articles.public.views import find_article, find_edition
from comments import talks
from comments.models import Comment

ITEMS = 50


@open_to_all
def of_site(request: HttpRequest, format: str) -> HttpResponse:
    """The newest comments of all stories."""
    at = timezone.now()
    return _answer(request, format, talks.newest(at, 0, ITEMS), at, identity.current().site_name, "/")


@open_to_all
def of_story(request: HttpRequest, date: str, slug: str, format: str) -> HttpResponse:
    """The comments of one story; at an address that it has left, a way to where it is now."""
    at, path = timezone.now(), f"/{date}/{slug}/"
    edition = find_edition(path, at)
    if edition is None:
        article = find_article(path, at) or 0
        live = Edition.objects.listed(at).filter(article_id=article).select_related("address").first()
        if live is None:
            raise Http404
        return redirect(live.get_absolute_url() + FORMATS[format].suffix, permanent=True)
    if edition.is_withdrawn:
        raise Http404
    found = _of_story(article=edition.article_id)
    return _answer(request, format, found, at, edition.headline, path)


def _answer(
    request: HttpRequest, format: str, found: list[Comment], at: datetime, where: str, home: str
) -> HttpResponse:
    # No time is told: it would know nothing of comments that were removed since, and their number does.
    told = tuple((comment.pk, comment.edited_at, comment.discussion_id) for comment in found)

    def feed() -> Feed:
        entries = _entries(found, at)
        updated = max((entry.updated for entry in entries), default=None)
        title = _("Comments on %(where)s") % {"where": where}
        return Feed(title, _("What readers said, newest first."), whole(home), request.path, updated, entries)

    return answer(request, FORMATS[format], (where, told), None, feed)


def _entries(comments: list[Comment], at: datetime) -> list[Entry]:
    articles = {comment.discussion_id for comment in comments}
    headlines = dict(_headlines(at=at, ids=list(articles))) if articles else {}
    return [_entry(one, headlines[one.discussion_id]) for one in comments if one.discussion_id in headlines]


def _entry(comment: Comment, headline: str) -> Entry:
    """It is put together once, as long as both say the same."""
    drawn, key = vars(comment).setdefault("drawn", {}), (settings.NEWSROOM_SITE_URL, get_language(), headline)
    if (found := drawn.get(key)) is None:
        here = whole(comment.get_absolute_url())
        found = drawn[key] = Entry(
            id=here,
            url=here,
            title=_("%(name)s on %(headline)s") % {"name": comment.name, "headline": headline},
            html=comment.html,
            published=comment.created_at,
            updated=comment.edited_at or comment.created_at,
            authors=[Person(comment.name)],
        )
    return found


_of_story = Prepared(
    lambda article: Comment.objects.approved().for_readers().filter(discussion=article).newest_first()[:ITEMS],
    keep=talks.KEPT,
    article=int,
)
_headlines = Prepared(
    lambda at, ids: (
        Edition.objects.listed(at).filter(article__in=ids).order_by().values_list("article_id", "headline")
    ),
    at=datetime,
    ids=list[int],
)
