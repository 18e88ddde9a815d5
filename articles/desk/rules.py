"""Who may do what with an article, and in which stage: the one table. `workflow` asks it, and so does every screen.

What a move needs beside that (something live to take down, a time that lies ahead) is in `workflow`; what a story needs
before readers may see it is in `checks`.
"""

from enum import StrEnum

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from articles.models import Article

Stage = Article.Stage


class Role(StrEnum):
    """What somebody is to one article."""

    OUTSIDER = "outsider"
    READER = "reader"
    """May look at it, and no more."""
    WRITER = "writer"
    """Began it, or was given it."""
    EDITOR = "editor"
    """May publish."""


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
    own = article is None or article.pk is None or user.pk in (article.created_by_id, article.assignee_id)
    if not (own or user.has_perm("articles.change_others_article")):
        return Role.OUTSIDER
    if user.has_perm("articles.publish_article"):
        return Role.EDITOR
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


def demand(user: User, action: Action, article: Article | None) -> None:
    """Raise PermissionDenied unless the person may do that in some stage."""
    if not may_ever(user, action, article):
        raise PermissionDenied
