"""The conversation in pages that know nothing of it."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import parts
from articles.models.edition import Edition
from articles.public.feeds.formats import FORMATS
from articles.public.lines import Line
from articles.templatetags import newsroom_site
from comments.conversation import conversation as assemble
from comments.discussed import ranking
from comments.models import Comment, Discussion
from comments.talks import Talk

register = template.Library()


@register.simple_tag(takes_context=True)
def conversation(context: Context) -> SafeString:
    """Show the comments of `edition` and the form; `comment_form` and `reply_to` if a form was sent back."""
    request, edition = context["request"], context["edition"]
    form, parent = context.get("comment_form"), context.get("reply_to")

    def make() -> SafeString:
        return render_to_string("comments/_conversation.html", {"view": assemble(request, edition, form, parent)})

    return parts.late(make)


@register.simple_tag
def counted(template_name: str, edition: Edition) -> SafeString:
    """Include a part that shows `edition.comment_count`. It is made anew when that changes, and not the page around it."""
    return parts.late(lambda: render_to_string(template_name, {"edition": edition}))


@register.inclusion_tag("comments/_report_error.html")
def report_error(edition: Edition) -> dict[str, Any]:
    """Lead to the form by which readers tell the editors of an error in the story."""
    return {"path": edition.get_absolute_url()}


@register.simple_tag
def count_comments(editions: Edition | Iterable[Edition]) -> Mapping[int, int]:
    """Set `comment_count` on one edition or on each of many, in one query. Returns the counts by article.

    Write it `{% count_comments editions as counts %}`. A single edition keeps its discussion for `{% conversation %}`.
    """
    if isinstance(editions, Edition):
        return _count_on_page_of(editions)
    editions = list(editions)
    counts = Discussion.objects.counts({edition.article_id for edition in editions}) if editions else {}
    for edition in editions:
        edition.comment_count = counts.get(edition.article_id, 0)
    return counts


def _count_on_page_of(edition: Edition) -> Any:
    def count() -> None:
        found = Discussion.objects.of(edition.article_id)
        edition.discussion, edition.comment_count = found, found.count  # type: ignore[attr-defined]  # for the other tag

    parts.ahead(count)
    # Whoever looks at it looks at the count.
    return SimpleLazyObject(lambda: {edition.article_id: edition.comment_count})


@register.simple_tag
def talks(template_name: str, talks: Iterable[Talk], today: datetime) -> SafeString:
    """Include a part that shows a story and what was said under it, for each of these: `{% story %}` says how."""
    shown = [(talk, (newsroom_site.seen(talk.edition), *map(_row, talk.comments))) for talk in talks]
    return newsroom_site.each(template_name, "talk", shown, {"today": today})


def _row(comment: Comment) -> Hashable:
    """All that was read of a comment and of whom it answers."""
    if row := getattr(comment, "row", None):
        return row
    rows = (comment, comment.parent)
    return repr([[value for name, value in vars(one).items() if name != "_state"] for one in rows if one])


@register.simple_tag
def most_discussed(at: datetime) -> list[Line]:
    """The stories of late with most comments, each with its `comment_count`: one query.

    Write it `{% most_discussed today as discussed %}`.
    """
    return ranking(at)


@register.simple_tag
def comment_feeds(edition: Edition | None = None) -> SafeString:
    """Links in the head of a page to the comments of one story, or of all, for feed readers."""
    path = edition.get_absolute_url() if edition else "/comments/"
    link = '<link rel="alternate" type="{}" title="{}" href="{}">'
    kinds = (
        (one.media_type, _("Comments (%(kind)s)") % {"kind": one.name}, path + one.suffix) for one in FORMATS.values()
    )
    return format_html_join("", link, kinds)
