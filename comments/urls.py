"""Addresses of the conversation: `design.md`, section 6."""

from django.urls import path

from comments.views import mail, posting, privacy

app_name = "comments"
urlpatterns = [
    path("<int:year>/<int:month>/<int:day>/<slug:slug>/comment/", posting.post, name="post"),
    path("comment/<int:pk>/", posting.comment, name="comment"),
    path("comments/mail/confirm/<str:token>/", mail.confirm, name="mail-confirm"),
    path("comments/mail/stop/<str:token>/", mail.stop, name="mail-stop"),
    path("comments/mail/quiet/<str:token>/", mail.quiet, name="mail-quiet"),
    path("comments/mail/<slug:act>/<str:token>/", mail.decide, name="mail-decide"),
    path("comments/privacy/", privacy.ask, name="privacy"),
    path("comments/privacy/<str:token>/", privacy.address, name="privacy-address"),
    path("comments/privacy/<str:token>/download/", privacy.download, name="privacy-download"),
]
