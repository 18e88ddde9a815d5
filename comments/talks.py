"""What readers said last, by story or one after the other: only under stories that are live."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from articles.models.edition import Edition
from articles.models.prepared import FIXED, Prepared
from articles.public.cards import cards
from comments.models import Comment
from comments.models.comment import CommentQuerySet

# Comments that are shown under one story.
SHOWN = 4
# So many stay known between two looks at a page.
KEPT = 200


@dataclass(frozen=True)
class Talk:
    """A story and what was said last under it: staff first, then the newest."""

    edition: Edition
    comments: list[Comment]


def newest(at: datetime, start: int, end: int) -> list[Comment]:
    """Approved comments under stories that are live, the newest first."""
    # The first are asked for all the time. Each further page would be a query of its own to keep.
    return list(_under_live(at, start, end)) if start else _newest(at=at, start=start, end=end)


def talks(comments: list[Comment], at: datetime) -> list[Talk]:
    """The comments by story; the story with the newest comment stands first."""
    by_article: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        by_article[comment.discussion_id].append(comment)
    found = _stories(at=at, ids=list(by_article)) if comments else []
    editions = {edition.article_id: edition for edition in cards(found)}
    return [
        Talk(editions[article], sorted(said, key=lambda comment: not comment.badge)[:SHOWN])
        for article, said in by_article.items()
        if article in editions
    ]


def _under_live(at: Any, start: int, end: int) -> CommentQuerySet:
    live = Edition.objects.listed(at).filter(article_id=OuterRef("discussion_id"))
    return Comment.objects.approved().for_readers().filter(Exists(live)).newest_first()[start:end]


_newest = Prepared(_under_live, keep=KEPT, at=datetime, start=FIXED, end=FIXED)
_stories = Prepared(
    lambda at, ids: Edition.objects.listed(at).filter(article_id__in=ids).order_by().values_list("pk", "live_from"),
    at=datetime,
    ids=list[int],
)
