"""Addresses of the conversation: `design.md`, section 6."""

from django.urls import path

from comments.views import own, posting, reporting

app_name = "comments"
urlpatterns = [
    path("<int:year>/<int:month>/<int:day>/<slug:slug>/comment/", posting.post, name="post"),
    path("comment/<int:pk>/", posting.comment, name="comment"),
    path("comment/<int:pk>/edit/", own.edit, name="edit"),
    path("comment/<int:pk>/report/", reporting.report, name="report"),
    path("<int:year>/<int:month>/<int:day>/<slug:slug>/report-error/", reporting.report_error, name="report-error"),
]
