"""A text as plain HTML that stands by itself on another site: what a theme of WordPress shows without our styles."""

import re

from django.conf import settings
from django.template.loader import render_to_string

from articles import html
from articles.importing import markup
from articles.models.illustration import Illustration
from articles.models.page import Page
from articles.models.story import Story
from articles.public import embeds, text
from newsroom.leaving.wordpress.pictures import Pictures

_OWN_LINK = re.compile(r'(<a [^>]*href=")(?=/(?!/))')
_LINE_END = re.compile(r"(?<!\s)\s*\n\s*")
_PULL_QUOTE = re.compile(r"<aside>(.*?)</aside>", re.DOTALL)
_BETWEEN_BLOCKS = re.compile(
    r"(</(?:p|h2|h3|ul|ol|blockquote|figure|aside)>)(?=<(?:p|h2|h3|ul|ol|blockquote|figure|aside|hr)\b)"
)
# What WordPress would take for a command of a plugin.
_SHORTCODE = re.compile(r"\[(?=/?\w)")
_MARK = re.compile(r'<span class="dateline">(.*?)</span>', re.DOTALL)


def of_story(story: Story, found: dict[int, Illustration], pictures: Pictures, sources: list[dict[str, str]]) -> str:
    """The whole text as readers get it: dateline, pictures, links that become cards, and where the story comes from."""
    body = html.open_with_dateline(str(text.with_figures(story, found, pictures.figure)), story.dateline)
    told = render_to_string("includes/_source_note.html", {"sources": sources}) if sources else ""
    return _plain(_MARK.sub(r"\1", body) + markup.convert(told).html)


def of_page(page: Page, found: dict[int, Illustration], pictures: Pictures) -> str:
    return _plain(str(text.with_figures(page, found, pictures.figure)))


def _plain(body: str) -> str:
    # A line end within a paragraph would be taken for a break.
    body = _LINE_END.sub(" ", body)
    body = _PULL_QUOTE.sub(r'<figure class="wp-block-pullquote"><blockquote>\1</blockquote></figure>', body)
    body = embeds.as_addresses(body)
    body = _SHORTCODE.sub("&#91;", body)
    body = _OWN_LINK.sub(rf"\g<1>{settings.NEWSROOM_SITE_URL}", body)
    return _BETWEEN_BLOCKS.sub("\\1\n\n", body)
