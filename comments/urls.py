"""Addresses of the conversation: `design.md`, section 6."""

from django.urls import path

from comments.views import own, posting

app_name = "comments"
urlpatterns = [
    path("<int:year>/<int:month>/<int:day>/<slug:slug>/comment/", posting.post, name="post"),
    path("comment/<int:pk>/", posting.comment, name="comment"),
    path("comment/<int:pk>/edit/", own.edit, name="edit"),
]
