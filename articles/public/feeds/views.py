"""The feeds of stories and of corrections, and a page for people who look for one."""

from collections.abc import Callable, Hashable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import identity
from articles.models.taxonomy import Section
from articles.public import subjects
from articles.public.answers import open_to_all, unless_known
from articles.public.feeds import corrected, known, stories
from articles.public.feeds.entry import Entry, Feed, whole
from articles.public.feeds.formats import FORMATS, Format

ITEMS = 20


@open_to_all
def of_stories(request: HttpRequest, kind: str, format: str, slug: str = "") -> HttpResponse:
    """The newest stories of a `site`, `section`, `tag` or `author`; at a former address of a tag, a way there."""
    at, written = timezone.now(), FORMATS[format]
    subject = subjects.find(kind, slug, at)
    if subject.slug != slug:
        return redirect(subject.path + written.suffix, permanent=True)
    found = subject.selection.newest(at, ITEMS)
    gone = stories.withdrawn(subject.selection, at) if written.tells_withdrawals else []
    told = (subject.title, tuple(found.ids), tuple(one.id for one in gone))

    def feed() -> Feed:
        entries = known.entries(found.rows, at)
        updated = max([*(entry.updated for entry in entries), *(one.at for one in gone)], default=None)
        return Feed(subject.title, subject.description, whole(subject.path), request.path, updated, entries, gone)

    return answer(request, written, told, found.modified, feed)


@open_to_all
def of_corrections(request: HttpRequest, format: str) -> HttpResponse:
    at = timezone.now()
    found = corrected.newest(at, ITEMS)

    def feed() -> Feed:
        site = {"site_name": identity.current().site_name}
        corrections = _("Corrections")
        title = f"{corrections} – {identity.current().site_name}"
        about = _("What %(site_name)s got wrong, and what is right.") % site
        home = whole(reverse("articles:corrections"))
        return _feed_of(title, about, home, request.path, corrected.entries(found.ids))

    return answer(request, FORMATS[format], tuple(found.ids), found.modified, feed)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every feed there is, and what to do with it."""
    return render(request, "articles/feeds.html", {"formats": FORMATS.values(), "all_sections": Section.objects.all()})


# --- Public name: other apps may answer with a feed of their own ---


def answer(
    request: HttpRequest, format: Format, told: Hashable, modified: datetime | None, feed: Callable[[], Feed]
) -> HttpResponse:
    """The feed in this format, or 304. `told` is what it is made of; `feed` is not called for who knows that."""

    def write() -> HttpResponse:
        return HttpResponse(format.write(feed()), content_type=format.content_type)

    return unless_known(request, (format.name, request.path, told), modified, write)


def _feed_of(title: str, about: str, home: str, path: str, entries: list[Entry]) -> Feed:
    return Feed(title, about, home, path, max((entry.updated for entry in entries), default=None), entries)
