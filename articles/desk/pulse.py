"""What an open form tells the desk while somebody writes, and what the desk answers."""

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""
    return []
