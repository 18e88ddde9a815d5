"""Share cards: the picture that a page has where links to it are shown, if it has none of its own.

A card has an address as soon as its page has, and is drawn when it is first asked for, or after publication by a task
worker. Its name follows from what is on it (see `articles.pictures.card`), so it may be kept for ever; and whoever asks
for a name gets it only while a page that is public now would name it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe
from taggit.models import Tag

from articles.models.edition import Edition, EditionTag
from articles.models.story import Story
from articles.models.taxonomy import Author, Section
from articles.pictures import card, names
from articles.public import site

FACE = "newsroom/headline.woff2"
TYPES = {"png": "image/png", "jpg": "image/jpeg"}
# From this width on the picture itself is shown large where a story is shared (ogp.me names none; all large networks
# show less as a thumbnail), so it needs no card.
WIDE_ENOUGH = 600


@dataclass(frozen=True)
class Card:
    """A card as a page names it."""

    kind: str
    key: str
    words: card.Words

    @property
    def path(self) -> str:
        # Looked up once for all: it takes longer than all else about it.
        return f"{_root()}{self.kind}/{self.key}/{self.words.name}"

    @property
    def stored_name(self) -> str:
        return f"cards/{self.words.name}"


# --- What stands on them ---


def of_story(edition: Edition) -> Card:
    """The headline under its section and label, beside the picture if there is one."""
    section, label = edition.section, edition.label
    kicker = [section.name] if section else []
    if label != Story.Label.NEWS:
        kicker.append(str(Story.Label(label).label))
    words = card.Words(
        title=edition.headline,
        kicker=" · ".join(kicker),
        site=site.name(),
        hue=section.hue if section else site.hue(),
        picture=_picture(edition),
    )
    return Card("story", str(edition.article_id), words)


def names_of_story(edition: Edition) -> list[str]:
    """What the stored card of this edition may be called, whichever files its picture had when it was drawn."""
    words = of_story(edition).words
    manifest = edition.illustration.renditions if edition.illustration else []
    squares = [name for shape, *_rest, name in manifest if shape == "square"]
    cards = (Card("story", str(edition.article_id), replace(words, picture=one)) for one in ["", *squares])
    return [card.stored_name for card in cards]


def of_section(section: Section) -> Card:
    return Card("section", section.slug, card.Words(section.name, section.description, site.name(), section.hue))


def of_tag(tag: Tag) -> Card:
    return Card("tag", tag.slug, card.Words(capfirst(tag.name), site=site.name(), hue=site.hue()))


def of_author(author: Author) -> Card:
    return Card("author", author.slug, card.Words(author.name, author.role, site.name(), site.hue()))


def of_site() -> Card:
    return Card("site", "front", card.Words(site.name(), hue=site.hue()))


def _picture(edition: Edition) -> str:
    found = names.in_webp(edition.illustration.renditions, "square") if edition.illustration else []
    return found[-1].name if found else ""


# --- How they are asked for ---


@require_safe
def view(request: HttpRequest, kind: str, key: str, name: str) -> HttpResponse:
    """The card of a public page. A name that it had before leads to the one that it has now."""
    found = FINDERS[kind](key, timezone.now()) if kind in FINDERS else None
    if found is None:
        raise Http404
    if found.words.name != name:
        return redirect(found.path)
    response = HttpResponse(content(found), content_type=TYPES[found.words.format])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def content(found: Card) -> bytes:
    """The card's file, from the storage if it was drawn before."""
    try:
        with default_storage.open(found.stored_name) as file:
            return file.read()
    except FileNotFoundError:
        drawn = draw(found)
        # A store that is full or away keeps nobody from the card.
        with suppress(OSError):
            default_storage.save(found.stored_name, ContentFile(drawn))
        return drawn


def draw(found: Card) -> bytes:
    """The card's file, made anew and not kept: the desk shows those of drafts too."""
    # With it comes Pillow, which few processes that serve readers ever need.
    from articles.pictures import card_drawing

    picture, name = None, found.words.picture
    # Where the picture's file has gone, the words are still shown.
    with suppress(OSError):
        if name:
            with default_storage.open(name) as file:
                picture = card_drawing.decoded(file)
    return card_drawing.draw(found.words, str(finders.find(FACE)), picture)


def draw_for(article_id: int, at: datetime) -> None:
    """Draw the card of a story that is public at that time, so that nobody has to wait for it."""
    if found := _story(str(article_id), at):
        content(found)


def _story(key: str, at: datetime) -> Card | None:
    if not key.isascii() or not key.isdigit() or len(key) > 18:
        return None
    found = Edition.objects.listed(at).for_cards().order_by().filter(article_id=int(key)).first()
    return of_story(found) if found else None


def _tag(key: str, at: datetime) -> Card:
    found = get_object_or_404(Tag, slug=key)
    if not EditionTag.is_public(found, at):
        raise Http404
    return of_tag(found)


FINDERS: dict[str, Callable[[str, datetime], Card | None]] = {
    "story": _story,
    "section": lambda key, at: of_section(get_object_or_404(Section, slug=key)),
    "tag": _tag,
    "author": lambda key, at: of_author(get_object_or_404(Author, slug=key)),
    "site": lambda key, at: of_site() if key == "front" else None,
}


def _root() -> str:
    return reverse("articles:card", args=["k", "k", "n"]).removesuffix("k/k/n")
