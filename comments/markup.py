"""A page of threads as HTML. By functions, because nested templates took most of the time that a long page takes."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from articles import languages
from articles.dates import in_words
from comments.avatars import avatar
from comments.models import Comment
from comments.text import is_web, mixes_scripts
from comments.threads import Node

if TYPE_CHECKING:
    from comments.conversation import Conversation

# In so many ways a comment stands drawn: on pages of each order, before and after the conversation was closed.
LOOKS = 8
BY_WRITERS = (Comment.Removal.WRITER, Comment.Removal.ERASED)


class _Words(NamedTuple):
    """What stands at every comment. A name comes in place of `%(name)s`."""

    reply: str
    to: str
    report: str
    by: str


@lru_cache
def _words(language: str | None) -> _Words:
    words = _("Reply"), _("to %(name)s"), _("Report"), _("comment by %(name)s")
    return _Words(*map(escape, words))


def draw(view: "Conversation") -> SafeString:
    """The threads of this page, with the form under the comment that it answers. All that people wrote is escaped."""
    return mark_safe(_list(view, view.thread.roots, inside=False))  # noqa: S308 (see below)


def _list(view: "Conversation", nodes: list[Node], *, inside: bool) -> str:
    items = [f"<li>{_item(view, node, inside=inside)}</li>" for node in nodes]
    return f'<ol class="thread" role="list">{"".join(items)}</ol>'


def _item(view: "Conversation", node: Node, *, inside: bool) -> str:
    """A comment and what was answered to it. `inside`: something above it can be folded, so a few below need no fold."""
    comment = _comment(view, node) if node.is_open else _removed(view, node.comment)
    form = _form(view) if view.form_below == node.comment.pk else ""
    return f"{comment}{form}{_replies(view, node, inside=inside)}"


def _replies(view: "Conversation", node: Node, *, inside: bool) -> str:
    if not node.replies:
        return ""
    folds = (len(node.replies) > 1 and not inside) or not node.is_unfolded
    replies = _list(view, node.replies, inside=inside or folds)
    if node.is_cut and view.thread.part.thread is None:
        words = _("Show all %(size)s replies") % {"size": f"{node.size:,}"}
        address = escape(view.address_of_thread(node.comment.pk))
        replies += f'<p class="meta"><a href="{address}">{escape(words)}</a></p>'
    if not folds:
        return replies
    size = ngettext("%(size)s reply", "%(size)s replies", node.size) % {"size": f"{node.size:,}"}
    opened = " open" if node.is_unfolded else ""
    return f"<details{opened}><summary>{escape(size)}</summary>{replies}</details>"


def _form(view: "Conversation") -> SafeString:
    return render_to_string("comments/_reply_form.html", {"view": view})


# --- One comment ---


def _comment(view: "Conversation", node: Node) -> str:
    """It is drawn once for all pages that show it in the same way, as long as it stays what it is."""
    comment = node.comment
    answered = _answered(view, node.answers) if node.answers else ""
    drawn = vars(comment).get("drawn", {})
    looks = (view.looks, node.is_held, answered)
    if (found := drawn.get(looks)) is None:
        if len(drawn) >= LOOKS:
            drawn.clear()
        found = drawn[looks] = _drawn(view, node, answered)
    own = render_to_string("comments/_own.html", {"stay": view.stays[comment.pk]}) if comment.pk in view.stays else ""
    return f"{found}{own}</article>"


def _drawn(view: "Conversation", node: Node, answered: str) -> str:
    comment = node.comment
    held = " is-held" if node.is_held else ""
    foot = (
        escape(_("Only you can see this until a moderator approves it."))
        if node.is_held
        else " ".join(_acts(view, comment))
    )
    return (
        f'<article class="comment{held}" id="comment-{comment.pk}"><p class="meta">{" ".join(_head(view, node))}</p>'
        f'{answered}<div class="comment__text" dir="auto">{comment.html}</div><p class="meta">{foot}</p>'
    )


def _head(view: "Conversation", node: Node) -> Iterator[str]:
    """Who wrote it, with what must be said of them and of it, and when."""
    comment = node.comment
    yield avatar(comment.name)
    yield f'<b class="comment__name"><bdi>{_name(comment)}</bdi></b>'
    if mixes_scripts(comment.name):
        yield _badge(_("mixed alphabets"))
    if comment.badge:
        yield _badge(comment.get_badge_display())
    if comment.is_pick:
        yield _badge(_("Editors’ pick"))
    when = _time(comment.created_at)
    if node.is_held:
        waits = _("Awaiting moderation")
        yield f"{_badge(waits)} {when}"
    else:
        yield f'<a href="{escape(view.permalink(comment.pk))}">{when}</a>'
    if comment.edited_at:
        edited = _("edited")
        yield f"<span>{escape(edited)} {_time(comment.edited_at)}</span>"


def _name(comment: Comment) -> str:
    if not is_web(comment.website):
        return escape(comment.name)
    return f'<a href="{escape(comment.website)}" rel="nofollow ugc noopener">{escape(comment.name)}</a>'


def _badge(word: str) -> str:
    return f'<span class="badge">{escape(word)}</span>'


def _time(moment: datetime) -> str:
    local = timezone.localtime(moment)
    shown = escape(in_words(local, "DATETIME_FORMAT"))
    return f'<time datetime="{local.isoformat(timespec="minutes")}">{shown}</time>'


def _answered(view: "Conversation", whom: Comment) -> str:
    """Whom it answers, with a link there: up the page, or to whatever page that is on."""
    here = whom.pk in view.thread.nodes
    address = f"#comment-{whom.pk}" if here else view.permalink(whom.pk)
    if whom.is_approved:
        # A name may run the other way and does not turn the rest around.
        words = escape(_("in reply to %(name)s")).replace("%(name)s", f"<bdi>{escape(whom.name)}</bdi>")
    else:
        words = escape(_("in reply to a removed comment"))
        if not here:
            return f'<p class="meta">{words}</p>'
    return f'<p class="meta"><a href="{escape(address)}">{words}</a></p>'


def _acts(view: "Conversation", comment: Comment) -> Iterator[str]:
    """What may be done with it here: a link each, whose name makes sense alone."""
    words, name = _words(get_language()), escape(comment.name)
    if view.takes_replies:
        address = f"{view.reply_links}{comment.pk}#respond"
        yield _act(address, words.reply, words.to.replace("%(name)s", name))
    by = words.by.replace("%(name)s", name)
    yield _act(f"{view.permalinks}{comment.pk}/report/", words.report, by)
    if view.desk_links:
        yield _act(view.desk_links.replace("/0/", f"/{comment.pk}/"), escape(_("Moderate")), by)


def _act(address: str, word: str, whom: str) -> str:
    return f'<a href="{escape(address)}" rel="nofollow">{word}<span class="visually-hidden"> {whom}</span></a>'


def _removed(view: "Conversation", comment: Comment) -> str:
    """The line that a hidden comment leaves above what was answered to it."""
    return f'<article class="comment soft" id="comment-{comment.pk}"><p>{_why(view, comment)}</p></article>'


def _why(view: "Conversation", comment: Comment) -> str:
    if comment.status == Comment.Status.PENDING:
        return escape(_("This comment is with the moderators."))
    if comment.removal_reason in BY_WRITERS:
        return escape(_("This comment was taken back by its writer."))
    words, rules = _("This comment was removed by a moderator."), _("Comment rules")
    if comment.removal_reason:
        reason = _("Reason: %(reason)s.") % {"reason": languages.within(comment.get_removal_reason_display())}
        words = f"{words} {reason}"
    return f'{escape(words)} <a href="{view.rules}">{escape(rules)}</a>'
