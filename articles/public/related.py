"""Tags that stand together on stories: what else a reader of one may follow.

Only the newest stories are looked at, so that the cost does not follow the archive, and what is said is said of now.
"""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from taggit.models import Tag

from articles.models.edition import Edition, EditionTag
from articles.models.prepared import Prepared
from articles.models.taxonomy import Section

STORIES = 100
SHOWN = 8
# A tag that stands beside another once may do so by chance.
TOGETHER = 2
TagLink = dict[str, str]


def to_tag(tag: Tag, at: datetime) -> list[TagLink]:
    """The tags that stand most often beside this one, the most frequent first: name and slug each."""
    return _beside_tag(at=at, tag=tag.pk)


def to_section(section: Section, at: datetime) -> list[TagLink]:
    """The tags of the section's newest stories, the most frequent first."""
    return _in_section(at=at, section=section.pk)


def _counted(newest: QuerySet) -> QuerySet:
    links = EditionTag.objects.filter(content_object__in=newest, tag__profile__counts_for_similar=True)
    names = links.values(name=F("tag__name"), slug=F("tag__slug")).annotate(stories=Count("pk"))
    return names.filter(stories__gte=TOGETHER).order_by("-stories", "name").values("name", "slug")


def _beside(at: Any, tag: Any) -> QuerySet:
    newest = EditionTag.objects.live(at).filter(tag=tag).order_by("-published_at", "-article_id")
    return _counted(newest.values("content_object")[:STORIES]).exclude(tag=tag)[:SHOWN]


def _of_section(at: Any, section: Any) -> QuerySet:
    newest = Edition.objects.listed(at).filter(section=section).newest_first()
    return _counted(newest.values("pk")[:STORIES])[:SHOWN]


_beside_tag = Prepared(_beside, at=datetime, tag=int)
_in_section = Prepared(_of_section, at=datetime, section=int)
