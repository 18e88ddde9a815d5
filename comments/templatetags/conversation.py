"""The conversation in pages that know nothing of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models.edition import Edition
from articles.public.feeds.formats import FORMATS
from articles.public.lines import Line
from comments.conversation import conversation as assemble
from comments.discussed import ranking
from comments.models import Discussion

register = template.Library()


@register.inclusion_tag("comments/_conversation.html", takes_context=True)
def conversation(context: Context) -> dict[str, Any]:
    """Show the comments of `edition` and the form; `comment_form` and `reply_to` if a form was sent back."""
    view = assemble(context["request"], context["edition"], context.get("comment_form"), context.get("reply_to"))
    return {"view": view}


@register.inclusion_tag("comments/_report_error.html")
def report_error(edition: Edition) -> dict[str, Any]:
    """Lead to the form by which readers tell the editors of an error in the story."""
    return {"path": edition.get_absolute_url()}


@register.simple_tag
def count_comments(editions: Edition | Iterable[Edition]) -> dict[int, int]:
    """Set `comment_count` on one edition or on each of many, in one query. Returns the counts by article.

    Write it `{% count_comments editions as counts %}`. A single edition keeps its discussion for `{% conversation %}`.
    """
    if isinstance(editions, Edition):
        discussion = Discussion.objects.of(editions.article_id)
        editions.discussion = discussion  # type: ignore[attr-defined]  # kept for the other tag
        counts, editions = {editions.article_id: discussion.count}, [editions]
    else:
        editions = list(editions)
        counts = Discussion.objects.counts({edition.article_id for edition in editions}) if editions else {}
    for edition in editions:
        edition.comment_count = counts.get(edition.article_id, 0)
    return counts


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
    return format_html_join("\n", link, kinds)
