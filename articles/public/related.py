"""Tags that stand together on stories: what else a reader of one may follow.

Only the newest stories are looked at, so that the cost does not follow the archive, and what is said is said of now.
"""

from datetime import datetime

from django.db.models import Count, QuerySet
from taggit.models import Tag

from articles.models.edition import Edition, EditionTag
from articles.models.taxonomy import Section

STORIES = 100
SHOWN = 8
# A tag that stands beside another once may do so by chance.
TOGETHER = 2
TagLink = dict[str, str]


def to_tag(tag: Tag, at: datetime) -> list[TagLink]:
    """The tags that stand most often beside this one, the most frequent first: name and slug each."""
    newest = EditionTag.objects.live(at).filter(tag=tag).order_by("-published_at", "-article_id")
    return _counted(newest.values("content_object")[:STORIES], without=tag.pk)


def to_section(section: Section, at: datetime) -> list[TagLink]:
    """The tags of the section's newest stories, the most frequent first."""
    newest = Edition.objects.listed(at).in_section(section).newest_first()
    return _counted(newest.values("pk")[:STORIES])


def _counted(editions: QuerySet, without: int = 0) -> list[TagLink]:
    links = EditionTag.objects.filter(content_object__in=editions, tag__profile__counts_for_similar=True)
    names = links.exclude(tag=without).values("tag__name", "tag__slug").annotate(stories=Count("pk"))
    often = names.filter(stories__gte=TOGETHER).order_by("-stories", "tag__name")[:SHOWN]
    return [{"name": row["tag__name"], "slug": row["tag__slug"]} for row in often]
