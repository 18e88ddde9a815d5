"""Addresses of the conversation: `design.md`, section 6."""

from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("<int:year>/<int:month>/<int:day>/<slug:slug>/comment/", views.post, name="post"),
    path("comment/<int:pk>/", views.comment, name="comment"),
]
