"""Addresses of the feeds: below the page of each list, `feed/` (RSS), `feed/atom/` and `feed.json`."""

from django.urls import path

from articles.public.feeds import views
from articles.public.feeds.formats import FORMATS

LISTS = {"site": "", "section": "section/<slug:slug>/", "tag": "tag/<word:slug>/", "author": "author/<slug:slug>/"}

urlpatterns = [
    path("feeds/", views.page, name="feeds"),
    *(
        path(f"{at}{format.suffix}", views.of_stories, {"kind": kind, "format": name}, name=f"{kind}-{name}")
        for kind, at in LISTS.items()
        for name, format in FORMATS.items()
    ),
    *(
        path(f"corrections/{format.suffix}", views.of_corrections, {"format": name}, name=f"corrections-{name}")
        for name, format in FORMATS.items()
    ),
]
