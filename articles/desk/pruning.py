"""Which revisions may go: old ones that nobody named, that became nothing, and that stand close to others."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.models import Article, Edition, Revision, ShareLink

BATCH = 100


@dataclass(frozen=True)
class Rule:
    """Leave alone what is newer than `before`, and of each article the `keep_last` newest saves."""

    before: datetime
    keep_last: int


def batches(rule: Rule) -> Iterator[list[int]]:
    """Ids of the articles that have anything older than the rule's time, a batch at a time, lowest first."""
    old = Revision.objects.filter(article=OuterRef("pk"), created_at__lt=rule.before)
    articles = Article.objects.filter(Exists(old.exclude(kind=Revision.Kind.NAMED))).order_by("pk")
    last = 0
    while found := list(articles.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield found
        last = found[-1]


def prune(articles: Collection[int], rule: Rule, *, dry_run: bool = False) -> int:
    """Delete what the rule lets go of these articles; return how many revisions that is.

    The articles are locked meanwhile, so that nothing is made from a revision that is about to go.
    """
    with transaction.atomic():
        list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk").values_list("pk"))
        going = [revision.pk for revision in superfluous(_of(articles), _tied(articles), rule)]
        if going and not dry_run:
            Revision.objects.filter(pk__in=going).defer("snapshot").delete()
        return len(going)


def superfluous(revisions: Iterable[Revision], tied: Collection[int], rule: Rule) -> Iterator[Revision]:
    """Those that may go, of revisions ordered by article and newest first. `tied` are ids that something refers to.

    Of old saves the last one of each day stays; old autosaves go, but the save that a younger autosave began from stays.
    """
    by_article: dict[int, list[Revision]] = {}
    for revision in revisions:
        by_article.setdefault(revision.article_id, []).append(revision)
    for of_article in by_article.values():
        autosaves = [revision for revision in of_article if revision.kind == Revision.Kind.AUTOSAVED]
        saves = [revision for revision in of_article if revision.kind != Revision.Kind.AUTOSAVED]
        living = {autosave.base for autosave in autosaves if autosave.created_at >= rule.before or autosave.pk in tied}
        yield from (one for one in autosaves if one.created_at < rule.before and one.pk not in tied)
        yield from (one for one in _thinned(saves, rule) if one.pk not in tied and one.number not in living)


def _thinned(saves: list[Revision], rule: Rule) -> Iterator[Revision]:
    """Old unnamed saves that another one of the same day came after."""
    days = set()
    for place, save in enumerate(saves):
        day = timezone.localdate(save.created_at)
        old = save.created_at < rule.before and place >= max(1, rule.keep_last)
        if old and day in days and save.kind == Revision.Kind.SAVED:
            yield save
        days.add(day)


def _of(articles: Collection[int]) -> Iterable[Revision]:
    shown = ("article", "number", "kind", "base", "created_at")
    return Revision.objects.filter(article__in=articles).only(*shown).order_by("article_id", "-number")


def _tied(articles: Collection[int]) -> set[int]:
    """Revisions that an edition was made from, or that somebody outside was given to read."""
    editions = Edition.objects.filter(article__in=articles).values_list("revision_id", flat=True)
    links = ShareLink.objects.filter(article__in=articles, revision__isnull=False)
    return {*editions, *links.values_list("revision_id", flat=True)}
