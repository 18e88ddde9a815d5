"""Articles by where they stand and by what they lack, as conditions of a query."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleTag, Byline, Edition, Source

Stage = Article.Stage


def in_status(code: str, at: datetime) -> Q:
    """The rule of `articles.desk.status.status_of`, for the database. `code` is a key of its WORDS."""
    of_article = Edition.objects.filter(article=OuterRef("pk"))
    live, coming = of_article.live(at), of_article.scheduled(at)
    withdrawal = Edition.Change.WITHDRAWAL
    if code == "live":
        return Q(Exists(live.exclude(change=withdrawal)))
    if code == "withdrawn":
        return Q(Exists(live.filter(change=withdrawal)))
    if code == "scheduled":
        return Q(Exists(coming)) & ~Q(Exists(live))
    unseen = ~Q(Exists(live)) & ~Q(Exists(coming))
    if code in (Stage.REVIEW, Stage.APPROVED):
        return unseen & Q(stage=code)
    past = Q(Exists(of_article.ever_live().filter(live_until__lte=at)))
    return unseen & Q(stage=Stage.DRAFT) & (past if code == "down" else ~past)


class Lack(NamedTuple):
    name: str | Promise
    condition: Callable[[], Q]


def _without(rows: type[ArticleTag | Byline | Source], field: str = "article") -> Q:
    return ~Q(Exists(rows.objects.filter(**{field: OuterRef("pk")})))


LACKING: dict[str, Lack] = {
    "headline": Lack(_("No headline"), lambda: Q(headline="")),
    "section": Lack(_("No section"), lambda: Q(section=None)),
    "byline": Lack(_("No byline"), lambda: _without(Byline)),
    "picture": Lack(_("No picture"), lambda: Q(illustration=None)),
    "standfirst": Lack(_("No standfirst"), lambda: Q(standfirst="")),
    "tags": Lack(_("No tags"), lambda: _without(ArticleTag, "content_object")),
    "source": Lack(_("No source"), lambda: _without(Source)),
}
