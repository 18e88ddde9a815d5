"""Where somebody may have meant to go who asked for an address that leads nowhere.

Guesses come from live stories alone, and from few of them: those whose slug stands next to the one asked for in the order
of the alphabet, which finds a slug at another date and one that was cut off, and those of the day in the address, which
finds one that was mistyped.
"""

import re
from datetime import date, datetime
from difflib import SequenceMatcher

from articles.models.edition import Edition, EditionQuerySet
from articles.public.days import Span

MOST = 3
# Live stories that are looked at on either side in the alphabet, and of the day.
NEIGHBOURS = 5
OF_A_DAY = 30
# How much two slugs must have in common, of 1, for one to be taken for the other.
ALIKE = 0.75
# A word that is shorter may begin anything.
SHORTEST = 4

_ADDRESS = re.compile(r"/(?:([12][0-9]{3})/([0-9]{2})/(?:([0-9]{2})/)?)?(?:[-\w]{1,80}/)*?([-\w]{1,120})/?", re.ASCII)


def near(path: str, at: datetime) -> list[Edition]:
    """Up to three live stories that the path may have been meant for, the likeliest first. None for a path like no story's."""
    found = _ADDRESS.fullmatch(path)
    if found is None or len(found[4]) < SHORTEST:
        return []
    slug = found[4].lower()
    slugs = _candidates(slug, _day(*found.groups()[:3]), at)
    likely = sorted(((_likeness(slug, other), pk) for pk, other in slugs.items()), reverse=True)
    chosen = [pk for likeness, pk in likely if likeness >= ALIKE][:MOST]
    editions = {edition.pk: edition for edition in Edition.objects.filter(pk__in=chosen).for_cards()} if chosen else {}
    return [editions[pk] for pk in chosen if pk in editions]


def _candidates(slug: str, day: date | None, at: datetime) -> dict[int, str]:
    listed = Edition.objects.listed(at)
    found = _slugs(listed.filter(slug__gte=slug).order_by("slug")[:NEIGHBOURS])
    found |= _slugs(listed.filter(slug__lt=slug).order_by("-slug")[:NEIGHBOURS])
    if day is not None:
        span = Span.day(day)
        found |= _slugs(listed.published_within(span.start, span.end).newest_first()[:OF_A_DAY])
    return found


def _slugs(editions: EditionQuerySet) -> dict[int, str]:
    return dict(editions.values_list("pk", "slug"))


def _likeness(asked: str, slug: str) -> float:
    """From 0 to 1. What was cut off is as good as whole, and all but whole when it was cut off within a word."""
    if asked == slug:
        return 1
    if slug.startswith(asked):
        return 0.95
    return SequenceMatcher(None, asked, slug, autojunk=False).ratio()


def _day(*parts: str | None) -> date | None:
    year, month, day = parts
    try:
        return date(int(year), int(month), int(day)) if year and month and day else None
    except ValueError:
        return None
