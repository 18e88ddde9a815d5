"""What stands between a draft and its readers. The same functions speak beside the form and decide at publication."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles import html
from articles.desk.draft import Draft
from articles.models import Article, ShareLink

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
    is_step: bool = False
    """A step of the newsroom's own, such as an approval: no fault of the text."""

    @property
    def anchor(self) -> str:
        """Id of the element in the form that the problem leads to."""
        if self.field == "stage":
            return "panel-status"
        return f"{self.field}-group" if self.field in ("sources", "bylines") else f"id_{self.field}"


Check = Callable[[Draft], Iterator[Problem]]


def examine(draft: Draft) -> list[Problem]:
    """Every problem of a draft, blocking ones first, in the order of the form."""
    found = [problem for check in CHECKS for problem in check(draft)]
    return sorted(found, key=lambda problem: not problem.blocking)


def _headline(draft: Draft) -> Iterator[Problem]:
    if not draft.story.headline:
        yield Problem("headline", _("Write a headline."), "no_headline")
    elif len(draft.story.headline) > HEADLINE_LENGTH:
        message = _("The headline has %(n)d characters; over 90 it breaks into many lines.")
        yield Problem("headline", message % {"n": len(draft.story.headline)}, "long_headline", blocking=False)


def _text(draft: Draft) -> Iterator[Problem]:
    if not html.plain_text(draft.story.body):
        yield Problem("body", _("Write the text."), "no_text")
    for paragraph in html.plain_text(draft.story.body).split("\n"):
        if len(paragraph.split()) > PARAGRAPH_WORDS:
            message = _("A paragraph has over 120 words. It begins “%(start)s”.")
            yield Problem("body", message % {"start": html.excerpt(paragraph, 40)}, "long_paragraph", blocking=False)


def _subheads(draft: Draft) -> Iterator[Problem]:
    levels = [int(level) for level in re.findall(r"<h([23])\b", draft.story.body)]
    if levels and levels[0] == 3:
        message = _("The first subhead is of the second level. Begin with the first, so that no level is skipped.")
        yield Problem("body", message, "skipped_level", blocking=False)


def _section(draft: Draft) -> Iterator[Problem]:
    if draft.story.section_id is None:
        yield Problem("section", _("Choose a section."), "no_section")


def _standfirst(draft: Draft) -> Iterator[Problem]:
    if not draft.story.standfirst:
        message = _("Without a standfirst, lists and search results show the opening of the text.")
        yield Problem("standfirst", message, "no_standfirst", blocking=False)


def _dateline(draft: Draft) -> Iterator[Problem]:
    if not draft.story.dateline_place and draft.story.label == Article.Label.NEWS:
        yield Problem("dateline_place", _("A news story says where it was reported."), "no_dateline", blocking=False)


def _illustration(draft: Draft) -> Iterator[Problem]:
    picture = draft.story.illustration
    if picture is None:
        yield Problem("illustration", _("The story has no picture."), "no_picture", blocking=False)
        return
    if not (draft.story.illustration_alt or picture.alt or picture.decorative):
        message = _("Describe the picture, or mark it as decorative in the library.")
        yield Problem("illustration_alt", message, "no_alt")
    if not picture.credit:
        yield Problem("illustration", _("The picture has no credit. Add it in the library."), "no_credit")


def _byline(draft: Draft) -> Iterator[Problem]:
    if not draft.authors:
        yield Problem("bylines", _("Say who wrote it."), "no_byline")


def _sources(draft: Draft) -> Iterator[Problem]:
    if not draft.sources:
        yield Problem("sources", _("No source is named."), "no_source", blocking=False)
    for source in draft.sources:
        if source["url"] and not source["url"].startswith(("https://", "http://")):
            message = _("The link of “%(name)s” is no web address. Begin it with https://.") % {"name": source["name"]}
            yield Problem("sources", message, "unsafe_link")


def _tags(draft: Draft) -> Iterator[Problem]:
    count = len(draft.tags)
    if count == 0:
        message = _("Without a tag the story gets no similar posts, only the latest of its section.")
        yield Problem("tags", message, "no_tags", blocking=False)
    elif count > TAGS_AT_MOST:
        yield Problem("tags", _("More than eight tags say little about a story."), "many_tags", blocking=False)


def _steps(draft: Draft) -> Iterator[Problem]:
    section = draft.story.section
    if section is None:
        return
    if section.needs_approval and draft.story.stage != Article.Stage.APPROVED:
        message = _("Stories of %(section)s need the approval of an editor first.") % {"section": section}
        yield Problem("stage", message, "not_approved", is_step=True)
    if section.needs_sign_off and not _is_signed_off(draft.story):
        message = _("Stories of %(section)s need a sign-off of what is saved here first.") % {"section": section}
        yield Problem("stage", message, "not_signed_off", is_step=True)


def _is_signed_off(article: Article) -> bool:
    latest = article.revisions.saves().first()
    return article.share_links.filter(answer=ShareLink.Answer.APPROVED, revision=latest).exists()


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
    _steps,
)
