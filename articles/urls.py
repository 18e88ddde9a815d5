"""Addresses of the public site: `design.md`, section 6."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path, register_converter
from django.urls.converters import StringConverter
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from articles.models.page import ELSEWHERE, Page
from articles.public import archive, changes, oembed, pages, share_cards, sitemaps, text_only, views
from articles.public.search.views import search


def later(name: str) -> Callable[..., HttpResponseBase]:
    """A view of the desk, which is imported when it is first asked for."""

    def view(request: HttpRequest, **kwargs: str) -> HttpResponseBase:
        return import_string(name)(request, **kwargs)

    return view


class WordConverter(StringConverter):
    """A slug in any script. It lets no NUL through, which PostgreSQL would answer with an error."""

    regex = r"[-\w]{1,100}"


class DateConverter(StringConverter):
    regex = r"[0-9]{4}/[0-9]{2}/[0-9]{2}"


class YearConverter(StringConverter):
    regex = r"[0-9]{4}"


class TwoDigitsConverter(StringConverter):
    """A month or a day."""

    regex = r"[0-9]{2}"


class MonthConverter(StringConverter):
    regex = r"[0-9]{4}-(?:0[1-9]|1[0-2])"


register_converter(WordConverter, "word")
register_converter(DateConverter, "date")
register_converter(YearConverter, "year")
register_converter(TwoDigitsConverter, "two")
register_converter(MonthConverter, "month")

app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("<date:date>/<slug:slug>/", views.article, name="article"),
    path("section/<slug:slug>/", views.section, name="section"),
    path("tag/<word:slug>/", views.tag, name="tag"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("pages/<slug:slug>/", pages.page, name="page"),
    *[path(f"{kind}/", pages.page, {"slug": kind.value}) for kind in Page.Kind if kind not in ELSEWHERE],
    path("calendar/<word:secret>.ics", later("articles.desk.ical.feed"), name="calendar"),
    path("preview/<word:secret>/", csrf_exempt(later("articles.desk.shared_pages.page")), name="shared"),
    path("search/", search, name="search"),
    path("corrections/", views.corrections, name="corrections"),
    path("<date:date>/<slug:slug>/changes/", changes.page, name="changes"),
    path("archive/", archive.whole, name="archive"),
    path("archive/<year:year>/", archive.of_year, name="archive-year"),
    path("archive/<year:year>/<two:month>/", archive.of_month, name="archive-month"),
    path("archive/<year:year>/<two:month>/<two:day>/", archive.of_day, name="archive-day"),
    path("<year:year>/", archive.cut_off, name="cut-off-year"),
    path("<year:year>/<two:month>/", archive.cut_off, name="cut-off-month"),
    path("<year:year>/<two:month>/<two:day>/", archive.cut_off, name="cut-off-day"),
    path("text/", text_only.front, name="text-front"),
    path("text/section/<slug:slug>/", text_only.section, name="text-section"),
    path("text/<date:date>/<slug:slug>/", text_only.article, name="text-article"),
    path("", include("articles.public.feeds.urls")),
    path("", include("articles.public.data.urls")),
    path("card/<slug:kind>/<word:key>/<str:name>", share_cards.view, name="card"),
    path("oembed/", oembed.view, name="oembed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-<month:month>.xml", sitemaps.month, name="sitemap-month"),
    path("sitemap-<month:month>-<int:number>.xml", sitemaps.month, name="sitemap-month"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
