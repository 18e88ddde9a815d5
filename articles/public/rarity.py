"""How much a tag says: the fewer stories carry it, the more. `design.md`, section 5.

Up to `COUNTED` stories are counted each time. A greater number is kept for `KEPT` seconds: so few stories change nothing
in its logarithm, and counting hundreds of thousands would take longer than all else that is done for a list.
"""

import math
from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count

from articles.models import sources
from articles.models.edition import Edition, EditionTag
from articles.models.taxonomy import TagProfile

COUNTED = 2000
KEPT = 3600


def weigh(at: datetime, tags: Iterable[int] | None = None) -> dict[int, float]:
    """Inverse document frequency of these tags, or of all; 0 for one that is not to count."""
    if tags is None:
        profiles = TagProfile.objects.all()
        stories = dict(EditionTag.objects.live(at).values_list("tag").annotate(stories=Count("pk")).order_by())
        total = Edition.objects.listed(at).count()
    else:
        wanted = list(tags)
        profiles = TagProfile.objects.filter(tag__in=wanted)
        stories, total = _carrying(wanted, at), _all(at)
    return {
        tag: math.log((total + 1) / (stories.get(tag, 0) + 1)) if counts else 0.0
        for tag, counts in profiles.values_list("tag_id", "counts_for_similar")
    }


def _carrying(tags: list[int], at: datetime) -> dict[int, int]:
    """How many live stories carry each."""
    names = {tag: f"stories:tag:{tag}" for tag in tags}
    kept = cache.get_many(names.values())
    live = "FROM articles_editiontag WHERE live_from <= %s AND live_until > %s AND tag_id = %s"
    return {tag: kept.get(name) or _counted(name, live, at, tag) for tag, name in names.items()}


def _all(at: datetime) -> int:
    """How many stories are live."""
    live = "FROM articles_edition WHERE live_from <= %s AND live_until > %s AND change <> %s"
    return cache.get("stories:all") or _counted("stories:all", live, at, Edition.Change.WITHDRAWAL.value)


def _counted(name: str, live: str, at: datetime, value: int | str) -> int:
    """How many rows that is, kept under this name if they are many."""
    connection = sources.connection()
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        few = f"SELECT COUNT(*) FROM (SELECT 1 AS one {live} LIMIT {COUNTED + 1}) AS few"  # noqa: S608
        cursor.execute(few, [moment, moment, value])
        if (number := cursor.fetchone()[0]) <= COUNTED:
            return number
        cursor.execute(f"SELECT COUNT(*) {live}", [moment, moment, value])  # noqa: S608
        number = cursor.fetchone()[0]
    cache.set(name, number, KEPT)
    return number
