"""The buttons beside an article: which are offered, and what each does once the article is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.desk import workflow
from articles.desk.checks import Problem
from articles.desk.status import Status, moment
from articles.models import Article, Edition


@dataclass(frozen=True)
class Button:
    """A submit button of the article form; the name says the outcome, `filled` marks the likely one."""

    name: str
    label: str
    value: str = "1"
    filled: bool = False
    new_tab: bool = False


@dataclass(frozen=True)
class Wish:
    """What was asked for beside the article itself."""

    data: Mapping[str, str]
    live_from: datetime | None
    note: str


def buttons(article: Article | None, status: Status | None, problems: list[Problem], user: User) -> list[Button]:
    """Every move that this person may make now, Save first: Enter in a field presses the first button of a form."""
    editor = user.has_perm("articles.publish_article")
    offered = [Button("_save", _("Save draft")), Button("_preview", _("Preview"), new_tab=True)]
    offered += _of_editor(article, status) if editor else _of_writer(article)
    ready = article is not None and not any(problem.blocking for problem in problems)
    likely = "_publish" if editor else "_submit"
    if not ready or likely not in {button.name for button in offered}:
        likely = "_save"
    return [_filled(button) if button.name == likely else button for button in offered]


def _of_writer(article: Article | None) -> list[Button]:
    if article is not None and article.stage == Article.Stage.REVIEW:
        return []
    return [Button("_submit", _("Submit to an editor"))]


def _of_editor(article: Article | None, status: Status | None) -> list[Button]:
    if article is None or status is None:
        return [Button("_publish", _("Publish now")), Button("_schedule", _("Schedule"))]
    offered = []
    if status.live:
        offered += [Button("_publish", _("Publish update")), Button("_minor", _("Publish minor update"))]
    else:
        offered.append(Button("_publish", _("Publish now")))
    offered.append(Button("_schedule", _("Schedule")))
    if article.stage == Article.Stage.REVIEW:
        offered.append(Button("_sendback", _("Send back to the writer")))
    for edition in status.coming:
        label = _("Cancel schedule of %(when)s") % {"when": moment(edition.live_from)}
        offered.append(Button("_cancel", label, value=str(edition.pk)))
    if status.live or status.coming:
        offered.append(Button("_unpublish", _("Unpublish")))
    return offered


def _filled(button: Button) -> Button:
    return Button(button.name, button.label, button.value, True, button.new_tab)


def make(article: Article, wish: Wish, *, by: User) -> str:
    """Do what the pressed button says; return what to tell the person. Raises what workflow raises."""
    for name, move in MOVES.items():
        if name in wish.data:
            return move(article, wish, by)
    return _("Saved.")


def _publish(article: Article, wish: Wish, by: User) -> str:
    edition = workflow.publish(article, by=by, note=wish.note)
    return _("Published: edition %(number)s is live.") % {"number": edition.number}


def _minor(article: Article, wish: Wish, by: User) -> str:
    edition = workflow.publish(article, by=by, change=Edition.Change.MINOR, note=wish.note)
    return _("Published: edition %(number)s is live. Readers are not told of minor changes.") % {
        "number": edition.number
    }


def _schedule(article: Article, wish: Wish, by: User) -> str:
    if wish.live_from is None:
        raise workflow.NotPossible(_("Write when it is to go live."))
    edition = workflow.schedule(article, by=by, live_from=wish.live_from, note=wish.note)
    return _("Scheduled: goes live on %(when)s.") % {"when": moment(edition.live_from)}


def _cancel(article: Article, wish: Wish, by: User) -> str:
    number = wish.data["_cancel"]
    edition = article.editions.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if edition is None:
        raise workflow.NotPossible(_("There is no such scheduled edition."))
    workflow.cancel(edition, by=by)
    return _("The schedule is cancelled.")


def _unpublish(article: Article, wish: Wish, by: User) -> str:
    workflow.unpublish(article, by=by)
    return _("Taken down. Readers who follow the address are told that the story is gone.")


def _submit(article: Article, wish: Wish, by: User) -> str:
    workflow.submit(article, by=by)
    return _("Submitted to an editor.")


def _send_back(article: Article, wish: Wish, by: User) -> str:
    workflow.send_back(article, by=by)
    return _("Sent back to the writer.")


MOVES: dict[str, Callable[[Article, Wish, User], str]] = {
    "_publish": _publish,
    "_minor": _minor,
    "_schedule": _schedule,
    "_cancel": _cancel,
    "_unpublish": _unpublish,
    "_submit": _submit,
    "_sendback": _send_back,
}
