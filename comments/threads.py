"""The conversation as readers see it: a page of threads in two queries, the tree built in Python.

A page holds `NEWSROOM_COMMENT_ROOTS` comments on the article, each with the first answers below it, oldest first; a long
thread goes on on pages of its own. So a page costs the same whatever has been said. Answers are indented three times at
most; a deeper one stands with the third, and says whom it answers.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Q, Subquery
from django.utils import timezone

from articles.models.prepared import FIXED, Prepared
from comments.closing import Closing
from comments.models import Comment, Discussion
from comments.models.comment import READERS_FIELDS, CommentQuerySet

INDENTS = 3
# Answers that stand open; more are folded away under their number.
OPEN_REPLIES = 6
# Answers below one root on a page with others, and on a page of its own.
REPLIES_AMONG_OTHERS = 12
REPLIES_ALONE = 100
# Comments that stay known between two looks at them, in each order: those of a few dozen pages.
KEPT = 1000

ORDERS = {
    "": ("created_at", "pk"),
    "newest": ("-created_at", "-pk"),
    "replies": ("-answers", "created_at", "pk"),
}


class NoSuchPage(Exception):
    """The conversation has no such page."""


@dataclass(frozen=True)
class Part:
    """Which part of a conversation a page shows."""

    page: int = 1
    order: str = ""
    """One of `ORDERS`: how the threads stand."""
    thread: int | None = None
    """The root of the only thread that is shown."""
    picks: bool = False
    """Only what editors picked, without answers."""

    def query(self, **extra: str) -> str:
        """The end of the address of this part, from its question mark; empty for the first page of all."""
        named: dict[str, Any] = {
            "order": self.order,
            "thread": self.thread,
            "picks": "1" if self.picks else "",
            "page": self.page if self.page > 1 else "",
        }
        asked = urlencode({name: value for name, value in (named | extra).items() if value})
        return f"?{asked}" if asked else ""


@dataclass
class Node:
    """A comment in its place."""

    comment: Comment
    is_open: bool
    """Its text may be read: approved, or held and shown to its writer."""
    depth: int = 0
    replies: list["Node"] = field(default_factory=list)
    """Shown below it, oldest first."""
    answers: Comment | None = None
    """Whom it answers, where its place does not say so."""
    size: int = 0
    """Comments below it that may be read."""
    is_cut: bool = False
    """Some of them are on another page."""
    is_unfolded: bool = True
    """What is below it stands open."""
    shelf: "Node | None" = field(default=None, repr=False)
    """The node under which it is shown."""

    @property
    def is_held(self) -> bool:
        return self.is_open and not self.comment.is_approved


@dataclass(frozen=True)
class Thread:
    discussion: Discussion
    part: Part
    pages: int
    picks: int
    """Comments that editors picked, on whatever page."""
    roots: list[Node]
    nodes: dict[int, Node]
    """Every shown comment by its id."""
    closing: Closing | None

    @property
    def number(self) -> int:
        return self.part.page

    @property
    def previous(self) -> Part | None:
        return replace(self.part, page=self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> Part | None:
        return replace(self.part, page=self.number + 1) if self.number < self.pages else None


def thread(
    article_id: int,
    page: int = 1,
    at: datetime | None = None,
    mine: int | None = None,
    *,
    part: Part | None = None,
    focus: int | None = None,
    discussion: Discussion | None = None,
    published_at: datetime | None = None,
) -> Thread:
    """One page of an article's conversation, in three queries at most: the `discussion` unless it is given, the roots,
    and their answers.

    `part` says more than the number of the page. `mine` is a held comment that its writer may see; what is above `focus`
    is unfolded. Whether the age of the story closes it is known by `published_at`. Raises NoSuchPage.
    """
    at, part = at or timezone.now(), part or Part(page)
    discussion = discussion or Discussion.objects.of(article_id)
    heads = _heads(discussion, part, mine) if discussion.count or mine else []
    pages = _pages(heads, part)
    if part.page > pages or (part.thread and not heads):
        raise NoSuchPage
    nodes = _alone(heads) if part.picks else _nodes(heads, _answers(heads, part, discussion, mine), mine)
    roots = [node for node in nodes.values() if node.shelf is None]
    if part.thread is None:
        _fold(nodes, (focus, mine))
    picks = getattr(heads[0], "picks", 0) if heads else 0
    return Thread(discussion, part, pages, picks or 0, roots, nodes, discussion.closing(at, published_at))


def place_of(comment: Comment, mine: int | None = None, order: str = "") -> Part:
    """The part of the conversation in which the comment stands."""
    if comment.parent_id and comment.root_id and comment.pk != mine:
        earlier = Comment.objects.answers_to(comment.root_id).filter(_before(comment)).count()
        if earlier >= REPLIES_AMONG_OTHERS:
            return Part(page=earlier // REPLIES_ALONE + 1, thread=comment.root_id)
    return Part(page=page_of(comment, mine, order), order=order)


def page_of(comment: Comment, mine: int | None = None, order: str = "") -> int:
    """The number of the page on which the thread of the comment stands."""
    root = comment if comment.parent_id is None else comment.root
    # There are never more threads than comments in them, and the writer's own may not be counted yet.
    if root is None or comment.discussion.count + 1 < settings.NEWSROOM_COMMENT_ROOTS:
        return 1
    roots = Comment.objects.roots(comment.discussion_id, mine)
    if order == "newest":
        before = Q(created_at__gt=root.created_at) | Q(created_at=root.created_at, pk__gt=root.pk)
    elif order == "replies":
        before = Q(answers__gt=root.answers) | Q(_before(root), answers=root.answers)
    else:
        before = _before(root)
    return roots.filter(before).count() // settings.NEWSROOM_COMMENT_ROOTS + 1


def _before(comment: Comment) -> Q:
    return Q(created_at__lt=comment.created_at) | Q(created_at=comment.created_at, pk__lt=comment.pk)


# --- Reading ---


def _heads(discussion: Discussion, part: Part, mine: int | None) -> list[Comment]:
    """The comments that begin the threads of this part."""
    size = settings.NEWSROOM_COMMENT_ROOTS
    if part.thread:
        return list(Comment.objects.roots(discussion.pk, mine).filter(pk=part.thread).for_readers())
    # There are never more threads than comments in them, so a short conversation need not be counted.
    counts = part.picks or part.page > 1 or discussion.count + bool(mine) > size
    values: dict[str, Any] = {"article": discussion.pk, "part": part, "size": size, "counts": counts}
    # Later pages are read seldom, and each would be compiled for itself.
    if mine is None and part.page == 1:
        return _guests_heads(**values)
    return list(_heads_of(**values, mine=mine))


def _heads_of(article: int, part: Part, size: int, counts: bool, mine: int | None = None) -> CommentQuerySet:
    picks = Comment.objects.approved().filter(discussion=article, is_pick=True)
    every = picks if part.picks else Comment.objects.roots(article, mine)
    # What begins a thread answers nobody; a pick may.
    readable = every.for_readers() if part.picks else every.only(*READERS_FIELDS)
    rows = readable.order_by(*ORDERS[part.order]).annotate(picks=_number(picks))
    if counts:
        rows = rows.annotate(total=_number(every))
    return rows[(part.page - 1) * size : part.page * size]


def _number(rows: CommentQuerySet) -> Subquery:
    return Subquery(rows.order_by().values("discussion").annotate(n=Count("pk")).values("n"))


def _pages(heads: list[Comment], part: Part) -> int:
    if not heads:
        return 1
    if part.thread:
        return math.ceil(heads[0].answers / REPLIES_ALONE) or 1
    return math.ceil(getattr(heads[0], "total", 1) / settings.NEWSROOM_COMMENT_ROOTS)


def _answers(heads: list[Comment], part: Part, discussion: Discussion, mine: int | None) -> list[Comment]:
    """What is shown below the heads, oldest first. Threads that are shown in part are read in part, each by its index."""
    short = [head.pk for head in heads if 0 < head.answers <= REPLIES_AMONG_OTHERS]
    long = [head.pk for head in heads if head.answers > REPLIES_AMONG_OTHERS]
    first, size = 0, REPLIES_AMONG_OTHERS
    if part.thread:
        short, long = [], [part.thread]
        first, size = (part.page - 1) * REPLIES_ALONE, REPLIES_ALONE
    if not long and not mine:
        return sorted(_below(roots=short), key=lambda row: (row.created_at, row.pk)) if short else []
    readable = Comment.objects.for_readers()
    branches = [readable.approved().filter(root__in=short, parent__isnull=False)] if short else []
    for root in long:
        some = Comment.objects.answers_to(root).oldest_first().values("pk")[first : first + size]
        branches.append(readable.filter(pk__in=some))
    if mine:
        branches.append(readable.waiting(discussion.pk, mine).filter(root__in=[head.pk for head in heads]))
    rows = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
    return sorted((row for row in rows if row.parent_id), key=lambda row: (row.created_at, row.pk))


_guests_heads = Prepared(_heads_of, keep=KEPT, article=int, part=FIXED, size=FIXED, counts=FIXED)
_below = Prepared(
    lambda roots: Comment.objects.for_readers().approved().filter(root__in=roots, parent__isnull=False),
    keep=KEPT,
    roots=list[int],
)


# --- The tree ---


def _alone(picks: list[Comment]) -> dict[int, Node]:
    return {row.pk: Node(row, is_open=True, answers=row.parent) for row in picks}


def _nodes(heads: list[Comment], rows: list[Comment], mine: int | None) -> dict[int, Node]:
    """The comments that are shown, in the order of `heads` and then of `rows`, each put in its place."""
    every = {row.pk: Node(row, is_open=row.is_open_to(mine)) for row in heads}
    for row in rows:
        # A hidden one leaves a line where it stood, above what answered it.
        if row.parent and row.parent_id not in every and not row.parent.is_open_to(mine):
            every[row.parent.pk] = Node(row.parent, is_open=False)
        every[row.pk] = Node(row, is_open=row.is_open_to(mine))
    downwards = _downwards(every)
    for node in downwards:
        _place(node, every)
    for node in reversed(downwards):
        if node.shelf:
            node.shelf.size += node.size + node.is_open
    for node in every.values():
        if node.shelf:
            node.shelf.replies.append(node)
        elif node.comment.answers > node.size:
            node.size, node.is_cut = node.comment.answers, True
    return every


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


def _place(node: Node, every: dict[int, Node]) -> None:
    comment = node.comment
    root, parent = every.get(comment.root_id or 0), every.get(comment.parent_id or 0)
    if root is None or root is node:
        return
    if parent is None:
        # What it answers is on another page. Of a line that only stands for a hidden one no more is known.
        node.shelf, node.depth = root, 1
        node.answers = comment.parent if node.is_open else None
    elif parent.depth < INDENTS:
        node.shelf, node.depth = parent, parent.depth + 1
    else:
        node.shelf, node.depth, node.answers = parent.shelf, INDENTS, parent.comment


def _fold(nodes: dict[int, Node], wanted: Iterable[int | None]) -> None:
    for node in nodes.values():
        node.is_unfolded = node.size < OPEN_REPLIES
    for pk in wanted:
        node_above = nodes.get(pk or 0)
        while node_above:
            node_above.is_unfolded = True
            node_above = node_above.shelf
