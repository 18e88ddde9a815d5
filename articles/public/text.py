"""An edition's text as readers get it: opened by its dateline, with the library's pictures set in."""

import re
from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import html
from articles.models.edition import Edition
from articles.models.illustration import Illustration
from articles.models.page import Page
from articles.models.story import Story
from articles.templatetags.pictures import picture_html

Figure = Callable[[Illustration, str, SafeString | str], SafeString | str]
SEPARATOR = " · "
FIGURE_SIZES = "(min-width: 64rem) 37rem, 100vw"

_FIGURE = re.compile(r"<figure>(?:(?!</figure>).)*</figure>|<img\b[^>]*>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
_ALT = re.compile(r'\balt="([^"]*)"')


def pictures_in(story: Edition | Page) -> dict[int, Illustration]:
    """The library's pictures that the text shows, by id, in the order of the text. One query, or none for no picture."""
    ids = html.figure_ids(story.body)
    found = Illustration.objects.in_bulk(ids) if ids else {}
    return {pk: found[pk] for pk in ids if pk in found}


def figure(picture: Illustration, alt: str, caption: SafeString | str) -> SafeString:
    """A picture of the library as a page shows it."""
    return format_html(
        '<figure>{}<figcaption class="figure__caption">{} {}</figcaption></figure>',
        picture_html(picture, "free", alt, FIGURE_SIZES),
        caption,
        _source(picture),
    )


def body(edition: Edition, pictures: dict[int, Illustration], figure: Figure = figure) -> SafeString:
    """The text of an edition with `pictures_in` it, ready for the page. It was sanitised when it was stored.

    `figure` makes the markup of a picture from it, its alternative text, and its caption.
    """
    text = with_figures(edition, pictures, figure)
    return mark_safe(html.open_with_dateline(text, edition.dateline))  # noqa: S308 (sanitised by BodyField)


def with_figures(story: Story | Page, pictures: dict[int, Illustration], figure: Figure = figure) -> SafeString:
    """The text with `pictures_in` it set in, and without a dateline."""
    text = _FIGURE.sub(lambda match: _figure(match[0], pictures, figure), story.body)
    return mark_safe(text)  # noqa: S308 (sanitised by BodyField)


def _figure(markup: str, pictures: dict[int, Illustration], figure: Figure) -> str:
    """A figure of ours in place of the editor's; nothing where the picture has left the library."""
    ids = html.figure_ids(markup)
    picture = pictures.get(ids[0]) if ids else None
    if picture is None:
        return ""
    caption = _CAPTION.search(markup)
    written = _ALT.search(markup)
    alt = (written[1] if written else "") or ("" if picture.decorative else picture.alt)
    said = mark_safe(caption[1]) if caption else ""  # noqa: S308 (a part of the sanitised text)
    return figure(picture, html.unescape(alt), said)


def _source(picture: Illustration) -> SafeString:
    """Who made it and whether with AI, told apart also where there is no style."""
    credit = format_html('<span class="figure__credit">{}</span>', picture.credit) if picture.credit else ""
    machine = format_html("<b>{}</b>", _("Made with AI.")) if picture.ai_made else ""
    return format_html("{}{}{}", credit, SEPARATOR if credit and machine else "", machine)
