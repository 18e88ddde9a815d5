"""What machines are told of the site itself: its name, and addresses that hold outside of it."""

from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from articles.models import identity


def name() -> str:
    return identity.current().site_name


def hue() -> str:
    """The colour of pages that belong to no section."""
    return identity.current().accent


def full(path: str) -> str:
    """The address of a path of this site, with its host. A full address stays as it is."""
    # Not by urljoin, which takes as long as all else about the head of a page.
    return f"{settings.NEWSROOM_SITE_URL}{path}" if path.startswith("/") else path


@lru_cache
def path_of(view: str) -> str:
    """Where a page stands that another part of the site may or may not have; nothing where it is not."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
