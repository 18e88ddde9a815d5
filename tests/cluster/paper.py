"""A small paper to read, comment, write and publish, and what a browser needs for it, read while nothing is broken."""

from dataclasses import dataclass
from datetime import timedelta

STORIES = 12
DESKS = 3  # of each: stories that are saved, and stories that are published


@dataclass(frozen=True)
class Paper:
    """Addresses and forms. What the load does with them asks no database."""

    pages: list[str]
    stories: dict[str, str]
    """The stamp of the comment form, by the path of its story."""
    saved: list[int]
    published: list[int]
    tried: int
    """Another to publish, by which it is tried whether that is possible."""
    cookie: str


def prepare() -> Paper:
    """Write the stories and sign an editor in."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client
    from django.utils import timezone

    from comments import signed
    from tests import make

    editor = User.objects.create_superuser("editor")
    editions = [make.live(f"A story to read, {n}", tags=["harbour", f"quay {n % 3}"]) for n in range(STORIES)]
    earlier = timezone.now() - timedelta(minutes=5)
    stories = {edition.get_absolute_url(): signed.stamp(edition.article_id, earlier) for edition in editions}
    saved = [make.article(f"A story to save, {n}", by=editor).pk for n in range(DESKS)]
    published = [make.live(f"A story to publish, {n}", tags=["harbour", "sea"]).article_id for n in range(DESKS + 1)]
    client = Client()
    client.force_login(editor)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={_get_new_csrf_string()}"
    pages = [
        "/",
        "/section/world/",
        "/tag/harbour/",
        "/archive/",
        "/feed/",
        "/sitemap.xml",
        "/search/?q=ferry",
        *stories,
    ]
    return Paper(pages, stories, saved, published[1:], published[0], cookie)
