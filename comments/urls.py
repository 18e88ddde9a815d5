"""Addresses of the conversation: `design.md`, section 6."""

from django.urls import path

from articles.public.feeds.formats import FORMATS
from comments.views import conversations, feeds, live, mail, own, posting, privacy, reporting, rules

app_name = "comments"
urlpatterns = [
    path("<int:year>/<int:month>/<int:day>/<slug:slug>/comment/", posting.post, name="post"),
    *(
        path(f"<date:date>/<slug:slug>/{one.suffix}", feeds.of_story, {"format": name}, name=f"story-{name}")
        for name, one in FORMATS.items()
    ),
    path("<date:date>/<slug:slug>/comments/count/", live.count, name="count"),
    path("comment/<int:pk>/", posting.comment, name="comment"),
    path("comment/<int:pk>/edit/", own.edit, name="edit"),
    path("comment/<int:pk>/report/", reporting.report, name="report"),
    path("<int:year>/<int:month>/<int:day>/<slug:slug>/report-error/", reporting.report_error, name="report-error"),
    *(path(f"comments/{one.suffix}", feeds.of_site, {"format": name}, name=name) for name, one in FORMATS.items()),
    path("conversations/", conversations.page, name="conversations"),
    path("comments/rules/", rules.page, name="rules"),
    path("comments/mail/confirm/<str:token>/", mail.confirm, name="mail-confirm"),
    path("comments/mail/stop/<str:token>/", mail.stop, name="mail-stop"),
    path("comments/mail/quiet/<str:token>/", mail.quiet, name="mail-quiet"),
    path("comments/mail/<slug:act>/<str:token>/", mail.decide, name="mail-decide"),
    path("comments/privacy/", privacy.ask, name="privacy"),
    path("comments/privacy/<str:token>/", privacy.address, name="privacy-address"),
    path("comments/privacy/<str:token>/download/", privacy.download, name="privacy-download"),
]
