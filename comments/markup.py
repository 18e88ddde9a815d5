"""A page of threads as HTML. By functions, because nested templates took most of the time that a long page takes."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import languages
from comments.avatars import avatar
from comments.models import Comment
from comments.text import is_web, mixes_scripts
from comments.threads import Node

if TYPE_CHECKING:
    from comments.conversation import Conversation

BY_WRITERS = (Comment.Removal.WRITER, Comment.Removal.ERASED)


def draw(view: "Conversation") -> SafeString:
    """The threads of this page, with the form under the comment that it answers."""
    return _list(view, view.thread.roots, inside=False)


def _list(view: "Conversation", nodes: list[Node], *, inside: bool) -> SafeString:
    items = ((_item(view, node, inside=inside),) for node in nodes)
    return format_html('<ol class="thread" role="list">{}</ol>', format_html_join("\n", "<li>{}</li>", items))


def _item(view: "Conversation", node: Node, *, inside: bool) -> SafeString:
    """A comment and what was answered to it. `inside`: something above it can be folded, so a few below need no fold."""
    comment = _comment(view, node) if node.is_open else _removed(view, node.comment)
    form = _form(view) if view.form_below == node.comment.pk else ""
    return format_html("{}{}{}", comment, form, _replies(view, node, inside=inside))


def _replies(view: "Conversation", node: Node, *, inside: bool) -> SafeString | str:
    if not node.replies:
        return ""
    folds = (len(node.replies) > 1 and not inside) or not node.is_unfolded
    replies = _list(view, node.replies, inside=inside or folds)
    if node.is_cut and view.thread.part.thread is None:
        words = _("Show all %(size)s replies") % {"size": f"{node.size:,}"}
        rest = format_html('<p class="meta"><a href="{}">{}</a></p>', view.address_of_thread(node.comment.pk), words)
        replies = format_html("{}{}", replies, rest)
    if not folds:
        return replies
    size = ngettext("%(size)s reply", "%(size)s replies", node.size) % {"size": f"{node.size:,}"}
    opened = mark_safe(" open" if node.is_unfolded else "")  # noqa: S308  # one of two words of ours
    return format_html("<details{}><summary>{}</summary>{}</details>", opened, size, replies)


def _form(view: "Conversation") -> SafeString:
    return render_to_string("comments/_reply_form.html", {"view": view})


# --- One comment ---


def _comment(view: "Conversation", node: Node) -> SafeString:
    comment = node.comment
    return format_html(
        '<article class="comment{}" id="comment-{}"><p class="meta">{}</p>{}'
        '<div class="comment__text" dir="auto">{}</div><p class="meta">{}</p>{}</article>',
        " is-held" if node.is_held else "",
        comment.pk,
        format_html_join(" ", "{}", ((part,) for part in _head(view, node))),
        _answered(view, node.answers) if node.answers else "",
        comment.html,
        _("Only you can see this until a moderator approves it.")
        if node.is_held
        else format_html_join(" ", "{}", ((act,) for act in _acts(view, comment))),
        render_to_string("comments/_own.html", {"stay": view.stays[comment.pk]}) if comment.pk in view.stays else "",
    )


def _head(view: "Conversation", node: Node) -> Iterator[SafeString]:
    """Who wrote it, with what must be said of them and of it, and when."""
    comment = node.comment
    yield avatar(comment.name)
    yield format_html('<b class="comment__name"><bdi>{}</bdi></b>', _name(comment))
    if mixes_scripts(comment.name):
        yield _badge(_("mixed alphabets"))
    if comment.badge:
        yield _badge(comment.get_badge_display())
    if comment.is_pick:
        yield _badge(_("Editors’ pick"))
    when = _time(comment.created_at)
    if node.is_held:
        yield format_html('<span class="badge">{}</span> {}', _("Awaiting moderation"), when)
    else:
        yield format_html('<a href="{}">{}</a>', view.permalink(comment.pk), when)
    if comment.edited_at:
        yield format_html("<span>{} {}</span>", _("edited"), _time(comment.edited_at))


def _name(comment: Comment) -> SafeString | str:
    if not is_web(comment.website):
        return comment.name
    return format_html('<a href="{}" rel="nofollow ugc noopener">{}</a>', comment.website, comment.name)


def _badge(word: str) -> SafeString:
    return format_html('<span class="badge">{}</span>', word)


def _time(moment: datetime) -> SafeString:
    local = timezone.localtime(moment)
    shown = formats.date_format(local, "DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), shown)


def _answered(view: "Conversation", whom: Comment) -> SafeString:
    """Whom it answers, with a link there: up the page, or to whatever page that is on."""
    here = whom.pk in view.thread.nodes
    address = f"#comment-{whom.pk}" if here else view.permalink(whom.pk)
    if whom.is_approved:
        words: SafeString | str = _named(_("in reply to %(name)s"), whom.name)
    else:
        words = _("in reply to a removed comment")
        if not here:
            return format_html('<p class="meta">{}</p>', words)
    return format_html('<p class="meta"><a href="{}">{}</a></p>', address, words)


def _named(words: str, name: str) -> SafeString:
    """A sentence with a name, which may run the other way and does not turn the rest around."""
    return format_html(words.replace("%(name)s", "<bdi>{}</bdi>"), name)


def _acts(view: "Conversation", comment: Comment) -> Iterator[SafeString]:
    """What may be done with it here: a link each, whose name makes sense alone."""
    if view.takes_replies:
        to = _("to %(name)s") % {"name": comment.name}
        yield _act(f"{view.reply_links}{comment.pk}#respond", _("Reply"), to)
    by = _("comment by %(name)s") % {"name": comment.name}
    yield _act(f"{view.permalinks}{comment.pk}/report/", _("Report"), by)
    if view.desk_links:
        yield _act(view.desk_links.replace("/0/", f"/{comment.pk}/"), _("Moderate"), by)


def _act(address: str, word: str, whom: str) -> SafeString:
    return format_html(
        '<a href="{}" rel="nofollow">{}<span class="visually-hidden"> {}</span></a>', address, word, whom
    )


def _removed(view: "Conversation", comment: Comment) -> SafeString:
    """The line that a hidden comment leaves above what was answered to it."""
    return format_html(
        '<article class="comment soft" id="comment-{}"><p>{}</p></article>',
        comment.pk,
        _why(view, comment),
    )


def _why(view: "Conversation", comment: Comment) -> SafeString | str:
    if comment.status == Comment.Status.PENDING:
        return _("This comment is with the moderators.")
    if comment.removal_reason in BY_WRITERS:
        return _("This comment was taken back by its writer.")
    words = _("This comment was removed by a moderator.")
    if comment.removal_reason:
        reason = _("Reason: %(reason)s.") % {"reason": languages.within(comment.get_removal_reason_display())}
        words = f"{words} {reason}"
    return format_html('{} <a href="{}">{}</a>', words, view.rules, _("Comment rules"))
