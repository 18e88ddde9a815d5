"""What stands between a draft and its readers. The same functions speak beside the form and decide at publication."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles import html
from articles.models import Article

HEADLINE_LENGTH = 90
TAGS_AT_MOST = 8
PARAGRAPH_WORDS = 120


@dataclass(frozen=True)
class Problem:
    """Something an editor should know. `field` is a field of the article form; a blocking problem stops publication."""

    field: str
    message: str
    code: str
    blocking: bool = True


Check = Callable[[Article], Iterator[Problem]]


def examine(article: Article) -> list[Problem]:
    """Every problem of a stored article, blocking ones first, in the order of the form."""
    found = [problem for check in CHECKS for problem in check(article)]
    return sorted(found, key=lambda problem: not problem.blocking)


def _headline(article: Article) -> Iterator[Problem]:
    if not article.headline:
        yield Problem("headline", _("Write a headline."), "no_headline")
    elif len(article.headline) > HEADLINE_LENGTH:
        message = _("The headline has %(n)d characters; over 90 it breaks into many lines.")
        yield Problem("headline", message % {"n": len(article.headline)}, "long_headline", blocking=False)


def _text(article: Article) -> Iterator[Problem]:
    if not html.plain_text(article.body):
        yield Problem("body", _("Write the text."), "no_text")
    for paragraph in html.plain_text(article.body).split("\n"):
        if len(paragraph.split()) > PARAGRAPH_WORDS:
            message = _("A paragraph has over 120 words. It begins “%(start)s”.")
            yield Problem("body", message % {"start": html.excerpt(paragraph, 40)}, "long_paragraph", blocking=False)


def _subheads(article: Article) -> Iterator[Problem]:
    levels = [int(level) for level in re.findall(r"<h([23])\b", article.body)]
    if levels and levels[0] == 3:
        message = _("The first subhead is of the second level. Begin with the first, so that no level is skipped.")
        yield Problem("body", message, "skipped_level", blocking=False)


def _section(article: Article) -> Iterator[Problem]:
    if article.section_id is None:
        yield Problem("section", _("Choose a section."), "no_section")


def _standfirst(article: Article) -> Iterator[Problem]:
    if not article.standfirst:
        message = _("Without a standfirst, lists and search results show the opening of the text.")
        yield Problem("standfirst", message, "no_standfirst", blocking=False)


def _dateline(article: Article) -> Iterator[Problem]:
    if not article.dateline_place and article.label == Article.Label.NEWS:
        yield Problem("dateline_place", _("A news story says where it was reported."), "no_dateline", blocking=False)


def _illustration(article: Article) -> Iterator[Problem]:
    picture = article.illustration
    if picture is None:
        yield Problem("illustration", _("The story has no picture."), "no_picture", blocking=False)
        return
    if not (article.illustration_alt or picture.alt or picture.decorative):
        message = _("Describe the picture, or mark it as decorative in the library.")
        yield Problem("illustration_alt", message, "no_alt")
    if not picture.credit:
        yield Problem("illustration", _("The picture has no credit. Add it in the library."), "no_credit")


def _byline(article: Article) -> Iterator[Problem]:
    if not article.bylines.exists():
        yield Problem("bylines", _("Say who wrote it."), "no_byline")


def _sources(article: Article) -> Iterator[Problem]:
    sources = list(article.sources.all())
    if not sources:
        yield Problem("sources", _("No source is named."), "no_source", blocking=False)
    for source in sources:
        if source.url and not source.url.startswith(("https://", "http://")):
            message = _("The link of “%(name)s” is no web address. Begin it with https://.") % {"name": source.name}
            yield Problem("sources", message, "unsafe_link")


def _tags(article: Article) -> Iterator[Problem]:
    count = article.tags.count()
    if count == 0:
        message = _("Without a tag the story gets no similar posts, only the latest of its section.")
        yield Problem("tags", message, "no_tags", blocking=False)
    elif count > TAGS_AT_MOST:
        yield Problem("tags", _("More than eight tags say little about a story."), "many_tags", blocking=False)


CHECKS: tuple[Check, ...] = (
    _headline,
    _standfirst,
    _dateline,
    _text,
    _subheads,
    _illustration,
    _tags,
    _sources,
    _byline,
    _section,
)
