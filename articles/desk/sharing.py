"""Links by which people outside read a draft, and sign it off."""

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""
    return []
