"""The stories before and after one in its section."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.safestring import SafeString

from articles import languages
from articles.models.edition import Edition, EditionQuerySet


@dataclass(frozen=True)
class Link:
    headline: str
    path: str
    language: str

    @property
    def lang(self) -> SafeString:
        return languages.attributes(self.language)


@dataclass(frozen=True)
class Neighbours:
    older: Link | None = None
    newer: Link | None = None


def of(edition: Edition) -> Neighbours:
    """What stands on either side of an edition that was found `with_neighbours`; nothing of another."""
    links = (getattr(edition, name, None) for name in ("older", "newer"))
    return Neighbours(*(link and Link(**link) for link in links))


def with_neighbours(editions: EditionQuerySet, at: datetime) -> EditionQuerySet:
    """The editions, each with what stands on either side of it at that time: an index is read twice more for each."""
    here, article = OuterRef("published_at"), OuterRef("article_id")
    listed = Edition.objects.listed(at).filter(section=OuterRef("section"))
    # Those of the same instant stand in the order of their articles.
    older = listed.filter(published_at__lte=here).filter(Q(published_at__lt=here) | Q(article__lt=article))
    newer = listed.filter(published_at__gte=here).filter(Q(published_at__gt=here) | Q(article__gt=article))
    return editions.annotate(
        older=_first(older.newest_first()), newer=_first(newer.order_by("published_at", "article_id"))
    )


def _first(editions: EditionQuerySet) -> Subquery:
    links: QuerySet = editions.values(
        link=JSONObject(headline=F("headline"), path=F("address__path"), language=F("language"))
    )
    return Subquery(links[:1])
