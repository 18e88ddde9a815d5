"""The address of search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.public.search.page import Page


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What readers may see now that says the words of `q`, within the filters. Any words are answered."""
    return render(request, "articles/search.html", {"search": Page(request.GET, timezone.now())})
