"""Who has an article open. It tells colleagues of each other and locks nothing: what two people write is merged."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.desk.people import name_of
from articles.models import Article, Presence
from articles.models.prepared import Prepared

# An open form tells that it is there every minute at least; whoever has not been heard of for longer is gone.
GONE_AFTER = timedelta(minutes=2)
# A form that is heard of more often need not be written down each time.
FRESH_FOR = timedelta(seconds=30)

_NAME = ("user__username", "user__first_name", "user__last_name")


def _open_at(article: Any) -> QuerySet[Presence]:
    there = Presence.objects.filter(article=article).select_related("user").order_by("opened_at", "pk")
    return there.only("article", "user", "opened_at", "seen_at", "holds_since", *_NAME)


_there = Prepared(_open_at, article=int)


@dataclass(frozen=True)
class Banner:
    """What is said above the form: who holds the article, and since when; who else is there."""

    article: Article
    holder: str = ""
    since: datetime | None = None
    took_over: bool = False
    others: tuple[str, ...] = ()


def seen(article: Article, user: Any, at: datetime | None = None) -> None:
    """Note that somebody has the article open. The first to come holds it; who is gone is forgotten."""
    at = at or timezone.now()
    there = _there(article=article.pk)
    fresh = [one for one in there if one.seen_at > at - GONE_AFTER]
    mine = next((one for one in fresh if one.user_id == user.pk), None)
    others_hold = any(one.holds_since for one in fresh if one is not mine)
    if len(fresh) < len(there):
        article.presences.filter(seen_at__lte=at - GONE_AFTER).delete()
    if mine is None:
        begun: dict[str, Any] = {"opened_at": at, "seen_at": at, "holds_since": None if others_hold else at}
        Presence.objects.update_or_create(article=article, user=user, defaults=begun)
    elif mine.seen_at <= at - FRESH_FOR or not (mine.holds_since or others_hold):
        held = mine.holds_since or (None if others_hold else mine.opened_at)
        article.presences.filter(pk=mine.pk).update(seen_at=at, holds_since=held)


@transaction.atomic
def take_over(article: Article, user: Any, at: datetime | None = None) -> None:
    """From now on this person holds the article. The others go on writing, and are told."""
    at = at or timezone.now()
    # One after the other: two who take over at once would wait for each other's rows.
    Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    article.presences.exclude(user=user).update(holds_since=None)
    begun = {"seen_at": at, "holds_since": at}
    Presence.objects.update_or_create(
        article=article, user=user, defaults=begun, create_defaults=begun | {"opened_at": at}
    )


def banner(article: Article, user: Any, at: datetime | None = None) -> Banner:
    """What to tell this person of the others. One query."""
    at = at or timezone.now()
    there = [one for one in _there(article=article.pk) if one.seen_at > at - GONE_AFTER]
    fresh = sorted(there, key=lambda one: (one.holds_since or at, one.pk))
    mine = next((one for one in fresh if one.user_id == user.pk), None)
    holders = [one for one in fresh if one.holds_since]
    names = tuple(name_of(one.user) for one in fresh if one is not mine)
    if not holders or holders[-1] is mine:
        return Banner(article, others=names)
    holder = holders[-1]
    since = holder.holds_since or holder.opened_at
    took_over = mine is not None and since > mine.opened_at and since != holder.opened_at
    since = since if took_over else holder.opened_at
    others = tuple(name for name in names if name != name_of(holder.user))
    return Banner(article, name_of(holder.user), since, took_over, others)
