"""Addresses of the JSON: `index.json` at the end of the address of a page."""

from django.urls import path

from articles.public.data import views

urlpatterns = [
    path("index.json", views.front, name="front-data"),
    path("stories/index.json", views.stories, name="stories-data"),
    path("<date:date>/<slug:slug>/index.json", views.article, name="article-data"),
    path("section/<slug:slug>/index.json", views.listing, {"kind": "section"}, name="section-data"),
    path("tag/<word:slug>/index.json", views.listing, {"kind": "tag"}, name="tag-data"),
    path("author/<slug:slug>/index.json", views.listing, {"kind": "author"}, name="author-data"),
    path("search/index.json", views.search, name="search-data"),
    path("corrections/index.json", views.corrections, name="corrections-data"),
]
