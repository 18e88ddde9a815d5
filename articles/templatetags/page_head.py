"""What stands in the head of every public page for machines: what it is about, its one address, how it is shared.

Made here and not in a template, because it is on every page and this is ten times as fast.
"""

from html import escape, unescape
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.db.models import Model
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles.addresses import address
from articles.models import parts
from articles.models.edition import Edition
from articles.models.kept import Shelf
from articles.models.taxonomy import Author, Section
from articles.pictures import card
from articles.public import share_cards, site
from articles.public.structured import lists
from articles.templatetags.pictures import File, share_picture, square_picture

register = template.Library()

# Characters of a description.
LONGEST = 300
INDEXED, NOT_INDEXED = "max-image-preview:large", "noindex"
# Name, content.
Meta = tuple[str, object]
# They are made of the frame and of what the tag is given.
_heads: Shelf[SafeString] = Shelf(1000)


@register.simple_tag
def page_head(
    title: str,
    description: str,
    path: str,
    *,
    number: int = 1,
    index: bool = True,
    subject: Any = None,
) -> SafeString:
    """The head of any page but a story's. `path` is its address without a query, `number` which page of a list it is.

    `subject` is the section, tag or author that the page is about, `"front"` on the front page, or nothing. A page that
    search engines shall not show has `index=False`, and no address to be known by.
    """
    title, description = _plain(title), _plain(description)
    about = (type(subject), subject.pk) if isinstance(subject, Model) else subject
    key = (settings.NEWSROOM_SITE_URL, get_language(), title, description, path, number, bool(index), about)
    _mark, kept = _heads.open()
    if (found := kept.get(key)) is None:
        found = kept[key] = _made(title, description, path, number, bool(index), subject)
    return found


def _made(title: str, description: str, path: str, number: int, index: bool, subject: Any) -> SafeString:
    if not index:
        return _head(description, "", NOT_INDEXED)
    here = site.full(path) + (f"?page={number}" if number > 1 else "")
    kind, image, data = _of_subject(subject, title, path)
    shared = [*_about(kind, title, description, here), *_image(image, title)]
    return mark_safe(_head(description, here, INDEXED) + _properties(shared) + data)  # noqa: S308 (all made by format_html)


@register.simple_tag(takes_context=True)
def story_head(context: Context, edition: Edition) -> SafeString:
    """The head of a story's page; of a preview only what it would look like when it is shared."""
    title, description, preview = edition.title_for_search, edition.description_for_search, context.get("preview")
    here = "" if preview else site.full(edition.get_absolute_url())
    image, text = story_image(edition, preview=bool(preview))
    shared = [*_about("article", title, description, here), *_image(image, text), *_dates_and_names(edition)]
    head = _head(description, here, NOT_INDEXED if preview else INDEXED) + _properties(shared)
    if preview:
        return head
    structured = context["structured"]
    data = parts.late(lambda: _script(structured()))  # it tells how many comments there are
    return mark_safe(head + _oembed(here) + data)  # noqa: S308 (as above)


def story_image(edition: Edition, *, preview: bool = False) -> tuple[File | None, str]:
    """The picture for shared links and its description: the story's own if it is wide enough, or else its card."""
    own = share_picture(edition.illustration)
    if own and (own.width >= share_cards.WIDE_ENOUGH or preview):
        return own, edition.illustration_text
    return (None, "") if preview else (_file(share_cards.of_story(edition)), edition.headline)


def _of_subject(subject: Any, title: str, path: str) -> tuple[str, File | None, SafeString]:
    """What kind of thing the page is in Open Graph's words, its picture, and what it tells in JSON-LD."""
    if subject == "front":
        return "website", _file(share_cards.of_site()), _script(lists.front())
    if isinstance(subject, Author):
        portrait = square_picture(subject.portrait)
        return "profile", portrait or _file(share_cards.of_author(subject)), _script(lists.profile(subject))
    data = _script(lists.listing(title, path))
    if isinstance(subject, Section):
        return "website", _file(share_cards.of_section(subject)), data
    return "website", _file(share_cards.of_tag(subject) if subject else share_cards.of_site()), data


def _plain(words: str) -> str:
    """Words of a template, which may have escaped them, as one line of no more than search engines show."""
    line = " ".join((unescape(words) if isinstance(words, SafeString) else str(words)).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]}…"


def _head(description: str, here: str, robots: str) -> SafeString:
    canonical = f'<link rel="canonical" href="{escape(here)}">' if here else ""
    about = f'<meta name="description" content="{_escaped(description)}">' if description else ""
    return mark_safe(f'{about}<meta name="robots" content="{robots}">{canonical}')  # noqa: S308 (what is not ours is escaped)


def _about(kind: str, title: str, description: str, here: str) -> list[Meta]:
    found = [("type", kind), ("site_name", site.name()), ("title", title), ("description", description), ("url", here)]
    return [(f"og:{name}", value) for name, value in found if value]


def _image(image: File | None, text: str) -> list[Meta]:
    if image is None:
        return [("twitter:card", "summary")]
    shape = "summary_large_image" if image.width > image.height else "summary"
    found: list[Meta] = [("og:image", image.url), ("og:image:width", image.width), ("og:image:height", image.height)]
    return [*found, ("og:image:alt", text), ("twitter:card", shape)]


def _dates_and_names(edition: Edition) -> list[Meta]:
    moments = (("published", edition.published_at), ("modified", edition.updated_at))
    found: list[Meta] = [
        (f"article:{name}_time", timezone.localtime(at).isoformat(timespec="seconds")) for name, at in moments if at
    ]
    found += [("article:author", site.full(address("author", one["slug"]))) for one in edition.byline]
    return found


def _properties(shared: list[Meta]) -> SafeString:
    """Cards are told of by a name, everything else by a property."""
    rows = (
        f'<meta {"name" if name.startswith("twitter:") else "property"}="{name}" content="{_escaped(value)}">'
        for name, value in shared
    )
    return mark_safe("".join(rows))  # noqa: S308 (names are ours, values are escaped)


def _escaped(value: object) -> str:
    """As `format_html` does it, which asks each time whether the words are yet to be translated."""
    return escape(str(value))


def _oembed(here: str) -> SafeString:
    # A query may hold colons and slashes as they are (RFC 3986, 3.4).
    asked = escape(f"{site.full(site.path_of('articles:oembed'))}?url={quote(here, safe=':/')}")
    link = '<link rel="alternate" type="{}+oembed" href="{}">'
    rows = (("application/json", asked), ("text/xml", f"{asked}&amp;format=xml"))
    return mark_safe("".join([link.format(*row) for row in rows]))  # noqa: S308 (the address is escaped)


def _script(data: SafeString) -> SafeString:
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308 (made by structured.script)


def _file(shown: share_cards.Card) -> File:
    return File(site.full(shown.path), *card.SIZE)
