"""What stories show of other sites. A link on a line of its own becomes a card; the stored text keeps the link alone.

A card loads nothing by itself. Without script it is the link; with it, a button puts the site's frame in its place. The
hosts that a page may frame are told to the content security policy by the cards on it, and by nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

VIDEO, POST, DOCUMENT, RECORDING = _("Video"), _("Post"), _("Document"), _("Recording")
# What may stand behind the part of an address that says what it shows.
_REST = r"(?:[?&#/][\w\-=&;%.~/]*)?"
_LINE = re.compile(r'<p>\s*(?:<a href="([^"]+)">((?:(?!</?[ap]\b).)*)</a>|(https://[^\s<]+))\s*</p>', re.DOTALL)


@dataclass(frozen=True)
class Site:
    """A site that we frame: which addresses show something, and where its frame for that is."""

    name: str
    kind: Promise
    address: re.Pattern[str]
    frame: str


@dataclass(frozen=True)
class Card:
    site: Site
    url: str
    title: str
    frame: str

    @property
    def origin(self) -> str:
        return f"https://{self.host}"

    @property
    def host(self) -> str:
        """Who learns that somebody looks."""
        return urlsplit(self.frame).netloc

    @property
    def is_wide(self) -> bool:
        """Whether its frame has the shape of a screen, not of a page."""
        return self.site.kind is VIDEO


def _site(name: str, kind: Promise, address: str, frame: str) -> Site:
    return Site(name, kind, re.compile(f"https://{address}{_REST}", re.ASCII), frame)


SITES = (
    _site(
        "YouTube",
        VIDEO,
        r"(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[\w\-=&]*&)?v=|live/|shorts/)|youtu\.be/)(?P<id>[\w\-]{11})",
        "https://www.youtube-nocookie.com/embed/{id}?autoplay=1",
    ),
    _site(
        "Vimeo",
        VIDEO,
        r"(?:www\.)?vimeo\.com/(?P<id>\d{4,12})",
        "https://player.vimeo.com/video/{id}?dnt=1&autoplay=1",
    ),
    _site(
        "Mastodon",
        POST,
        r"(?P<host>mastodon\.(?:social|online)|mstdn\.social|mas\.to)/(?P<who>@[\w.\-@]{1,80})/(?P<id>\d{5,25})",
        "https://{host}/{who}/{id}/embed",
    ),
    _site(
        "Bluesky",
        POST,
        r"bsky\.app/profile/(?P<who>[\w.:\-]{3,120})/post/(?P<id>[a-z0-9]{5,20})",
        "https://embed.bsky.app/embed/{who}/app.bsky.feed.post/{id}",
    ),
    _site(
        "DocumentCloud",
        DOCUMENT,
        r"(?:www\.)?documentcloud\.org/documents/(?P<id>\d{4,12})(?:-[\w\-]{1,200})?",
        "https://embed.documentcloud.org/documents/{id}/?embed=1",
    ),
    _site(
        "Internet Archive",
        RECORDING,
        r"archive\.org/details/(?P<id>[\w.\-]{1,120})",
        "https://archive.org/embed/{id}",
    ),
)


def cards_in(text: str) -> list[Card]:
    """The cards that a sanitised text makes, in its order."""
    return list(filter(None, map(_card, _LINE.finditer(text))))


def with_cards(text: SafeString) -> SafeString:
    """A text that is ready for the page, with its cards."""
    return mark_safe(_LINE.sub(lambda line: _drawn(line), text))  # noqa: S308 (a card escapes what it shows)


def as_addresses(text: str) -> str:
    """The text with the bare address for each card: other software makes one of a line that holds nothing else."""
    return _LINE.sub(lambda line: f"<p>{line[1] or line[3]}</p>" if _card(line) else line[0], text)


def allow(response: HttpResponse, cards: Iterable[Card]) -> None:
    """Let the page frame the hosts of its cards; see newsroom.headers."""
    if origins := sorted({card.origin for card in cards}):
        response.frames = origins  # type: ignore[attr-defined]  # read by the content security policy


def card_for(url: str, title: str = "") -> Card | None:
    """The card of an address, if one of our sites shows something there."""
    for site, found in _matches(url):
        return Card(site, url, title or url.removeprefix("https://"), site.frame.format(**found.groupdict()))
    return None


def _matches(url: str) -> Iterator[tuple[Site, re.Match[str]]]:
    return ((site, found) for site in SITES if (found := site.address.fullmatch(url)))


def _card(line: re.Match[str]) -> Card | None:
    url, title = unescape(line[1] or line[3]), unescape(strip_tags(line[2] or "")).strip()
    return card_for(url, "" if title == url else title)


def _drawn(line: re.Match[str]) -> str:
    card = _card(line)
    return render_to_string("includes/_embed.html", {"card": card}) if card else line[0]
