"""What the foot of every page leads to: the same places in the same order everywhere (WCAG 2.2, 3.2.6)."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.urls import is_valid_path
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.models.page import Entry, Page, address_of, written

# Ways into the paper, in their order.
PLACES = [
    ("/", _("Front page")),
    ("/archive/", _("Archive")),
    ("/search/", _("Search")),
    ("/conversations/", _("Conversations")),
    ("/corrections/", _("Corrections")),
    ("/feeds/", _("Feeds")),
    ("/text/", _("Text only")),
]
# Where readers see, fetch and erase what is kept of them; it stands behind the text that tells of it.
KEPT = ("/comments/privacy/", _("What we keep about you"))


class Place(NamedTuple):
    name: str
    address: str


class Footer(NamedTuple):
    """`paper` leads to what the paper has, `about` to what it says of itself."""

    paper: tuple[Place, ...]
    about: tuple[Place, ...]


def footer() -> Footer:
    """The places, named in the language that is active. No query as a rule."""
    return _made(written(), get_language())


@lru_cache(maxsize=20)
def _made(entries: tuple[Entry, ...], language: str | None) -> Footer:
    """Put together once for each language, and again when a page is written."""
    return Footer(tuple(_there(PLACES)), tuple(_about(entries)))


def _there(places: Iterable[tuple[str, str | Promise]]) -> list[Place]:
    """Those that somebody answers at."""
    return [Place(str(name), address) for address, name in places if is_valid_path(address)]


def _about(entries: tuple[Entry, ...]) -> list[Place]:
    """Every kind in its order, under the title that the newsroom has given it; then its own pages."""
    own = {entry.slug: entry for entry in entries}
    kinds = [kind for kind in Page.Kind if kind != Page.Kind.CORRECTIONS]  # it is a place of the paper already
    shown = [kind for kind in kinds if kind not in own or own[kind].in_footer]
    known = [Place(own[kind].title if kind in own else str(kind.label), address_of(kind)) for kind in shown]
    added = [entry for entry in own.values() if entry.in_footer and entry.slug not in Page.Kind.values]
    return known + _there([KEPT]) + [Place(entry.title, address_of(entry.slug)) for entry in added]
