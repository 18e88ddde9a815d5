"""Every story by the day of its first publication: years, months with counts, days.

A count reads an index and no story. Those of months that are over are kept for a while, and the page says so; the month
that runs is counted anew each time, so what is published shows at once.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models.edition import Edition, EditionQuerySet
from articles.public.days import Span
from articles.public.paging import page_in_order, page_number, page_of

# Seconds for which the counts of months that are over are kept.
KEPT_FOR = 3600
# Headlines on a page of a month: they are short.
PER_PAGE = 50
LINE_FIELDS = ("article", "headline", "published_at", "address__path")
Counted = list[tuple[date, int]]


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Each year with its months."""
    at = timezone.now()
    first = _listed(at).order_by("published_at").values_list("published_at", flat=True).first()
    years = range(_today(at).year, _day(first).year - 1, -1) if first else range(0)
    counted = _months(years, at)
    return render(request, "articles/archive.html", {"years": [counted[year] for year in years if counted[year]]})


@require_safe
def of_year(request: HttpRequest, year: str) -> HttpResponse:
    at, span = timezone.now(), _span(year)
    months = _months([span.first.year], at)[span.first.year]
    return _render(request, "articles/archive_year.html", span, at, empty=not months, months=months)


@require_safe
def of_month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    at, span = timezone.now(), _span(year, month)
    lines = _within(span, at).newest_first().select_related("address").only(*LINE_FIELDS)
    page = page_in_order(lines, _number(request), PER_PAGE)
    days = _counts(span, span.days, at) if page.rows else []
    return _render(request, "articles/archive_month.html", span, at, empty=not page.rows, page=page, days=days)


@require_safe
def of_day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    at, span = timezone.now(), _span(year, month, day)
    page = page_of(_within(span, at), _number(request))
    return _render(request, "articles/archive_day.html", span, at, empty=not page.rows, page=page)


@require_safe
def cut_off(request: HttpRequest, **parts: str) -> HttpResponse:
    """What is left of a story's address without its end leads to the stories of that time."""
    _span(**parts)
    return redirect(f"/archive{request.path}", permanent=True)


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
    keys = {year: f"archive-months:{settings.TIME_ZONE}:{year}" for year in years}
    found = cache.get_many(keys.values())
    for year, key in keys.items():
        if key not in found:
            span = Span.year(year)
            found[key] = _counts(span, span.months, at)
            cache.set(key, found[key], KEPT_FOR)
    this = _today(at).replace(day=1)
    counted = {year: [entry for entry in found[key] if entry[0] < this] for year, key in keys.items()}
    if this.year in counted:
        month = Span.month(this.year, this.month)
        counted[this.year] += _counts(month, [month], at)
    return counted


def _counts(span: Span, parts: list[Span], at: datetime) -> Counted:
    """How many stories there are in each part of the span; parts without one are left out. One query."""
    wanted = {
        f"n{number}": Count("article", filter=Q(published_at__gte=part.start, published_at__lt=part.end))
        for number, part in enumerate(parts)
    }
    counts = _within(span, at).aggregate(**wanted).values()
    return [(part.first, count) for part, count in zip(parts, counts, strict=True) if count]


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
