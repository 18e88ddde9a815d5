"""What readers said, for feed readers. Only what stands under stories that are live now."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import identity
from articles.models.edition import Edition
from articles.public.answers import open_to_all
from articles.public.feeds.entry import Entry, Feed, Person, whole
from articles.public.feeds.formats import FORMATS
from articles.public.feeds.views import answer
from articles.public.views import find_article, find_edition
from comments.models import Comment
from comments.models.comment import CommentQuerySet

ITEMS = 50


@open_to_all
def of_site(request: HttpRequest, format: str) -> HttpResponse:
    """The newest comments of all stories."""
    at = timezone.now()
    live = Edition.objects.listed(at).filter(article_id=OuterRef("discussion_id"))
    found = Comment.objects.approved().filter(Exists(live))
    return _answer(request, format, found, at, identity.current().site_name, "/")


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
    found = Comment.objects.approved().filter(discussion=edition.article_id)
    return _answer(request, format, found, at, edition.headline, path)


def _answer(
    request: HttpRequest, format: str, found: CommentQuerySet, at: datetime, where: str, home: str
) -> HttpResponse:
    # No time is told: it would know nothing of comments that were removed since, and their number does.
    told = tuple(found.newest_first().values_list("pk", "edited_at", "discussion_id")[:ITEMS])

    def feed() -> Feed:
        entries = _entries([pk for pk, *_rest in told], {article for *_rest, article in told}, at)
        updated = max((entry.updated for entry in entries), default=None)
        title = _("Comments on %(where)s") % {"where": where}
        return Feed(title, _("What readers said, newest first."), whole(home), request.path, updated, entries)

    return answer(request, FORMATS[format], (where, told), None, feed)


def _entries(ids: list[int], articles: Iterable[int], at: datetime) -> list[Entry]:
    stories = Edition.objects.listed(at).filter(article_id__in=articles)
    headlines = dict(stories.values_list("article_id", "headline"))
    comments = Comment.objects.approved().filter(pk__in=ids).for_readers().newest_first()
    return [_entry(one, headlines[one.discussion_id]) for one in comments if one.discussion_id in headlines]


def _entry(comment: Comment, headline: str) -> Entry:
    here = whole(comment.get_absolute_url())
    return Entry(
        id=here,
        url=here,
        title=_("%(name)s on %(headline)s") % {"name": comment.name, "headline": headline},
        html=comment.html,
        published=comment.created_at,
        updated=comment.edited_at or comment.created_at,
        authors=[Person(comment.name)],
    )
