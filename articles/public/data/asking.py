"""What may be asked of a list in its address, and what is said to whoever asks for something else."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles.models.edition import EditionTag
from articles.models.taxonomy import Author, Section
from articles.public.answers import Refused
from articles.public.feeds.entry import whole
from articles.public.selection import Place, Selection
from articles.public.subjects import tag_at

LIST = frozenset(["before", "size"])
FILTERS = LIST | {"section", "tag", "author", "from", "to"}
SEARCH = frozenset(["q", "section", "tag", "author", "from", "to", "page", "seen"])
MOST = 100

_DAY = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_WORD = re.compile(r"[-\w]{1,100}")


def must_know(asked: QueryDict, known: frozenset[str]) -> None:
    """Refuse what nobody would answer to: a filter that is misspelt would let everything through."""
    if unknown := sorted(set(asked) - known):
        names = ", ".join(sorted(known))
        raise Refused(
            _("“%(name)s” cannot be asked for here; these can: %(names)s.") % {"name": unknown[0][:40], "names": names}
        )


def size(asked: QueryDict) -> int:
    raw = asked.get("size")
    if raw is None:
        return settings.NEWSROOM_PAGE_SIZE
    if not re.fullmatch("[0-9]{1,3}", raw) or not 1 <= int(raw) <= MOST:
        raise Refused(_("“size” is a whole number from 1 to %(most)d.") % {"most": MOST})
    return int(raw)


def behind(asked: QueryDict) -> Place | None:
    raw = asked.get("before")
    try:
        return Place.parse(raw) if raw is not None else None
    except ValueError:
        raise Refused(_("“before” is taken from the “next” of an earlier answer.")) from None


def filters(asked: QueryDict, at: datetime) -> Selection:
    """The stories that meet all conditions. Raises Refused."""
    first, last = _day(asked, "from"), _day(asked, "to")
    return Selection(
        section=_one(Section.objects.all(), asked, "section"),
        tag=_tag(asked, at),
        author=_one(Author.objects.all(), asked, "author"),
        since=_midnight(first) if first else None,
        until=_midnight(last + timedelta(days=1)) if last else None,
        behind=behind(asked),
    )


def next_address(request: HttpRequest, place: Place | None) -> str | None:
    """Where the list goes on."""
    if place is None:
        return None
    return f"{whole(request.path)}?{urlencode({**request.GET.dict(), 'before': str(place)})}"


def _one(found: QuerySet[Any], asked: QueryDict, name: str) -> Any:
    slug = asked.get(name)
    if slug is None:
        return None
    one: Model | None = found.filter(slug=slug).first() if _WORD.fullmatch(slug) else None
    if one is None:
        raise _none(name, slug)
    return one


def _tag(asked: QueryDict, at: datetime) -> Tag | None:
    slug = asked.get("tag")
    if slug is None:
        return None
    if not _WORD.fullmatch(slug):
        raise _none("tag", slug)
    try:
        found = tag_at(slug)
    except Http404:
        raise _none("tag", slug) from None
    if not EditionTag.is_public(found, at):
        raise _none("tag", slug)
    return found


def _none(name: str, slug: str) -> Refused:
    return Refused(_("There is no %(name)s “%(slug)s”.") % {"name": name, "slug": slug.replace("\x00", "")[:40]})


def _day(asked: QueryDict, name: str) -> date | None:
    raw = asked.get(name)
    if raw is None:
        return None
    try:
        if _DAY.fullmatch(raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise Refused(_("“%(name)s” is a day, like 2025-04-25.") % {"name": name})


def _midnight(day: date) -> datetime:
    """Its beginning in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
