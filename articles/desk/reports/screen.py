"""The reports as pages, and as tables to take away."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.desk import spreadsheet
from articles.desk.reports.kinds import BY_NAME, REPORTS, Line, Report, asking, explanation
from articles.desk.reports.tally import MOST, tally
from articles.models import Section
from articles.public.paging import page_number

PER_PAGE = 50
# Seconds.
REMEMBERED = 60


def counts(user: User) -> list[tuple[str, str, str]]:
    """Each report that this person may read and that is not empty: its title, its length up to “99+”, its address.

    May be as old as REMEMBERED: in a large archive it reads every live story.
    """
    key = f"desk-reports-{user.pk}"
    found = cache.get(key)
    if found is None:
        found = [(row["title"], row["number"], row["address"]) for row in _overview(user) if row["number"] != "0"]
        cache.set(key, found, REMEMBERED)
    return found


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""
    screen, view = Screen(desk), desk.admin_site.admin_view
    return [
        path("reports/", view(require_safe(screen.index)), name="articles_article_reports"),
        path("reports/<slug:name>/", view(require_safe(screen.report)), name="articles_article_report"),
        path("reports/<slug:name>/csv/", view(require_safe(screen.table)), name="articles_article_report_csv"),
    ]


class Screen:
    def __init__(self, desk: ModelAdmin) -> None:
        self.desk = desk

    def index(self, request: HttpRequest) -> HttpResponse:
        self._demand(request)
        reports = [row | {"asking": asking(row["report"])} for row in _overview(request.user)]  # type: ignore[arg-type]
        context = {"title": _("Reports"), "reports": reports}
        return self._render(request, "admin/articles/article/reports.html", context)

    def report(self, request: HttpRequest, name: str) -> HttpResponse:
        self._demand(request)
        report, section = self._asked(request, name)
        page = Paginator(_rows(report, section, request), PER_PAGE).get_page(page_number(request.GET.get("page")))
        if str(page.number) != request.GET.get("page", "1"):
            raise Http404
        context = {
            "title": report.title,
            "explains": explanation(report),
            "asking": asking(report),
            "report": report,
            "page": page,
            "lines": [report.line(row) for row in page],
            "sections": Section.objects.all() if report.section_field else [],
            "section": section,
        }
        return self._render(request, "admin/articles/article/reports_list.html", context)

    def table(self, request: HttpRequest, name: str) -> StreamingHttpResponse:
        """The whole report as CSV, row by row as the database gives them."""
        self._demand(request)
        report, section = self._asked(request, name)
        lines = (report.line(row) for row in _rows(report, section, request).iterator(chunk_size=500))
        return spreadsheet.download(f"{report.name}.csv", _table(lines))

    def _demand(self, request: HttpRequest) -> None:
        if not self.desk.has_view_or_change_permission(request):
            raise PermissionDenied

    def _asked(self, request: HttpRequest, name: str) -> tuple[Report, Section | None]:
        report = BY_NAME.get(name)
        if report is None:
            raise Http404
        if not report.lists_for(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        slug = request.GET.get("section", "")
        section = Section.objects.filter(slug=slug).first() if slug and "\0" not in slug else None
        if slug and (section is None or not report.section_field):
            raise Http404
        return report, section

    def _render(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        frame = {**self.desk.admin_site.each_context(request), "opts": self.desk.opts}
        return render(request, template, frame | context)


def _rows(report: Report, section: Section | None, request: HttpRequest) -> QuerySet[Any]:
    rows = report.rows(request.user, timezone.now())  # type: ignore[arg-type]
    return rows.filter(**{report.section_field: section}) if section else rows


def _overview(user: User) -> list[dict[str, Any]]:
    now = timezone.now()
    reports = [report for report in REPORTS if report.lists_for(user)]
    numbers = tally([report.rows(user, now) for report in reports])
    return [
        {
            "title": str(report.title),
            "explains": explanation(report),
            "report": report,
            "number": f"{MOST}+" if number > MOST else str(number),
            "address": reverse("admin:articles_article_report", args=[report.name]),
        }
        for report, number in zip(reports, numbers, strict=True)
    ]


def _table(lines: Iterable[Line]) -> Iterator[list[str]]:
    yield [_("Story"), _("Section"), _("When"), _("Detail"), _("Address")]
    for line in lines:
        when = timezone.localtime(line.when).isoformat(timespec="minutes") if line.when else ""
        yield [line.headline, line.section, when, line.detail, settings.NEWSROOM_SITE_URL + line.address]
