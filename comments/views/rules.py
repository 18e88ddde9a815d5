"""The rules of the conversation, for readers: what the newsroom says of them, then those that hold by themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models.page import Page
from articles.public import pages
from comments.models import Comment

BY_MODERATORS = [
    reason for reason in Comment.Removal if reason not in (Comment.Removal.WRITER, Comment.Removal.ERASED)
]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    reasons = [reason.label for reason in BY_MODERATORS]
    return render(request, "comments/rules.html", {"page": pages.find(Page.Kind.COMMENT_RULES), "reasons": reasons})
