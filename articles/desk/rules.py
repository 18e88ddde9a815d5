"""Who may do what with an article, and in which stage: the one table. `workflow` asks it, and so does every screen.

What a move needs beside that (something live to take down, a time that lies ahead) is in `workflow`; what a story needs
before readers may see it is in `checks`.
"""

from enum import StrEnum

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from articles.models import Article, Section
from articles.models.remit import sections_of

Stage = Article.Stage


class Role(StrEnum):
    """What somebody is to one article."""

    OUTSIDER = "outsider"
    READER = "reader"
    """May look at it, and no more."""
    WRITER = "writer"
    """Began it, or was given it."""
    EDITOR = "editor"
    """May publish: the house's editors every story, a section editor those that stand in a section of theirs."""


class Action(StrEnum):
    READ = "read"
    """The form to look at, preview, history, comparison, copy; notes are read and written with it."""
    WRITE = "write"
    """Form, autosave, restore. A writer's change of an approved story puts it back into review."""
    DELETE = "delete"
    """Only what readers have never seen, and what is not scheduled."""
    SHARE = "share"
    """Links for people outside, and the asking for a sign-off."""
    PLAN = "plan"
    """Due and planned times, priority."""
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    ASSIGN = "assign"
    PUBLISH = "publish"
    """Publish, schedule, reschedule, cancel, correct, withdraw, unpublish, pin and exclude similar posts."""


ALL = frozenset(Stage)
NEVER: frozenset[Stage] = frozenset()

NO_MOVE = gettext_lazy("Only an editor of both sections can move it from the one to the other.")

TABLE: dict[Action, dict[Role, frozenset[Stage]]] = {
    Action.READ: {Role.READER: ALL, Role.WRITER: ALL, Role.EDITOR: ALL},
    Action.WRITE: {Role.READER: NEVER, Role.WRITER: ALL, Role.EDITOR: ALL},
    Action.DELETE: {Role.READER: NEVER, Role.WRITER: frozenset({Stage.DRAFT}), Role.EDITOR: ALL},
    Action.SHARE: {Role.READER: NEVER, Role.WRITER: ALL, Role.EDITOR: ALL},
    Action.PLAN: {Role.READER: NEVER, Role.WRITER: frozenset({Stage.DRAFT}), Role.EDITOR: ALL},
    Action.SUBMIT: {Role.READER: NEVER, Role.WRITER: frozenset({Stage.DRAFT}), Role.EDITOR: frozenset({Stage.DRAFT})},
    Action.APPROVE: {Role.READER: NEVER, Role.WRITER: NEVER, Role.EDITOR: frozenset({Stage.REVIEW})},
    Action.SEND_BACK: {
        Role.READER: NEVER,
        Role.WRITER: NEVER,
        Role.EDITOR: frozenset({Stage.REVIEW, Stage.APPROVED}),
    },
    Action.ASSIGN: {Role.READER: NEVER, Role.WRITER: NEVER, Role.EDITOR: ALL},
    Action.PUBLISH: {Role.READER: NEVER, Role.WRITER: NEVER, Role.EDITOR: ALL},
}


def role_of(user: User, article: Article | None) -> Role:
    """What this person is to the article; to one that is not stored yet, whoever writes it is its writer or editor."""
    known = _is_own(user, article) or user.has_perm("articles.change_others_article")
    if (known and user.has_perm("articles.publish_article")) or _is_in_their_section(user, article):
        return Role.EDITOR
    if not known:
        return Role.OUTSIDER
    if user.has_perm("articles.change_article"):
        return Role.WRITER
    return Role.READER if user.has_perm("articles.view_article") else Role.OUTSIDER


def may(user: User, action: Action, article: Article | None) -> bool:
    """Whether the table lets this person do that with the article as it is now."""
    stage = Stage(article.stage) if article is not None else Stage.DRAFT
    return stage in TABLE[action].get(role_of(user, article), NEVER)


def may_ever(user: User, action: Action, article: Article | None) -> bool:
    """Whether the table lets this person do that in any stage; if so, a refusal is about the stage."""
    return bool(TABLE[action].get(role_of(user, article), NEVER))


def may_move(user: User, article: Article, to: Section | None) -> bool:
    """Whether this person may put the story as it is stored into that section, beside being let write it.

    A section editor keeps colleagues' stories within the sections that are theirs, and draws into them nothing that
    readers saw, or are to see, under another's: whoever decides on a story is who decided on what it says so far.
    """
    theirs = sections_of(user)
    if not theirs or article.section_id == (to.pk if to else None) or article.pk is None:
        return True
    into = to is not None and to.pk in theirs
    if article.section_id in theirs:
        return into or _is_own(user, article)
    return not into or not article.editions.ever_live().exists()


def _is_own(user: User, article: Article | None) -> bool:
    return article is None or article.pk is None or user.pk in (article.created_by_id, article.assignee_id)


def _is_in_their_section(user: User, article: Article | None) -> bool:
    """One that is not stored yet stands in any section, until it says which."""
    theirs = sections_of(user)
    if article is None or not theirs or (article.pk is None and article.section_id is None):
        return bool(theirs)
    return article.section_id in theirs


def demand(user: User, action: Action, article: Article | None) -> None:
    """Raise PermissionDenied unless the person may do that in some stage."""
    if not may_ever(user, action, article):
        raise PermissionDenied
