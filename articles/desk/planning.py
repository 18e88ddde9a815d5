"""Who works on a story and when it is wanted, from the article form into `workflow`."""

from typing import Any

from django.contrib.auth.models import User

from articles.desk import workflow
from articles.desk.forms.planning import PLAN, PlanningFields
from articles.desk.people import name_of
from articles.desk.rules import Action, may
from articles.desk.status import moment
from articles.models import Article

HAND_OVERS = (Action.SUBMIT, Action.APPROVE, Action.SEND_BACK)


def offered(article: Article | None, user: User) -> tuple[str, ...]:
    """The fields of the plan that this person may fill in now, and the note that goes with a hand-over."""
    found: tuple[str, ...] = ("assignee",) if may(user, Action.ASSIGN, article) else ()
    found += PLAN if may(user, Action.PLAN, article) else ()
    return found + (("hand_over_note",) if any(may(user, move, article) for move in HAND_OVERS) else ())


def facts(article: Article, user: User) -> list[tuple[str, str]]:
    """What is planned and this person cannot change, each with its name."""
    said = {
        "assignee": name_of(article.assignee),
        "due_at": moment(article.due_at) if article.due_at else "",
        "planned_for": moment(article.planned_for) if article.planned_for else "",
        "priority": article.get_priority_display() if article.priority != Article.Priority.NORMAL else "",
    }
    fields: Any = PlanningFields.base_fields
    hidden = offered(article, user)
    return [(fields[name].label, value) for name, value in said.items() if value and name not in hidden]


def save(form: PlanningFields, article: Article, *, by: User) -> None:
    """Store what was changed of the plan; a field that was not in the form is left alone.

    Raises PermissionDenied, or NotPossible.
    """
    wanted = {name: form.cleaned_data.get(name) for name in _changed(form)}
    if plan := {name: wanted[name] for name in PLAN if name in wanted}:
        workflow.plan(article, by=by, **plan)
    # Last, because who gives a story away may have no more say in it.
    if "assignee" in wanted:
        workflow.assign(article, by=by, to=wanted["assignee"])


def _changed(form: PlanningFields) -> set[str]:
    return {name for name in ("assignee", *PLAN) if form.add_prefix(name) in form.data} & set(form.changed_data)
