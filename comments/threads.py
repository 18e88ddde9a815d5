"""The conversation as readers see it: a page of threads in one query, the tree built in Python.

A page holds `NEWSROOM_COMMENT_ROOTS` comments on the article, oldest first, each with all that was answered below it.
Answers are indented three times at most; a deeper one stands with the third, and says whom it answers.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Subquery
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments.models import Comment, Discussion

INDENTS = 3
# Answers that stand open; more are folded away under their number.
OPEN_REPLIES = 6


class NoSuchPage(Exception):
    """The conversation has no page of this number."""


@dataclass
class Node:
    """A comment in its place."""

    comment: Comment
    is_open: bool
    """Its text may be read: approved, or held and shown to its writer."""
    depth: int = 0
    replies: list["Node"] = field(default_factory=list)
    """Shown below it, oldest first."""
    answers: "Node | None" = None
    """Whom it answers, where its place does not say so."""
    size: int = 0
    """Comments below it that may be read."""
    is_unfolded: bool = True
    """What is below it stands open."""
    shelf: "Node | None" = field(default=None, repr=False)
    """The node under which it is shown."""

    @property
    def id(self) -> str:
        return str(self.comment.pk)

    @property
    def is_held(self) -> bool:
        return self.is_open and not self.comment.is_approved

    @property
    def to_name(self) -> str:
        return _("to %(name)s") % {"name": self.comment.name}

    @property
    def time(self) -> SafeString:
        """When it was written, as an element."""
        moment = timezone.localtime(self.comment.created_at)
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="seconds"), _when(moment))


@dataclass(frozen=True)
class Thread:
    discussion: Discussion
    number: int
    pages: int
    roots: list[Node]
    nodes: dict[int, Node]
    """Every shown comment by its id."""
    closed_since: datetime | None

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def thread(
    article_id: int,
    page: int = 1,
    at: datetime | None = None,
    mine: int | None = None,
    *,
    focus: int | None = None,
    discussion: Discussion | None = None,
) -> Thread:
    """One page of an article's conversation, in two queries; one where nobody has written, or `discussion` is given.

    `mine` is a held comment that its writer may see; what is above `focus` is unfolded. Raises NoSuchPage.
    """
    at = at or timezone.now()
    discussion = discussion or Discussion.objects.of(article_id)
    rows = list(_rows(discussion, page, mine)) if discussion.count or mine else []
    if page > 1 and not rows:
        raise NoSuchPage
    pages = math.ceil(getattr(rows[0], "total", 1) / settings.NEWSROOM_COMMENT_ROOTS) if rows else 1
    nodes = _nodes(rows, mine)
    _unfold(nodes, (focus, mine))
    roots = [node for node in nodes.values() if node.shelf is None]
    return Thread(discussion, page, pages, roots, nodes, discussion.closed_since(at))


def page_of(comment: Comment, mine: int | None = None) -> int:
    """The page on which the comment stands."""
    roots = Comment.objects.roots(comment.discussion_id, mine)
    root = comment.root_id or comment.pk
    began = Subquery(Comment.objects.filter(pk=root).values("created_at"))
    before = roots.filter(Q(created_at__lt=began) | Q(created_at=began, pk__lt=root))
    return before.count() // settings.NEWSROOM_COMMENT_ROOTS + 1


def _rows(discussion: Discussion, page: int, mine: int | None) -> Any:
    size = settings.NEWSROOM_COMMENT_ROOTS
    roots = Comment.objects.roots(discussion.pk, mine)
    on_page = roots.oldest_first().values("pk")[(page - 1) * size : page * size]
    rows = Comment.objects.filter(root__in=on_page).shown(discussion.pk, mine).for_readers().oldest_first()
    # There are never more threads than comments in them, so a short conversation need not be counted.
    if page == 1 and discussion.count + bool(mine) <= size:
        return rows
    return rows.annotate(total=Subquery(roots.values("discussion").annotate(n=Count("pk")).values("n")))


def _when(moment: datetime) -> str:
    return formats.date_format(moment, "j F Y, H:i")


# --- The tree ---


def _nodes(rows: Iterable[Comment], mine: int | None) -> dict[int, Node]:
    """The comments that are shown, in the order of `rows`, each put in its place."""
    every = {row.pk: Node(row, is_open=row.is_open_to(mine)) for row in rows}
    downwards = _downwards(every)
    kept: set[int] = set()
    for node in reversed(downwards):
        if node.is_open or node.comment.pk in kept:
            kept.update(pk for pk in (node.comment.pk, node.comment.parent_id) if pk)
    for node in downwards:
        parent = every.get(node.comment.parent_id or 0)
        if node.comment.pk in kept and parent:
            _place(node, parent)
    for node in reversed(downwards):
        if node.shelf and node.comment.pk in kept:
            node.shelf.size += node.size + node.is_open
    shown = {pk: node for pk, node in every.items() if pk in kept}
    for node in shown.values():
        if node.shelf:
            node.shelf.replies.append(node)
    return shown


def _downwards(every: dict[int, Node]) -> list[Node]:
    """The nodes with each after the one it answers, however their times stand. No recursion: threads can be deep."""
    below: dict[int | None, list[Node]] = {}
    for node in every.values():
        parent = node.comment.parent_id
        below.setdefault(parent if parent in every else None, []).append(node)
    order = list(below.get(None, ()))
    for node in order:
        order.extend(below.get(node.comment.pk, ()))
    return order


def _place(node: Node, parent: Node) -> None:
    if parent.depth < INDENTS:
        node.shelf, node.depth = parent, parent.depth + 1
    else:
        node.shelf, node.depth, node.answers = parent.shelf, INDENTS, parent


def _unfold(nodes: dict[int, Node], wanted: Iterable[int | None]) -> None:
    for node in nodes.values():
        node.is_unfolded = node.size < OPEN_REPLIES
    for pk in wanted:
        node_above = nodes.get(pk or 0)
        while node_above:
            node_above.is_unfolded = True
            node_above = node_above.shelf
