"""What an editor pins to, or keeps out of, the similar posts of an article."""

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""
    return []
