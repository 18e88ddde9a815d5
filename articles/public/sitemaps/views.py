"""The files, as they are asked for."""

from datetime import datetime
from functools import lru_cache
from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles.public import site, xml
from articles.public.sitemaps import entries
from articles.public.sitemaps.months import MOST, Month, months, start_of, stories

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All files: the pages that list stories, then the months, newest first."""
    files = chain.from_iterable(_files(one) for one in months(timezone.now()))
    rows = chain([(reverse("articles:sitemap-pages"), SafeString(""))], files)
    listed = format_html_join("", "<sitemap><loc>{}</loc>{}</sitemap>\n", ((site.full(path), on) for path, on in rows))
    return xml.document(format_html('<sitemapindex xmlns="{}">\n{}</sitemapindex>', _NAMESPACE, listed))


@require_safe
def month(request: HttpRequest, month: str, number: int = 1) -> HttpResponse:
    """The stories first published in a month, with their pictures; `number` counts the files of a busy month."""
    if number < 1 or (number == 1 and request.path != _path(month, 1)) or number > 10_000:
        raise Http404
    try:
        found = stories(start_of(month), timezone.now())[(number - 1) * MOST : number * MOST]
        listed = list(entries.of_stories(found))
    except (ValueError, OverflowError) as error:  # a year that no calendar of ours has, or only in UTC
        raise Http404 from error
    if not listed:
        raise Http404
    return _urls(listed)


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    return _urls(list(entries.of_pages(timezone.now())))


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The news of the last two days, by the rules of Google News. On quiet days there may be none."""
    rows = (
        (site.full(one.path), xml.text(site.name()), one.language, _moment(one.published), xml.text(one.title))
        for one in entries.of_news(timezone.now())
    )
    listed = format_html_join(
        "",
        "<url><loc>{}</loc><news:news><news:publication><news:name>{}</news:name><news:language>{}</news:language>"
        "</news:publication><news:publication_date>{}</news:publication_date><news:title>{}</news:title></news:news>"
        "</url>\n",
        rows,
    )
    return xml.document(format_html('<urlset xmlns="{}" xmlns:news="{}">\n{}</urlset>', _NAMESPACE, _NEWS, listed))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: everything public. What they need not ask for is in the template."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


def _files(month: Month) -> list[tuple[str, SafeString]]:
    name = f"{timezone.localtime(month.start):%Y-%m}"
    return [(_path(name, number), _lastmod(month.updated)) for number in range(1, month.files + 1)]


@lru_cache(maxsize=2000)
def _path(name: str, number: int) -> str:
    return reverse("articles:sitemap-month", args=[name] if number == 1 else [name, number])


def _urls(listed: list[entries.Entry]) -> HttpResponse:
    rows = ((site.full(one.path), _lastmod(one.updated), _image(one.image)) for one in listed)
    urls = format_html_join("", "<url><loc>{}</loc>{}{}</url>\n", rows)
    return xml.document(format_html('<urlset xmlns="{}" xmlns:image="{}">\n{}</urlset>', _NAMESPACE, _IMAGE, urls))


def _lastmod(at: datetime | None) -> SafeString:
    return format_html("<lastmod>{}</lastmod>", _moment(at)) if at else SafeString("")


def _image(url: str) -> SafeString:
    return format_html("<image:image><image:loc>{}</image:loc></image:image>", url) if url else SafeString("")


def _moment(at: datetime) -> str:
    """A date and time as the W3C writes it, with the offset of the site's time zone."""
    return timezone.localtime(at).isoformat(timespec="seconds")
