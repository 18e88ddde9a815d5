"""Addresses of the public site: `design.md`, section 6."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles.desk import ical, shared_pages
from articles.public import views
from articles.public.search.views import search


class WordConverter(StringConverter):
    """A slug in any script. It lets no NUL through, which PostgreSQL would answer with an error."""

    regex = r"[-\w]{1,100}"


class DateConverter(StringConverter):
    regex = r"[0-9]{4}/[0-9]{2}/[0-9]{2}"


register_converter(WordConverter, "word")
register_converter(DateConverter, "date")

app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("<date:date>/<slug:slug>/", views.article, name="article"),
    path("section/<slug:slug>/", views.section, name="section"),
    path("tag/<word:slug>/", views.tag, name="tag"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("calendar/<word:secret>.ics", ical.feed, name="calendar"),
    path("preview/<word:secret>/", shared_pages.page, name="shared"),
    path("search/", search, name="search"),
    path("corrections/", views.corrections, name="corrections"),
]
