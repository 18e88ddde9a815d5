"""Every story by the day of its first publication: years, months with counts, days.

A count reads an index and no story. Those of months that are over are kept for a while, and the page says so; the month
that runs is counted anew each time, so what is published shows at once.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles.models.edition import Edition, EditionQuerySet
from articles.public.days import Span
from articles.public.paging import page_in_order, page_number, page_of

# Seconds for which the counts of months that are over are kept.
KEPT_FOR = 3600
# Headlines on a page of a month: they are short.
PER_PAGE = 50
LINE_FIELDS = ("article", "headline", "language", "published_at", "address__path")
Counted = list[tuple[date, int]]


@dataclass(frozen=True)
class Pill:
    """A month or a day with stories, as the page links to it; made here, because a page has a hundred of them."""

    path: str
    label: str
    count: int

    @property
    def unit(self) -> str:
        return ngettext("story", "stories", self.count)


@dataclass(frozen=True)
class Year:
    name: str
    path: str
    months: list[Pill]


@dataclass(frozen=True)
class Day:
    """A day of a month's page, and those of its stories that are on the page."""

    date: date
    editions: list[Edition]


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Each year with its months."""
    at = timezone.now()
    first = _listed(at).order_by("published_at").values_list("published_at", flat=True).first()
    years = range(_today(at).year, _day(first).year - 1, -1) if first else range(0)
    counted = _months(years, at)
    shown = [Year(str(year), _path(f"{year}/"), _months_of(counted[year])) for year in years if counted[year]]
    return render(request, "articles/archive.html", {"years": shown})


@require_safe
def of_year(request: HttpRequest, year: str) -> HttpResponse:
    at, span = timezone.now(), _span(year)
    months = _months([span.first.year], at)[span.first.year]
    return _render(request, "articles/archive_year.html", span, at, empty=not months, months=_months_of(months))


@require_safe
def of_month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    at, span = timezone.now(), _span(year, month)
    lines = _within(span, at).newest_first().select_related("address").only(*LINE_FIELDS)
    page = page_in_order(lines, _number(request), PER_PAGE)
    pills = _days_of(_days(span, at)) if page.rows else []
    days = [Day(day, list(editions)) for day, editions in groupby(page.rows, lambda one: _day(one.published_at))]
    context = {"page": page, "pills": pills, "days": days}
    return _render(request, "articles/archive_month.html", span, at, empty=not page.rows, **context)


@require_safe
def of_day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    at, span = timezone.now(), _span(year, month, day)
    page = page_of(_within(span, at), _number(request))
    return _render(request, "articles/archive_day.html", span, at, empty=not page.rows, page=page)


@require_safe
def cut_off(request: HttpRequest, **parts: str) -> HttpResponse:
    """What is left of a story's address without its end leads to the stories of that time."""
    _span(**parts)
    return redirect(_path(request.path.removeprefix("/")), permanent=True)


# --- Parts ---


def _render(
    request: HttpRequest, template: str, span: Span, at: datetime, *, empty: bool, **parts: Any
) -> HttpResponse:
    """A page with the way to what is nearest before and after. Nothing is empty that lies outside of the archive."""
    listed = _listed(at).values_list("published_at", flat=True)
    before = listed.filter(published_at__lt=span.start).order_by("-published_at").first()
    after = listed.filter(published_at__gte=span.end).order_by("published_at").first()
    if empty and (before is None or span.first > _today(at)):
        raise Http404
    steps = {"before": before and _day(before), "after": after and _day(after)}
    return render(request, template, {"first": span.first, "empty": empty, **steps, **parts})


def _months(years: range | list[int], at: datetime) -> dict[int, Counted]:
    """Of each year the months with stories, and how many, in order."""
    spans = {year: Span.year(year) for year in years}
    kept = _kept({f"archive-months:{year}": span for year, span in spans.items()}, at)
    this = _today(at).replace(day=1)
    counted = {year: [entry for entry in kept[f"archive-months:{year}"] if entry[0] < this] for year in years}
    if this.year in counted:
        month = Span.month(this.year, this.month)
        counted[this.year] += _counts(month, [month], at)
    return counted


def _days(span: Span, at: datetime) -> Counted:
    """The days of the month with stories, and how many."""
    if span.end > at:
        return _counts(span, span.parts, at)
    key = f"archive-days:{span.first:%Y-%m}"
    return _kept({key: span}, at)[key]


def _kept(spans: dict[str, Span], at: datetime) -> dict[str, Counted]:
    """The counts of each part of these spans, as they were counted in the last hour, or are now."""
    keys = {f"{key}:{settings.TIME_ZONE}": key for key in spans}
    found = {keys[kept]: counts for kept, counts in cache.get_many(keys).items()}
    new = {key: _counts(span, span.parts, at) for key, span in spans.items() if key not in found}
    if new:
        cache.set_many({kept: new[key] for kept, key in keys.items() if key in new}, KEPT_FOR)
    return found | new


def _counts(span: Span, parts: list[Span], at: datetime) -> Counted:
    """How many stories there are in each part of the span; parts without one are left out. One query."""
    wanted = {f"n{number}": Count("article", filter=Q(published_at__lt=part.end)) for number, part in enumerate(parts)}
    until = list(_within(span, at).aggregate(**wanted).values())
    counts = (count - before for count, before in zip(until, [0, *until], strict=False))
    return [(part.first, count) for part, count in zip(parts, counts, strict=True) if count]


def _months_of(counted: Counted) -> list[Pill]:
    return [Pill(_path(f"{first:%Y/%m/}"), str(MONTHS[first.month]), count) for first, count in counted]


def _days_of(counted: Counted) -> list[Pill]:
    return [
        Pill(_path(f"{first:%Y/%m/%d/}"), f"{WEEKDAYS_ABBR[first.weekday()]} {first.day}", count)
        for first, count in counted
    ]


def _path(rest: str) -> str:
    return f"{_root()}{rest}"


@lru_cache
def _root() -> str:
    """Looking it up takes longer than all else about a pill."""
    return reverse("articles:archive")


def _listed(at: datetime) -> EditionQuerySet:
    return Edition.objects.listed(at)


def _within(span: Span, at: datetime) -> EditionQuerySet:
    return _listed(at).published_within(span.start, span.end)


def _span(year: str, month: str = "", day: str = "") -> Span:
    """The time that an address names. Raises Http404 if there is no such time, or none that a paper could be of."""
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise Http404 from error
    if not 1000 <= first.year <= 3000:
        raise Http404
    if day:
        return Span.day(first)
    return Span.month(first.year, first.month) if month else Span.year(first.year)


def _day(instant: datetime) -> date:
    return timezone.localtime(instant).date()


def _today(at: datetime) -> date:
    return _day(at)


def _number(request: HttpRequest) -> int:
    return page_number(request.GET.get("page"))
