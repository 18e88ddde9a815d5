"""The rules of the conversation, for readers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments.models import Comment

BY_MODERATORS = [
    reason for reason in Comment.Removal if reason not in (Comment.Removal.WRITER, Comment.Removal.ERASED)
]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "comments/rules.html", {"reasons": [reason.label for reason in BY_MODERATORS]})
