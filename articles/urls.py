"""Addresses of the public site: `design.md`, section 6."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles.desk import ical, shared_pages
from articles.public import oembed, share_cards, sitemaps, views


class WordConverter(StringConverter):
    """A slug in any script. It lets no NUL through, which PostgreSQL would answer with an error."""

    regex = r"[-\w]{1,100}"


class DateConverter(StringConverter):
    regex = r"[0-9]{4}/[0-9]{2}/[0-9]{2}"


class MonthConverter(StringConverter):
    regex = r"[0-9]{4}-(?:0[1-9]|1[0-2])"


register_converter(WordConverter, "word")
register_converter(DateConverter, "date")
register_converter(MonthConverter, "month")

app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("<date:date>/<slug:slug>/", views.article, name="article"),
    path("section/<slug:slug>/", views.section, name="section"),
    path("tag/<word:slug>/", views.tag, name="tag"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("calendar/<word:secret>.ics", ical.feed, name="calendar"),
    path("preview/<word:secret>/", shared_pages.page, name="shared"),
    path("corrections/", views.corrections, name="corrections"),
    path("card/<slug:kind>/<word:key>/<str:name>", share_cards.view, name="card"),
    path("oembed/", oembed.view, name="oembed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-<month:month>.xml", sitemaps.month, name="sitemap-month"),
    path("sitemap-<month:month>-<int:number>.xml", sitemaps.month, name="sitemap-month"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
