"""Corrections as entries of a feed of their own. They stay there, whatever becomes of the story."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.models.edition import Edition
from articles.public.feeds.entry import Entry, lasting_id, whole
from articles.public.feeds.stories import Corrected, correction_html, people
from articles.public.selection import Rows, rows_of


def newest(at: datetime, size: int, skip: int = 0) -> Rows:
    """The editions that corrected something, as `articles.public.selection` tells of editions. One query."""
    told = Edition.objects.ever_live().filter(change=Edition.Change.CORRECTION, live_from__lte=at)
    in_order = told.filter(correction__isnull=False).order_by("-live_from", "-pk")
    return Rows(rows_of(in_order, "pk", at, size, skip))


def entries(ids: Sequence[int]) -> list[Entry]:
    return [_entry(edition) for edition in _editions(ids)]


def told(ids: Sequence[int]) -> list[tuple[Corrected, str, str]]:
    """What was corrected in these editions, with headline and address of each."""
    return [(_told(one), one.headline, whole(one.get_absolute_url())) for one in _editions(ids)]


def _editions(ids: Sequence[int]) -> Iterable[Edition]:
    found = Edition.objects.filter(pk__in=ids).select_related("address", "correction")
    fields = ("headline", "byline", "live_from", "address__path", "correction__kind", "correction__text")
    return found.only(*fields).order_by("-live_from", "-pk")


def _told(edition: Edition) -> Corrected:
    return Corrected(edition.correction.kind, edition.correction.text, edition.live_from)


def _entry(edition: Edition) -> Entry:
    story, told = whole(edition.get_absolute_url()), _told(edition)
    link = format_html('<p>{} <a href="{}">{}</a></p>', _("The story:"), story, edition.headline)
    return Entry(
        id=lasting_id("correction", edition.correction.pk, edition.live_from),
        url=story,
        title=f"{told.name}: {edition.headline}",
        html=correction_html(told) + link,
        summary=told.text,
        published=edition.live_from,
        updated=edition.live_from,
        authors=people(edition),
    )
