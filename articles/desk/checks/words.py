"""Checks of what is written: headline, standfirst, text, and the links in it."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from articles import html
from articles.desk.checks.problem import Problem, advice
from articles.desk.draft import Draft
from articles.models import Article

HEADLINE_LENGTH = 90
PARAGRAPH_WORDS = 120
# Doors that are shut to readers.
INSIDE = ("/admin/", "/preview/")

_SUBHEAD = re.compile(r"<h([23])\b")
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_TARGET = re.compile(r'\bhref="([^"]*)"')
# Words that tell somebody who hears only the links of a page nothing.
_EMPTY_WORDS = {"here", "click here", "click", "read more", "more", "link", "this", "this link", "see here"}
_BARE_ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


class Link(NamedTuple):
    target: str
    text: str


def headline(draft: Draft) -> Iterator[Problem]:
    length = len(draft.story.headline)
    if not length:
        yield Problem("headline", _("Write a headline."), "no_headline")
    elif length > HEADLINE_LENGTH:
        message = _("The headline has %(n)d characters; over 90 it breaks into many lines.")
        yield advice("headline", message % {"n": length}, "long_headline")


def standfirst(draft: Draft) -> Iterator[Problem]:
    if not draft.story.standfirst:
        message = _("Without a standfirst, lists show the opening of the text.")
        yield advice("standfirst", message, "no_standfirst")


def dateline(draft: Draft) -> Iterator[Problem]:
    if not draft.story.dateline_place and draft.story.label == Article.Label.NEWS:
        yield advice("dateline_place", _("A news story says where it was reported."), "no_dateline")


def text(draft: Draft) -> Iterator[Problem]:
    if not draft.lines:
        yield Problem("body", _("Write the text."), "no_text")


def long_paragraphs(draft: Draft) -> Iterator[Problem]:
    for paragraph in draft.lines:
        if len(paragraph.split()) > PARAGRAPH_WORDS:
            message = _("A paragraph has over 120 words. It begins “%(start)s”.")
            yield advice("body", message % {"start": html.excerpt(paragraph, 40)}, "long_paragraph")


def subheads(draft: Draft) -> Iterator[Problem]:
    first = _SUBHEAD.search(draft.story.body)
    if first and first[1] == "3":
        message = _("The first subhead is of the second level. Begin with the first, so that no level is skipped.")
        yield advice("body", message, "skipped_level")


def links(draft: Draft) -> Iterator[Problem]:
    for link in links_in(draft.story.body):
        if not _leads_somewhere(link.target):
            message = _("The link “%(text)s” leads nowhere that readers can go. Begin its address with https://.")
            yield Problem("body", message % {"text": _named(link)}, "unsafe_link")


def link_texts(draft: Draft) -> Iterator[Problem]:
    for link in links_in(draft.story.body):
        if not link.text:
            message = _("A link to %(address)s has no words.")
            yield advice("body", message % {"address": _named(link)}, "link_text")
        elif _says_nothing(link.text):
            message = _("The link “%(text)s” does not say where it leads. Link the words that do.")
            yield advice("body", message % {"text": _named(link)}, "link_text")


def _says_nothing(words: str) -> bool:
    # Translators: what links are called that do not say where they lead. Small letters, a comma between.
    ours = _("here, click here, read more, more, link, this link, see here").split(", ")
    said = words.casefold().strip(" .:!›→")
    return said in _EMPTY_WORDS or said in ours or bool(_BARE_ADDRESS.fullmatch(words))


def links_in(body: str) -> Iterator[Link]:
    """The links of a sanitised text. A target is empty where the sanitiser refused the one that was written."""
    for attributes, inside in _LINK.findall(body):
        target = _TARGET.search(attributes)
        words = " ".join(unescape(strip_tags(inside)).split())
        yield Link(unescape(target[1]).strip() if target else "", words)


def _leads_somewhere(target: str) -> bool:
    if target.startswith("/"):
        return not target.startswith(INSIDE)
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme == "mailto" and "@" in parts.path or parts.scheme in ("http", "https") and bool(parts.netloc)


def _named(link: Link) -> str:
    words = link.text or link.target
    return words if len(words) <= 60 else words[:59] + "…"
