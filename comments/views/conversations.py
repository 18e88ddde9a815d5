"""What readers talk about now: the newest comments of the whole paper, by story."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models.edition import Edition
from articles.public.paging import Page, page_number
from comments.models import Comment
from comments.models.comment import CommentQuerySet

# Comments that a page is made of, and how many of them are shown under one story.
PER_PAGE = 50
SHOWN = 4


@dataclass(frozen=True)
class Talk:
    """A story and what was said last under it: staff first, then the newest."""

    edition: Edition
    comments: list[Comment]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    at, number = timezone.now(), page_number(request.GET.get("page"))
    found = list(_newest(at)[(number - 1) * PER_PAGE : number * PER_PAGE + 1])
    if not found and number > 1:
        raise Http404
    shown = Page(found[:PER_PAGE], number, has_next=len(found) > PER_PAGE)
    talks = _talks(shown.rows, at)
    context = {"page": shown, "talks": talks, "editions": [talk.edition for talk in talks], "today": at}
    return render(request, "comments/conversations.html", context)


def _newest(at: datetime) -> CommentQuerySet:
    """Approved comments under stories that are live."""
    live = Edition.objects.listed(at).filter(article_id=OuterRef("discussion_id"))
    return Comment.objects.approved().for_readers().filter(Exists(live)).newest_first()


def _talks(comments: list[Comment], at: datetime) -> list[Talk]:
    """The comments by story; the story with the newest comment stands first."""
    by_article: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        by_article[comment.discussion_id].append(comment)
    stories = Edition.objects.listed(at).filter(article_id__in=by_article).for_cards().order_by()
    editions = {edition.article_id: edition for edition in stories}
    return [
        Talk(editions[article], sorted(said, key=lambda comment: not comment.badge)[:SHOWN])
        for article, said in by_article.items()
        if article in editions
    ]
