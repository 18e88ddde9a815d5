"""What stands on every page of the public site."""

from collections.abc import Hashable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import languages
from articles.addresses import address
from articles.dates import in_words
from articles.models import parts
from articles.models.edition import Edition
from articles.models.identity import Identity
from articles.models.kept import Kept, Shelf
from articles.models.page import Page
from articles.models.taxonomy import Section
from articles.public import footer as foot
from articles.public import pages
from articles.public.front import Band
from articles.public.lines import Line
from articles.templatetags.pictures import picture_html

# As the stylesheet has it.
LOGO_SIZES = "2rem"

register = template.Library()
register.simple_tag(address)


class Heading(NamedTuple):
    """A section as the navigation names it."""

    slug: str
    name: str
    hue: str

    @property
    def get_absolute_url(self) -> str:
        return address("section", self.slug)


class Shared(NamedTuple):
    """Where a story is, and links that hand its address on."""

    address: str
    links: tuple[tuple[str, str], ...]


# Each opens a letter or a post in which the words and the address of a story stand already.
SHARING = {
    "WhatsApp": "https://wa.me/?text={words}%20{address}",
    "Bluesky": "https://bsky.app/intent/compose?text={words}%20{address}",
    "Mastodon": "https://share.joinmastodon.org/#text={words}%20{address}",
}


@register.simple_tag
def share_links(edition: Edition, site_url: str) -> Shared:
    """Write it `{% share_links edition site_url as shared %}`."""
    address = f"{site_url}{edition.get_absolute_url()}"
    # What follows a question mark or a hash may hold colons and slashes as they are (RFC 3986, 3.4).
    words, there = quote(edition.headline, safe=":/"), quote(address, safe=":/")
    links = [(name, link.format(words=words, address=there)) for name, link in SHARING.items()]
    return Shared(address, ((_("E-mail"), f"mailto:?subject={words}&body={there}"), *links))


@register.simple_tag
def sections() -> tuple[Heading, ...]:
    """The sections of the paper, in the order of its navigation. No query as a rule."""
    return _headings.get()


def _read_headings() -> tuple[Heading, ...]:
    return tuple(Heading(*row) for row in Section.objects.values_list("slug", "name", "hue"))


_headings = Kept(_read_headings)


@register.simple_tag
def footer() -> foot.Footer:
    """What the foot of every page leads to. No query as a rule."""
    return foot.footer()


@register.simple_tag
def logo(site: Identity | None) -> SafeString | str:
    """The logo of a site that has one. The name stands beside it, so it is silent."""
    return picture_html(site.logo if site else None, "square", "", LOGO_SIZES, css="avatar")


@register.simple_tag
def page_text(kind: str) -> pages.Text | None:
    """What the paper says of itself under this kind of page, to stand on a page with something else. At most one query."""
    return pages.find(Page.Kind(kind))


@register.simple_tag
def standing(template_name: str, **values: Any) -> SafeString:
    """Include a part that is the same on many pages. It is set once for the same values, which are all that it sees.

    Of `today` it sees the hour.
    """
    if today := values.get("today"):
        values["today"] = timezone.localtime(today).replace(minute=0, second=0, microsecond=0)
    given = ((name, tuple(value) if isinstance(value, list) else value) for name, value in values.items())
    return _set(template_name, get_language(), tuple(given))


@lru_cache(maxsize=1000)
def _set(template_name: str, language: str | None, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    with parts.together():
        return render_to_string(template_name, dict(values))


@register.simple_tag
def kicker(edition: Edition, topic: bool = False) -> SafeString:
    """The line above a headline. `topic`: the section is plain from the page, so the first tag stands instead."""
    section, label = edition.section, ""
    if edition.label != Edition.Label.NEWS:
        label = edition.get_label_display()
    if topic and edition.tag_list:
        tag = edition.tag_list[0]
        name, path = capfirst(tag["name"]), address("tag", tag["slug"])
    else:
        name, path = (section.name, address("section", section.slug)) if section else ("", "")
    shown = label if not section or label != section.name else ""
    return _set("includes/_kicker.html", get_language(), (("name", name), ("path", path), ("label", shown)))


register.filter("within", languages.within)


# What stories look like in lists, by everything that shows; about as many as a few dozen pages have.
_stories: Shelf[SafeString] = Shelf(2000)


@register.simple_tag
def story(template_name: str, edition: Edition | Line, **values: Any) -> SafeString:
    """Include a part that shows a story in a list. It is set once for all that it sees, and set anew if any of that changes.

    Of `today` it sees the day.
    """
    return stories(template_name, [edition], **values)


@register.simple_tag
def stories(template_name: str, editions: Iterable[Edition | Line], **values: Any) -> SafeString:
    """Include that part for each of these stories, one after the other."""
    return each(template_name, "edition", [(edition, seen(edition)) for edition in editions], values)


@register.simple_tag
def bands(template_name: str, bands: Iterable[Band], **values: Any) -> SafeString:
    """Include a part that shows a row of stories for each of these, in the same way."""
    shown = [(band, (band.section, band.is_opinion, *map(seen, band.editions))) for band in bands]
    return each(template_name, "band", shown, values)


def each(template_name: str, name: str, things: Iterable[tuple[Any, Hashable]], values: dict[str, Any]) -> SafeString:
    """The part for each of these, which stand beside all that it sees of them."""
    today = values.get("today")
    given = (template_name, get_language(), repr({**values, "today": today and timezone.localtime(today).date()}))
    _mark, kept = _stories.open()
    shown = []
    for thing, sight in things:
        if (found := kept.get((given, sight))) is None:
            with parts.together():
                found = kept[given, sight] = render_to_string(template_name, {name: thing, **values})
        shown.append(found)
    return mark_safe("".join(shown))  # noqa: S308 (each is a template's)


def seen(edition: Edition | Line) -> Hashable:
    """All that has been read of an edition and of what it shows; short for one that is known already."""
    if isinstance(edition, Line):
        return edition
    if edition.known_as:
        return edition.known_as, edition.comment_count
    rows = (edition, edition.section, edition.illustration, edition.address)
    return repr([[value for name, value in vars(row).items() if name != "_state"] for row in rows if row])


@register.simple_tag
def instant(at: datetime, form: str = "DATETIME_FORMAT", zone: bool = False) -> SafeString:
    """When something happened, to the minute. `form` is the name of a format, `zone` adds that of the time zone."""
    local = timezone.localtime(at)
    said = f"{in_words(local, form)} {in_words(local, 'T')}" if zone else in_words(local, form)
    return SafeString(f'<time datetime="{local.isoformat("T", "minutes")}">{escape(said)}</time>')


@register.simple_tag
def moment(at: datetime, today: datetime | None = None, short: bool = False) -> SafeString:
    """When something happened: its day; of the day `today`, the hour. `short` leaves out the year."""
    local = timezone.localtime(at)
    is_today = bool(today) and timezone.localtime(today).date() == local.date()
    said = in_words(local, "TIME_FORMAT" if is_today else _("j M") if short else "DATE_FORMAT")
    told = local.isoformat("T", "minutes") if is_today else local.date().isoformat()
    return SafeString(f'<time datetime="{told}">{escape(said)}</time>')
