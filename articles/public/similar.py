"""Similar posts: two live editions are similar by the tags they share, and a rare tag says more than a common one.

The rule is `design.md`, section 5. A tag that `n` of `N` live stories carry weighs `ln((N + 1) / (n + 1))` (inverse
document frequency); the weights of the shared tags are added and doubled for every half-life by which the candidate is
younger. Order: score, then newer first publication, then higher article id.

Lists are computed in the background and stored; a page reads the stored list and drops what is not live at that
instant. Stories that are scheduled are in the lists already, so they show from their minute on.

An editor's choices stand in the same list: pinned stories first, in their order; those that are kept out at the end.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import sources
from articles.models.edition import Edition, EditionTag, IntervalQuerySet
from articles.models.prepared import FIXED, Prepared
from articles.models.similar import SimilarChoice, SimilarPosts
from articles.models.taxonomy import Section, TagProfile
from articles.public.rarity import weigh

SECONDS_A_DAY = 86400
DAYS_A_MONTH = 31
_Place = tuple[int, str]  # an article's id and its first publication, as the database writes it
# By how much two ways of adding the same weights may differ.
ROUNDING = 1e-9
# Neighbours whose lists one publication may touch; beyond them a story would stand too low to be shown.
NEIGHBOURS = 400
# Lists that are computed in one transaction, when a tag's are.
BATCH = 20
# Rows that are read of a tag at least, if it has as many and the budget is not spent.
SHARE = 200
# Later than any date.
UNREAD = "~"
# Candidates of which all tags are looked up at once, and those that are looked at in all, the most promising first.
TOGETHER, LOOKED_AT = 128, 2000
# Marks of entries that an editor chose.
PINNED, EXCLUDED = SimilarChoice.Kind.PIN.value, SimilarChoice.Kind.EXCLUDE.value


@dataclass(frozen=True)
class Candidate:
    article_id: int
    score: float
    published_at: datetime
    shared: tuple[int, ...]
    """Ids of the shared tags, the rarest first."""


@dataclass(frozen=True)
class Post:
    """One similar post as a reader sees it: the edition, and the names of the tags it shares, the rarest first."""

    edition: Edition
    shared: list[str]
    is_pinned: bool = False
    """Chosen by an editor, whatever it shares."""

    @property
    def reason(self) -> str:
        """Why it stands there, in a line."""
        return ", ".join(self.shared)


@dataclass(frozen=True)
class Shown:
    heading: str
    posts: list[Post]
    is_similar: bool


# --- Reading ---


def shown(edition: Edition, entries: list[Any] | None, at: datetime) -> Shown:
    """What stands under an article: its stored list as far as it is live, or the latest of its section."""
    marks = {entry[0]: _mark(entry) for entry in entries or []}
    names = {entry[0]: entry[3] for entry in entries or []}
    order = [pk for pk, mark in marks.items() if mark != EXCLUDED and pk != edition.article_id]
    most = settings.NEWSROOM_SIMILAR_SHOWN
    # Most lists are all live, so what stands behind the first is seldom asked for.
    live = _live(order[:most], at)
    if len(live) < most < len(order):
        live = (live + _live(order[most:], at))[:most]
    if live:
        posts = [Post(one, names[one.article_id], marks[one.article_id] == PINNED) for one in live]
        return Shown(_("Similar Posts"), posts, is_similar=True)
    heading, newest = latest(edition.section, at, {edition.article_id, *marks} - set(order))
    return Shown(heading, [Post(one, []) for one in newest], is_similar=False)


def _mark(entry: list[Any]) -> str:
    return entry[4] if len(entry) > 4 else ""


def _live(order: list[int], at: datetime) -> list[Edition]:
    """The live editions of these articles, in this order."""
    found = {one.article_id: one for one in _listed(at=at, articles=order)}
    return [found[article_id] for article_id in order if article_id in found]


def latest(section: Section | None, at: datetime, without: set[int]) -> tuple[str, list[Edition]]:
    """The newest of the section, headed as such, for a story that shares no tag; nothing without a section."""
    if section is None:
        return "", []
    most = settings.NEWSROOM_SIMILAR_SHOWN
    newest = _newest(at=at, section=section.pk, most=most + len(without))
    others = [one for one in newest if one.article_id not in without]
    return _("Latest in %(section)s") % {"section": section.name}, others[:most]


_listed = Prepared(
    lambda at, articles: Edition.objects.listed(at).filter(article__in=articles).for_cards().order_by(),
    at=datetime,
    articles=list[int],
)
_newest = Prepared(
    lambda at, section, most: Edition.objects.listed(at).in_section(section).newest_first().for_cards()[:most],
    at=datetime,
    section=int,
    most=FIXED,
)


# --- Computing ---


def refresh(article_id: int, at: datetime | None = None) -> None:
    """Store the article's own list, and put the article into, or out of, the lists of its neighbours."""
    at = at or timezone.now()
    # Stored before the transaction, so that others find a row to lock and wait for.
    SimilarPosts.objects.get_or_create(article_id=article_id, defaults={"computed_at": at})
    # What the article was tagged with before may have put it into lists where it no longer belongs.
    touched = set(EditionTag.objects.filter(article_id=article_id).values_list("tag_id", flat=True))
    weights = weigh(at, touched)
    neighbours = rank(article_id, weights, weights, at, NEIGHBOURS)
    with transaction.atomic():
        lists = _locked([article_id, *(neighbour.article_id for neighbour in neighbours)])
        compute(article_id, at, weights)
        _offer(
            article_id, at, [(one, lists[one.article_id]) for one in neighbours if one.article_id in lists], weights
        )


def refresh_tag(tag_id: int, at: datetime | None = None, most: int | None = None) -> None:
    """Store the lists of all articles with this tag, or of the newest `most`, anew.

    A few at a time, so that no publication waits long.
    """
    at = at or timezone.now()
    weights = weigh(at)
    newest = _links(at).filter(tag=tag_id).order_by("-published_at", "-article_id")[:most]
    carriers = list(dict.fromkeys(article_id for article_id, _date in newest))
    for start in range(0, len(carriers), BATCH):
        compute_together(carriers[start : start + BATCH], at, weights)


@transaction.atomic
def compute_together(article_ids: Iterable[int], at: datetime, weights: dict[int, float]) -> None:
    """Store the own lists of these articles, all or none. Publications that touch one of them wait until it is done."""
    ordered = sorted(article_ids)
    _locked(ordered)
    for article_id in ordered:
        compute(article_id, at, weights)


def compute(article_id: int, at: datetime, weights: dict[int, float] | None = None) -> None:
    """Store the article's own list. Whoever computes many at once brings the weights of all tags along."""
    tags = _tags_of(article_id, at)
    if weights is None:
        weights = weigh(at, tags)
    choices = {choice.other_id: choice.kind for choice in SimilarChoice.objects.filter(article=article_id)}
    best = rank(article_id, tags, weights, at, settings.NEWSROOM_SIMILAR_STORED + len(choices))
    best = [one for one in best if one.article_id not in choices][: settings.NEWSROOM_SIMILAR_STORED]
    names = _names({tag for candidate in best for tag in candidate.shared})
    entries = _chosen(choices, PINNED) + [_entry(one, names) for one in best] + _chosen(choices, EXCLUDED)
    SimilarPosts.objects.bulk_create(
        [SimilarPosts(article_id=article_id, entries=entries, computed_at=at)],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["entries", "computed_at"],
    )


def preview(article_id: int, tag_ids: Iterable[int], at: datetime | None = None) -> list[Candidate]:
    """The list that an article would get with these tags, best first."""
    at, tags = at or timezone.now(), set(tag_ids)
    return rank(article_id, tags, weigh(at, tags), at, settings.NEWSROOM_SIMILAR_STORED)


def rank(article_id: int, tags: Iterable[int], weights: dict[int, float], at: datetime, most: int) -> list[Candidate]:
    """The `most` best candidates among those that the budget reaches, best first.

    Of each tag the newest are read, the rarest tag first, until the `NEWSROOM_SIMILAR_BUDGET` rows are spent; what one
    tag leaves of its share goes to those after it. The most promising are then scored on all the tags they share. The
    cost follows the budget, not the archive.
    """
    counting = sorted((tag for tag in tags if weights.get(tag, 0) > 0), key=lambda tag: (-weights[tag], tag))
    carriers: dict[int, set[_Place]] = {}
    ends: dict[int, str] = {}
    sums: dict[_Place, float] = defaultdict(float)
    left = settings.NEWSROOM_SIMILAR_BUDGET
    for number, tag in enumerate(counting):
        share = min(left, max(SHARE, left // (len(counting) - number)))
        rows = _newest_with(tag, article_id, at, share) if share else []
        left -= len(rows)
        if len(rows) == share:
            ends[tag] = rows[-1][1] if rows else UNREAD
        for place in rows:
            sums[place] += weights[tag]
        carriers[tag] = set(rows)
    # What is older than the last that was read of a tag may have it all the same.
    for tag, end in ends.items():
        for place in sums:
            if place[1] <= end and place not in carriers[tag]:
                sums[place] += weights[tag]
    highest = _highest(sums)
    ordered = sorted(highest, key=highest.__getitem__, reverse=True)
    best: list[Candidate] = []
    for start in range(0, min(len(ordered), max(LOOKED_AT, 2 * most)), TOGETHER):
        # Whatever follows could not reach the last of them, even if it shared every tag that it may have.
        if len(best) == most and highest[ordered[start]] < best[-1].score:
            break
        places = ordered[start : start + TOGETHER]
        for tag, place in _carrying(list(ends), places, at):
            carriers[tag].add(place)
        found = (_candidate(place, [tag for tag in counting if place in carriers[tag]], weights) for place in places)
        best = heapq.nlargest(most, [*best, *found], key=lambda one: (one.score, one.published_at, one.article_id))
    return best


def _candidate(place: _Place, shared: list[int], weights: dict[int, float]) -> Candidate:
    date = _read(place[1])
    return Candidate(place[0], _score(shared, date, weights), date, tuple(shared))


# What `_links` says of one tag, newest first. Django takes longer to write it than the database to answer.
_NEWEST = """
    SELECT article_id, CAST(published_at AS text) AS published FROM articles_editiontag
    WHERE tag_id = %s AND live_until > %s AND (live_from <= %s OR published_at = live_from) AND article_id <> %s
    ORDER BY published_at DESC, article_id DESC LIMIT %s"""


def _newest_with(tag: int, without: int, at: datetime, most: int) -> list[_Place]:
    connection = sources.connection()
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [tag, moment, moment, without, most])
        return cursor.fetchall()


def _highest(sums: dict[_Place, float]) -> dict[_Place, float]:
    """The highest score that each may have. Dates are taken by their months here, which are few."""
    youngest = 2 ** (DAYS_A_MONTH / settings.NEWSROOM_SIMILAR_HALF_LIFE) * (1 + ROUNDING)
    months = {month: _youth(_read(f"{month}-01")) * youngest for month in {place[1][:7] for place in sums}}
    return {place: value * months[place[1][:7]] for place, value in sums.items()}


# Not by the tags as well: a database may then read all that carry one of them.
_tags = Prepared(
    lambda at, articles: _due(at).filter(article_id__in=articles).values_list("tag_id", "article_id"),
    at=datetime,
    articles=list[int],
)


def _carrying(tags: list[int], places: list[_Place], at: datetime) -> Iterator[tuple[int, _Place]]:
    """Which of these tags the articles at these places have."""
    if tags:
        known = {place[0]: place for place in places}
        links = _tags(at=at, articles=list(known))
        yield from ((tag, known[article]) for tag, article in links if tag in tags)


def _score(shared: Iterable[int], date: datetime, weights: dict[int, float]) -> float:
    return math.fsum(weights[tag] for tag in shared) * _youth(date)


def _youth(date: datetime) -> float:
    """2 for every half-life between the beginning of 1970 and this date."""
    return 2 ** (date.timestamp() / SECONDS_A_DAY / settings.NEWSROOM_SIMILAR_HALF_LIFE)


def _read(date: str) -> datetime:
    """A date as a database writes it; SQLite leaves out that it is UTC."""
    read = datetime.fromisoformat(date)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _due(at: datetime) -> IntervalQuerySet:
    """Every tag that counts at that time: of live editions, and of first ones that are scheduled.

    A scheduled update counts from its minute on; its article is refreshed then.
    """
    return EditionTag.objects.not_over(at).filter(Q(live_from__lte=at) | Q(published_at=F("live_from")))


def _links(at: datetime) -> "QuerySet[Any, _Place]":
    """Article and date of each of them."""
    # Thousands of these are read for one list, and Django takes ten times as long to make a date as for all the rest.
    return _due(at).annotate(written=Cast("published_at", TextField())).values_list("article_id", "written")


def _tags_of(article_id: int, at: datetime) -> dict[int, _Place]:
    """Tags of the edition that counts now, each with the article's place."""
    links = _due(at).filter(article_id=article_id).annotate(written=Cast("published_at", TextField()))
    return {tag: (article_id, written) for tag, written in links.values_list("tag_id", "written")}


def _chosen(choices: dict[int, str], kind: str) -> list[list[Any]]:
    return [[other, 0, 0, [], kind] for other, chosen in choices.items() if chosen == kind]


def _entry(candidate: Candidate, names: dict[int, str]) -> list[Any]:
    shared = [names[tag] for tag in candidate.shared]
    return [candidate.article_id, candidate.score, candidate.published_at.timestamp(), shared]


def _locked(article_ids: Iterable[int]) -> dict[int, SimilarPosts]:
    """The stored lists of these articles, nobody else's to write until the transaction ends. One order, no deadlock."""
    lists = SimilarPosts.objects.filter(article__in=article_ids).order_by("pk").select_for_update()
    return {stored.article_id: stored for stored in lists}


def _offer(
    article_id: int, at: datetime, neighbours: list[tuple[Candidate, SimilarPosts]], weights: dict[int, float]
) -> None:
    """Put this article at its place in each neighbour's stored list, or take it out of there.

    Sharing is mutual, so what a neighbour shares with this article is known already; only the age is this article's.
    """
    tags = _tags_of(article_id, at)
    names = _names(set(tags))
    changed = []
    for neighbour, stored in neighbours:
        if article_id in {entry[0] for entry in stored.entries if _mark(entry)}:
            continue  # an editor has said where it stands, or that it does not
        entries = [entry for entry in stored.entries if entry[0] != article_id and not _mark(entry)]
        if shared := [tag for tag in neighbour.shared if tag in tags]:
            entries.append(_entry(_candidate(tags[shared[0]], shared, weights), names))
            entries.sort(key=lambda entry: (entry[1], entry[2], entry[0]), reverse=True)
        pinned, excluded = ([e for e in stored.entries if _mark(e) == kind] for kind in (PINNED, EXCLUDED))
        entries = pinned + entries[: settings.NEWSROOM_SIMILAR_STORED] + excluded
        if entries != stored.entries:
            stored.entries = entries
            changed.append(stored)
    SimilarPosts.objects.bulk_update(changed, ["entries"], batch_size=100)


def _names(tags: set[int]) -> dict[int, str]:
    return dict(TagProfile.objects.filter(tag__in=tags).values_list("tag_id", "tag__name"))
