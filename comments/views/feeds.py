"""What readers said, for feed readers: RSS, and Atom below it. Only what stands under stories that are live now."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.models import identity
from articles.models.edition import Edition
from articles.public.views import find_article, find_edition
from comments.models import Comment
from comments.models.comment import CommentQuerySet

ITEMS = 50


class CommentFeed(Feed):
    """The newest comments of all stories."""

    edition: Edition | None = None
    """The only story whose comments are shown."""

    def __init__(self, edition: Edition | None = None) -> None:
        self.edition = edition

    def title(self) -> str:
        where = self.edition.headline if self.edition else identity.current().site_name
        return _("Comments on %(where)s") % {"where": where}

    def description(self) -> str:
        return _("What readers said, newest first.")

    def link(self) -> str:
        return settings.NEWSROOM_SITE_URL + (self.edition.get_absolute_url() if self.edition else "/")

    def items(self) -> list[Comment]:
        at = timezone.now()
        found = list(_newest(at, self.edition))
        stories = Edition.objects.listed(at).filter(article_id__in={comment.discussion_id for comment in found})
        self.headlines = dict(stories.values_list("article_id", "headline"))
        return [comment for comment in found if comment.discussion_id in self.headlines]

    def item_title(self, item: Comment) -> str:
        return _("%(name)s on %(headline)s") % {"name": item.name, "headline": self.headlines[item.discussion_id]}

    def item_description(self, item: Comment) -> str:
        return item.html

    def item_link(self, item: Comment) -> str:
        return settings.NEWSROOM_SITE_URL + item.get_absolute_url()

    def item_author_name(self, item: Comment) -> str:
        return item.name

    def item_pubdate(self, item: Comment) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Comment) -> datetime:
        return item.edited_at or item.created_at


class AtomCommentFeed(CommentFeed):
    feed_type = Atom1Feed
    subtitle = CommentFeed.description


KINDS = {"": CommentFeed, "atom": AtomCommentFeed}


@require_safe
@conditional_page
def of_site(request: HttpRequest, kind: str = "") -> HttpResponse:
    return _answer(request, KINDS[kind]())


@require_safe
@conditional_page
def of_story(request: HttpRequest, date: str, slug: str, kind: str = "") -> HttpResponse:
    """The comments of one story; at an address that it has left, a way to where it is now."""
    at, path = timezone.now(), f"/{date}/{slug}/"
    edition = find_edition(path, at)
    if edition is None:
        article = find_article(path, at) or 0
        live = Edition.objects.listed(at).filter(article_id=article).select_related("address").first()
        if live is None:
            raise Http404
        return redirect(f"{live.get_absolute_url()}{request.path.removeprefix(path)}", permanent=True)
    if edition.is_withdrawn:
        raise Http404
    return _answer(request, KINDS[kind](edition))


def _answer(request: HttpRequest, feed: CommentFeed) -> HttpResponse:
    feed.feed_url = settings.NEWSROOM_SITE_URL + request.path
    response = feed(request)
    # It knows nothing of comments that were removed since; the entity tag does.
    del response.headers["Last-Modified"]
    return response


def _newest(at: datetime, edition: Edition | None) -> Any:
    readable: CommentQuerySet = Comment.objects.approved().for_readers()
    if edition:
        return readable.filter(discussion=edition.article_id).newest_first()[:ITEMS]
    live = Edition.objects.listed(at).filter(article_id=OuterRef("discussion_id"))
    return readable.filter(Exists(live)).newest_first()[:ITEMS]
