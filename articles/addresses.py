"""Addresses of list pages. A page names dozens of them, and looking one up anew takes longer than all else about it."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=10_000)
def address(kind: str, slug: str) -> str:
    """The path of the list page of a `section`, `tag` or `author`."""
    return reverse(f"articles:{kind}", args=[slug])
