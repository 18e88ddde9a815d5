"""Who comes in: whoever may read the article sees its history, whoever may write it brings something back."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from articles.models import Article


def readable(desk: ModelAdmin, request: HttpRequest, pk: int) -> Article:
    """The article. Raises Http404 or PermissionDenied; so does the other door."""
    article = get_object_or_404(Article, pk=pk)
    if not desk.has_view_permission(request, article):
        raise PermissionDenied
    return article


def writable(desk: ModelAdmin, request: HttpRequest, pk: int) -> Article:
    article = readable(desk, request, pk)
    if not desk.has_change_permission(request, article):
        raise PermissionDenied
    return article
