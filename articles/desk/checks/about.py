"""Checks of what stands around the text: picture, sources, tags, byline, section, description."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.desk.checks.problem import Problem, advice
from articles.desk.draft import Draft
from articles.models import Article

TAGS_AT_MOST = 8
ALT_AT_LEAST = 10
WEB = ("https://", "http://")
# Somebody's own view, or own work, rests on no other report.
OWN_WORK = (Article.Label.OPINION, Article.Label.REVIEW)

_FILE_NAME = re.compile(r"\S+\.(jpe?g|png|webp|avif|gif|tiff?|heic)|(img|dsc|dscn|image|pxl|screenshot)[-_ ]?\d+")


def picture(draft: Draft) -> Iterator[Problem]:
    found = draft.story.illustration
    if found is None:
        yield advice("illustration", _("The story has no picture."), "no_picture")
        return
    if not (draft.story.illustration_alt or found.alt or found.decorative):
        message = _("Describe the picture, or mark it as decorative in the library.")
        yield Problem("illustration_alt", message, "no_alt")
    if not found.credit:
        yield Problem("illustration", _("The picture has no credit. Add it in the library."), "no_credit")


def alternative_text(draft: Draft) -> Iterator[Problem]:
    found = draft.story.illustration
    alt = (draft.story.illustration_alt or (found.alt if found else "")).strip()
    if not found or not alt:
        return
    caption = draft.story.illustration_caption or found.caption
    if says_little(alt):
        message = _("The alternative text “%(alt)s” does not say what the picture shows.")
        yield advice("illustration_alt", message % {"alt": alt[:60]}, "generic_alt")
    elif _plain(alt) == _plain(caption):
        message = _("Alternative text and caption say the same. Tell what can be seen, not what it means.")
        yield advice("illustration_alt", message, "alt_is_caption")


def says_little(alt: str) -> bool:
    """Whether an alternative text is a stock phrase, the name of a file, or too short to describe anything."""
    plain = _plain(alt)
    return (
        len(alt) < ALT_AT_LEAST
        or plain.startswith(("illustration for:", _plain(_("Illustration for:"))))
        or bool(_FILE_NAME.fullmatch(plain))
    )


def sources(draft: Draft) -> Iterator[Problem]:
    if not draft.sources and draft.story.label == Article.Label.SPONSORED:
        yield advice("sources", _("Name who paid for the story, as its source."), "no_sponsor")
    elif not draft.sources and draft.story.label not in OWN_WORK:
        yield advice("sources", _("No source is named."), "no_source")
    for source in draft.sources:
        if source["url"] and not source["url"].lower().startswith(WEB):
            message = _("The link of “%(name)s” is no web address. Begin it with https://.")
            yield Problem("sources", message % {"name": source["name"]}, "unsafe_source")


def tags(draft: Draft) -> Iterator[Problem]:
    if not draft.tags:
        message = _("Without a tag the story gets no similar posts, only the latest of its section.")
        yield advice("tags", message, "no_tags")
    elif len(draft.tags) > TAGS_AT_MOST:
        yield advice("tags", _("More than eight tags say little about a story."), "many_tags")


def byline(draft: Draft) -> Iterator[Problem]:
    if not draft.authors:
        yield Problem("bylines", _("Say who wrote it."), "no_byline")


def section(draft: Draft) -> Iterator[Problem]:
    if draft.story.section_id is None:
        yield Problem("section", _("Choose a section."), "no_section")


def description(draft: Draft) -> Iterator[Problem]:
    if not (draft.story.search_description or draft.story.standfirst):
        message = _("Without a description or a standfirst, search results show the opening of the text.")
        yield advice("search_description", message, "no_description")


def _plain(words: str) -> str:
    return words.strip().rstrip(".").casefold()
