"""The buttons beside an article: which are offered, and what each does once the article is saved."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from articles import languages
from articles.desk import similar_choices, workflow
from articles.desk.checks import Problem
from articles.desk.rules import Action, may
from articles.desk.status import Status, moment, outdated
from articles.models import Article, Correction, Edition

# Digits of a row's number; databases know no longer ones.
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Button:
    """A submit button of the article form; the name says the outcome, `filled` marks the likely one."""

    name: str
    label: str
    value: str = "1"
    filled: bool = False
    new_tab: bool = False
    is_apart: bool = False
    """Takes something away from readers or colleagues, so it stands by itself."""


@dataclass(frozen=True)
class Wish:
    """What was asked for beside the article itself: the whole post, and what the form made of its publishing part."""

    data: Mapping[str, str]
    cleaned: Mapping[str, Any] = field(default_factory=dict)
    changed: Collection[str] = ()
    """Names of the fields in which something else stands than when the form was made."""

    @property
    def note(self) -> str:
        return self.cleaned.get("note") or ""

    @property
    def hand_over_note(self) -> str:
        return self.cleaned.get("hand_over_note") or ""

    @property
    def change(self) -> dict[str, str]:
        """What workflow wants to know of the change; a clarification is a correction of another kind."""
        chosen = self.cleaned.get("change") or Edition.Change.UPDATE
        if chosen == Correction.Kind.CLARIFICATION:
            return {"change": Edition.Change.CORRECTION, "kind": Correction.Kind.CLARIFICATION}
        return {"change": chosen}


# --- What is offered ---

# Buttons that are the natural next step, the first that is offered wins.
LIKELY = ("_publish", "_approve", "_submit")


def buttons(article: Article | None, status: Status | None, problems: list[Problem], user: User) -> list[Button]:
    """Every move that this person may make now, Save first: Enter in a field presses the first button of a form."""
    offered = [
        Button("_save", _("Save draft")),
        Button("_preview", _("Preview"), new_tab=True),
        *_of_stage(article, user),
        *_of_publication(article, status, user),
    ]
    is_ready = article is not None and not any(problem.blocking for problem in problems)
    names = [button.name for button in offered]
    is_withdrawn = status is not None and status.live is not None and status.live.is_withdrawn
    likely = next((name for name in LIKELY if name in names), "_save") if is_ready and not is_withdrawn else "_save"
    return [replace(button, filled=button.name == likely) for button in offered]


def _of_stage(article: Article | None, user: User) -> Iterator[Button]:
    if may(user, Action.SUBMIT, article) and not may(user, Action.PUBLISH, article):
        yield Button("_submit", _("Submit to an editor"))
    elif may(user, Action.SUBMIT, article) and article is not None and _needs_approval(article):
        # Who may publish may also approve; the section wants that to be done, and to stand in the log.
        yield Button("_submit", _("Submit for approval"))
    if article is None:
        return
    if may(user, Action.APPROVE, article):
        yield Button("_approve", _("Approve"))
    if may(user, Action.SEND_BACK, article):
        yield Button("_sendback", _("Send back to the writer"))


def _needs_approval(article: Article) -> bool:
    return article.section is not None and article.section.needs_approval


def _of_publication(article: Article | None, status: Status | None, user: User) -> Iterator[Button]:
    if not may(user, Action.PUBLISH, article):
        return
    live = status.live if status is not None else None
    if live is not None and live.is_withdrawn:
        yield Button("_publish", _("Publish again"))
    else:
        yield Button("_publish", _("Publish update") if live is not None else _("Publish now"))
    if live is not None:
        yield Button("_unpublish", _("Unpublish now"), is_apart=True)


# --- What is done ---


def settle_embargo(article: Article, wish: Wish, *, by: User) -> None:
    """Store the embargo, whatever comes of the button: a refusal that names an embargo must leave it standing."""
    if may(by, Action.PUBLISH, article) and "embargo_until" in wish.data and "embargo_until" in wish.changed:
        workflow.put_under_embargo(article, by=by, until=wish.cleaned.get("embargo_until"))


def make(article: Article, wish: Wish, *, by: User) -> str:
    """Do what the pressed button says; return what to tell the person. Raises what workflow raises."""
    name = pressed(wish.data)
    if name is None:
        return _("Saved.")
    before = _scheduled_times(article)
    said = [MOVES[name](article, wish, by)]
    if name not in MOVES_OF_SCHEDULES:
        said += [
            _("With it, what was scheduled for %(when)s is cancelled.") % {"when": moment(when)}
            for when in sorted(before - _scheduled_times(article))
        ]
    return " ".join(said)


def pressed(data: Mapping[str, str]) -> str | None:
    """The name of the move that was asked for, if one was."""
    return next((name for name in MOVES if name in data), None)


def _scheduled_times(article: Article) -> set[datetime]:
    return set(article.editions.scheduled(timezone.now()).values_list("live_from", flat=True))


def _publish(article: Article, wish: Wish, by: User) -> str:
    edition = workflow.publish(article, by=by, note=wish.note, **wish.change)
    return " ".join([_said(edition), *outdated(edition, article.editions.scheduled(timezone.now()))])


def _said(edition: Edition) -> str:
    correction = Correction.objects.filter(edition=edition).first()
    change = correction.get_kind_display() if correction else edition.get_change_display()
    values = {"number": edition.number, "change": languages.within(change)}
    if edition.change == Edition.Change.MINOR:
        return _("Published: edition %(number)s is live. Readers are not told of minor changes.") % values
    if edition.change == Edition.Change.FIRST:
        return _("Published: edition %(number)s is live.") % values
    return _("Published: edition %(number)s is live, as %(change)s.") % values


def _schedule(article: Article, wish: Wish, by: User) -> str:
    when = _time(wish, "live_from")
    is_replacement = when in _scheduled_times(article)
    said = _goes_live(workflow.schedule(article, by=by, live_from=when, note=wish.note, **wish.change))
    if is_replacement:
        said += " " + _("It takes the place of what was scheduled for that minute.")
    return said


def _goes_live(edition: Edition) -> str:
    return _("Scheduled: goes live on %(when)s.") % {"when": moment(edition.live_from)}


def _cancel(article: Article, wish: Wish, by: User) -> str:
    workflow.cancel(_edition(article, wish.data["_cancel"]), by=by)
    return _("The schedule is cancelled.")


def _reschedule(article: Article, wish: Wish, by: User) -> str:
    edition = _edition(article, wish.data["_reschedule"])
    return _goes_live(workflow.reschedule(edition, by=by, live_from=_typed_time(wish.data.get(f"move_{edition.pk}"))))


def _advance(article: Article, wish: Wish, by: User) -> str:
    return _said(workflow.reschedule(_edition(article, wish.data["_advance"]), by=by))


def _unpublish(article: Article, wish: Wish, by: User) -> str:
    workflow.unpublish(article, by=by)
    return _("Taken down. Readers who follow the address are told that the story is gone.")


def _unpublish_at(article: Article, wish: Wish, by: User) -> str:
    at = _time(wish, "down_at")
    workflow.unpublish(article, by=by, at=at)
    return _("It comes down on %(when)s.") % {"when": moment(at)}


def _keep_up(article: Article, wish: Wish, by: User) -> str:
    workflow.keep_up(article, by=by)
    return _("It stays up: the planned end is taken back.")


def _withdraw(article: Article, wish: Wish, by: User) -> str:
    workflow.withdraw(article, by=by, notice=wish.cleaned.get("notice") or "")
    return _("Withdrawn. Readers who follow the address see the notice; lists and feeds drop the story.")


def _submit(article: Article, wish: Wish, by: User) -> str:
    workflow.submit(article, by=by, note=wish.hand_over_note)
    return _("Submitted to an editor.")


def _approve(article: Article, wish: Wish, by: User) -> str:
    workflow.approve(article, by=by, note=wish.hand_over_note)
    return _("Approved.")


def _send_back(article: Article, wish: Wish, by: User) -> str:
    workflow.send_back(article, by=by, note=wish.hand_over_note)
    return _("Sent back to the writer.")


def _choose_similar(article: Article, wish: Wish, by: User) -> str:
    return similar_choices.make(article, wish.data["_similar"], by=by, named=wish.data.get("similar_other", ""))


MOVES: dict[str, Callable[[Article, Wish, User], str]] = {
    "_publish": _publish,
    "_schedule": _schedule,
    "_cancel": _cancel,
    "_reschedule": _reschedule,
    "_advance": _advance,
    "_unpublish": _unpublish,
    "_unpublish_at": _unpublish_at,
    "_keep_up": _keep_up,
    "_withdraw": _withdraw,
    "_submit": _submit,
    "_approve": _approve,
    "_sendback": _send_back,
    "_similar": _choose_similar,
}


# Those that send the text on its way: whoever presses them must have seen it.
MOVES_OF_TEXT = {"_publish", "_schedule", "_submit", "_approve"}
MOVES_OF_SCHEDULES = {"_cancel", "_reschedule", "_advance"}


# --- What was sent ---


def _edition(article: Article, number: str) -> Edition:
    """The edition that a button names. Raises NotPossible for anything but one of this article."""
    known = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    edition = article.editions.filter(pk=number).first() if known else None
    if edition is None:
        raise workflow.NotPossible(_("There is no such scheduled edition."))
    return edition


def _time(wish: Wish, name: str) -> datetime:
    when = wish.cleaned.get(name)
    if when is None:
        raise workflow.NotPossible(_("Write the time first."))
    return when


def _typed_time(text: str | None) -> datetime:
    """A time of a field that is no part of the form, in the newsroom's zone. Raises NotPossible if it is none."""
    try:
        when = parse_datetime(text or "")
        aware = make_aware(when) if when is not None and is_naive(when) else when
    except (ValueError, OverflowError):
        aware = None
    if aware is None:
        raise workflow.NotPossible(_("Write the new time of the scheduled edition."))
    return aware
