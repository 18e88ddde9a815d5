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
from django.db.models import Count, IntegerField, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles.models.edition import Edition, EditionQuerySet
from articles.models.prepared import FIXED, Prepared
from articles.public.days import Span
from articles.public.lines import LINE_FIELDS, Line
from articles.public.paging import Listing, Page, page_from, page_number

# Seconds for which the counts of months that are over are kept.
KEPT_FOR = 3600
# Spans that are counted by one query: SQLite takes five hundred.
AT_ONCE = 360
# Headlines on a page of a month: they are short.
PER_PAGE = 50
Counted = list[tuple[date, int]]


def _between(at: Any, since: Any, until: Any) -> EditionQuerySet:
    return Edition.objects.listed(at).published_within(since, until)


def _ends(at: Any) -> QuerySet:
    return Edition.objects.listed_by_date(at).values_list("published_at", flat=True)


def _around(at: Any, start: Any, end: Any) -> QuerySet:
    """What was published last before a time, and first after it."""
    listed = Edition.objects.listed(at)
    ends = (
        listed.filter(published_at__lt=start).newest_first(),
        listed.filter(published_at__gte=end).order_by("published_at"),
    )
    before, after = (
        Edition.objects.filter(pk__in=end.values("pk")[:1]).order_by().values_list("published_at", flat=True)
        for end in ends
    )
    return before.union(after, all=True)


_TIMES: dict[str, Any] = {"at": datetime, "since": datetime, "until": datetime}


def _numbers(at: Any, times: tuple[tuple[datetime, datetime], ...]) -> QuerySet:
    """Each is counted by itself, so that every story is looked at once."""
    first, *others = (
        _between(at, *span)
        .order_by()
        .values(part=Value(number, IntegerField()))
        .annotate(stories=Count("article"))
        .values_list("part", "stories")
        for number, span in enumerate(times)
    )
    return first.union(*others, all=True) if others else first


_counted = Prepared(_numbers, at=datetime, times=FIXED)
_first = Prepared(lambda at: _ends(at).order_by("published_at")[:1], at=datetime)
_steps = Prepared(_around, at=datetime, start=datetime, end=datetime)
_stories_of = Listing(_between, **_TIMES)
_lines_of = Prepared(
    lambda start, end, **times: _between(**times).newest_first().values_list(*LINE_FIELDS)[start:end],
    start=FIXED,
    end=FIXED,
    **_TIMES,
)


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
    months: tuple[Pill, ...]


@dataclass(frozen=True)
class Day:
    """A day of a month's page, and those of its stories that are on the page."""

    date: date
    lines: tuple[Line, ...]


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Each year with its months."""
    at = timezone.now()
    first = _first.first(at=at)
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
    page = _lines(span, at, _number(request))
    pills = _days_of(_days(span, at)) if page.rows else ()
    days = [Day(day, tuple(lines)) for day, lines in groupby(page.rows, lambda line: _day(line.published_at))]
    context = {"page": page, "pills": pills, "days": days}
    return _render(request, "articles/archive_month.html", span, at, empty=not page.rows, **context)


@require_safe
def of_day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    at, span = timezone.now(), _span(year, month, day)
    page = _stories_of.page(_number(request), at=at, since=span.start, until=span.end)
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
    found = _steps(at=at, start=span.start, end=span.end)
    before = next((published for published in found if published < span.start), None)
    after = next((published for published in found if published >= span.end), None)
    if empty and (before is None or span.first > _today(at)):
        raise Http404
    steps = {"before": before and _day(before), "after": after and _day(after)}
    return render(request, template, {"first": span.first, "empty": empty, **steps, **parts})


def _lines(span: Span, at: datetime, number: int) -> Page[Line]:
    start, end = (number - 1) * PER_PAGE, number * PER_PAGE + 1
    found = _lines_of(at=at, since=span.start, until=span.end, start=start, end=end)
    return page_from([Line(*row) for row in found], number, PER_PAGE)


def _months(years: range | list[int], at: datetime) -> dict[int, Counted]:
    """Of each year the months with stories, and how many, in order."""
    spans = {year: Span.year(year) for year in years}
    kept = _kept({f"archive-months:{year}": span for year, span in spans.items()}, at)
    this = _today(at).replace(day=1)
    counted = {year: [entry for entry in kept[f"archive-months:{year}"] if entry[0] < this] for year in years}
    if this.year in counted:
        month = Span.month(this.year, this.month)
        counted[this.year] += _counts([month], at)
    return counted


def _days(span: Span, at: datetime) -> Counted:
    """The days of the month with stories, and how many."""
    if span.end > at:
        return _counts(span.parts, at)
    key = f"archive-days:{span.first:%Y-%m}"
    return _kept({key: span}, at)[key]


def _kept(spans: dict[str, Span], at: datetime) -> dict[str, Counted]:
    """The counts of each part of these spans, as they were counted in the last hour, or are now."""
    keys = {f"{key}:{settings.TIME_ZONE}": key for key in spans}
    found = {keys[kept]: counts for kept, counts in cache.get_many(keys).items()}
    missing = {key: span.parts for key, span in spans.items() if key not in found}
    wanted = [part for parts in missing.values() for part in parts]
    counted: dict[date, int] = {}
    for some in (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)):
        counted |= dict(_counts(some, at, again=False))
    new = {
        key: [(part.first, counted[part.first]) for part in parts if part.first in counted]
        for key, parts in missing.items()
    }
    if new:
        cache.set_many({kept: new[key] for kept, key in keys.items() if key in new}, KEPT_FOR)
    return found | new


def _counts(parts: list[Span], at: datetime, *, again: bool = True) -> Counted:
    """How many stories there are in each of these spans; those without one are left out. One query.

    It is made ready for spans that are counted `again` and again.
    """
    times = tuple((part.start, part.end) for part in parts)
    counts = dict(_counted(at=at, times=times) if again else _counted.plain(at=at, times=times))
    return [(part.first, counts[number]) for number, part in enumerate(parts) if counts[number]]


def _months_of(counted: Counted) -> tuple[Pill, ...]:
    return tuple(Pill(_path(f"{first:%Y/%m/}"), str(MONTHS[first.month]), count) for first, count in counted)


def _days_of(counted: Counted) -> tuple[Pill, ...]:
    return tuple(
        Pill(_path(f"{first:%Y/%m/%d/}"), f"{WEEKDAYS_ABBR[first.weekday()]} {first.day}", count)
        for first, count in counted
    )


def _path(rest: str) -> str:
    return f"{_root()}{rest}"


@lru_cache
def _root() -> str:
    """Looking it up takes longer than all else about a pill."""
    return reverse("articles:archive")


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
