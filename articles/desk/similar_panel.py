"""What will stand under a story, and why: beside its form, from the draft, before anything is published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.desk.draft import Draft
from articles.desk.rules import Action, may
from articles.models import Article, Edition, EditionTag, SimilarChoice
from articles.models.prepared import Prepared
from articles.public import similar

PIN, EXCLUDE = SimilarChoice.Kind.PIN, SimilarChoice.Kind.EXCLUDE
# Stories that are named though they will not be shown: the next ones in line.
NEXT = 4
# Seconds for which a ranking serves somebody who goes on writing.
KEPT = 60


@dataclass(frozen=True)
class Shared:
    tag: str
    weight: float


@dataclass(frozen=True)
class Row:
    """One story beside the form. `shared` says why it is there, the weightiest tag first."""

    article_id: int
    headline: str
    address: str
    published_at: datetime | None
    shared: tuple[Shared, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class SimilarPanel:
    heading: str
    shown: tuple[Row, ...] = ()
    coming: tuple[Row, ...] = ()
    """The next in line: they move up when one that is shown is kept out, or comes down."""
    waiting: tuple[Row, ...] = ()
    """Pinned, but not live now."""
    excluded: tuple[Row, ...] = ()
    remarks: tuple[str, ...] = ()
    is_similar: bool = True
    may_choose: bool = False


def of(draft: Draft, user: User | None, at: datetime | None = None, *, is_again: bool = False) -> SimilarPanel:
    """The panel for a draft, in eleven queries at most, whatever the archive holds.

    `is_again` takes what was ranked for these tags within the last minute.
    """
    at = at or timezone.now()
    pk = draft.story.pk or 0
    choices = _choices(article=pk) if pk else []
    stored = {tag.pk: tag.name for tag in draft.tags if tag.pk}
    weights, ranked = _ranked(pk, sorted(stored), settings.NEWSROOM_SIMILAR_STORED + len(choices), at, is_again)
    chosen = {choice.other_id: choice for choice in choices}
    live = _live([*chosen, *(one.article_id for one in ranked)], at)

    # A chosen story may stand too low to be ranked, and shares its tags all the same.
    why = _shared_by(list(chosen), at, weights, stored) if chosen else {}
    pinned = [_chosen(choice, live, why, user) for choice in choices if choice.kind == PIN]
    others = [
        _row(live[one.article_id], tuple(Shared(stored[tag], weights[tag]) for tag in one.shared))
        for one in ranked
        if one.article_id in live and one.article_id not in chosen
    ]
    line = [*(row for row in pinned if row.address), *others]
    shown, is_similar = line[: settings.NEWSROOM_SIMILAR_SHOWN], bool(line)
    heading = _("Similar Posts")
    if not is_similar:
        without = {pk, *(choice.other_id for choice in choices if choice.kind == EXCLUDE)}
        heading, newest = similar.latest(draft.story.section, at, without)
        shown = [_row(one) for one in newest]
    return SimilarPanel(
        heading=heading,
        shown=tuple(shown),
        coming=tuple(line[len(shown) : len(shown) + NEXT]) if is_similar else (),
        waiting=tuple(row for row in pinned if not row.address),
        excluded=tuple(_chosen(choice, live, why, user) for choice in choices if choice.kind == EXCLUDE),
        remarks=tuple(_remarks(draft, weights)),
        is_similar=is_similar,
        may_choose=bool(pk and user is not None and may(user, Action.PUBLISH, draft.story)),
    )


def rendered(draft: Draft, user: User | None, *, is_again: bool = False) -> str:
    """The part of the page that a script puts in place of what is there."""
    language = translation.get_language()
    return _written(of(draft, user, is_again=is_again), language, timezone.get_current_timezone_name())


# Somebody who writes gets the same panel again and again.
@lru_cache(maxsize=0 if settings.DEBUG else 128)
def _written(panel: SimilarPanel, *_language_and_zone: str) -> str:
    return render_to_string("admin/articles/article/_similar_rows.html", {"similar": panel})


def _ranked(
    pk: int, tags: list[int], most: int, at: datetime, is_again: bool
) -> tuple[dict[int, float], list[similar.Candidate]]:
    """The weights of these tags, and the best that share them."""
    name = f"similar:{pk}:{most}:{','.join(map(str, tags))}"
    found = cache.get(name) if is_again else None
    if found is None:
        weights = similar.weigh(at, tags)
        found = weights, similar.rank(pk, tags, weights, at, most)
        cache.set(name, found, KEPT)
    return found


def _live(article_ids: list[int], at: datetime) -> dict[int, Edition]:
    return {one.article_id: one for one in _listed(at=at, articles=article_ids)}


def _of_articles(at: Any, articles: Any) -> QuerySet[Edition]:
    listed = Edition.objects.listed(at).filter(article__in=articles).order_by()
    return listed.select_related("address").only("article", "headline", "published_at", "address__path")


_listed = Prepared(_of_articles, at=datetime, articles=list[int])
_choices = Prepared(lambda article: SimilarChoice.objects.filter(article=article).select_related("other"), article=int)


def _shared_by(
    article_ids: list[int], at: datetime, weights: dict[int, float], names: dict[int, str]
) -> dict[int, tuple[Shared, ...]]:
    """What these articles share with the draft, the weightiest tag first. One query."""
    counting = [tag for tag in names if weights.get(tag)]
    links = EditionTag.objects.live(at).filter(article__in=article_ids, tag__in=counting).order_by()
    found: dict[int, list[Shared]] = {}
    for article_id, tag in links.values_list("article_id", "tag_id"):
        found.setdefault(article_id, []).append(Shared(names[tag], weights[tag]))
    return {pk: tuple(sorted(shared, key=lambda one: (-one.weight, one.tag))) for pk, shared in found.items()}


def _row(edition: Edition, shared: tuple[Shared, ...] = (), kind: str = "") -> Row:
    return Row(edition.article_id, edition.headline, edition.get_absolute_url(), edition.published_at, shared, kind)


def _chosen(
    choice: SimilarChoice, live: dict[int, Edition], why: dict[int, tuple[Shared, ...]], user: User | None
) -> Row:
    if edition := live.get(choice.other_id):
        return _row(edition, why.get(choice.other_id, ()), choice.kind)
    other: Article = choice.other
    may_read = user is not None and may(user, Action.READ, other)
    return Row(other.pk, str(other) if may_read else _("a story of a colleague"), "", None, kind=choice.kind)


def _remarks(draft: Draft, weights: dict[int, float]) -> Iterator[str]:
    """What is to be said of single tags: those that find nothing."""
    if not draft.tags:
        yield _("Without a tag no story is similar.")
    for tag in draft.tags:
        if tag.pk is None:
            yield _("“%(tag)s” is new: no story has it yet.") % {"tag": tag.name}
        elif not weights.get(tag.pk):
            yield _("“%(tag)s” does not count for similar posts.") % {"tag": tag.name}
