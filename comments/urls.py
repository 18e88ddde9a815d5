"""Addresses of the conversation: `design.md`, section 6."""

from django.urls import path

from comments.views import feeds, live, posting, rules

app_name = "comments"
urlpatterns = [
    path("<int:year>/<int:month>/<int:day>/<slug:slug>/comment/", posting.post, name="post"),
    path("<date:date>/<slug:slug>/feed/", feeds.of_story, name="story-feed"),
    path("<date:date>/<slug:slug>/feed/atom/", feeds.of_story, {"kind": "atom"}, name="story-feed-atom"),
    path("<date:date>/<slug:slug>/comments/count/", live.count, name="count"),
    path("comment/<int:pk>/", posting.comment, name="comment"),
    path("comments/feed/", feeds.of_site, name="feed"),
    path("comments/feed/atom/", feeds.of_site, {"kind": "atom"}, name="feed-atom"),
    path("comments/rules/", rules.page, name="rules"),
]
