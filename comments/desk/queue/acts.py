"""What buttons and keys of the queue send, made into moves of `comments.moderation`, one comment at a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Edition
from comments import moderation, visitors
from comments.desk.queue.cards import REMOVALS
from comments.forms import PlainTextField
from comments.models import Comment, Decision
from comments.models.comment import NAME_LENGTH
from comments.moderation import Seen

# Comments that one act may name.
MOST = 100
Status = Comment.Status


def _approve(comment: Comment, by: User) -> Decision | None:
    """What is reported and approved already stays so."""
    return moderation.keep(comment, by) if comment.is_approved else moderation.approve(comment, by)


MOVES: dict[str, Callable[[Comment, User], Decision | None]] = {
    "approve": _approve,
    "keep": moderation.keep,
    "spam": moderation.mark_spam,
    "reopen": moderation.reopen,
}
PICKS = {"pick": True, "unpick": False}
WORDS = {
    Status.APPROVED: gettext_lazy("Approved"),
    Status.SPAM: gettext_lazy("Marked as spam"),
    Status.REMOVED: gettext_lazy("Removed"),
    Status.PENDING: gettext_lazy("Put back into the queue"),
}


class AnswerForm(forms.Form):
    answer = PlainTextField(
        max_length=settings.NEWSROOM_COMMENT_LENGTH,
        error_messages={
            "required": gettext_lazy("Write your answer first. Nothing was decided."),
            "max_length": gettext_lazy("Keep the answer to %(limit_value)d characters; it has %(show_value)d."),
        },
    )


class Unfit(Exception):
    """What was sent is not enough to act on. The message is for the moderator."""


@dataclass
class Outcome:
    """What became of each comment: its decision, or why it was left alone."""

    decided: dict[int, Decision | None] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)
    changed: list[int] = field(default_factory=list)
    """Those left alone that are to be read again."""
    picked: list[int] = field(default_factory=list)
    comments: dict[int, Comment] = field(default_factory=dict)

    @property
    def decisions(self) -> str:
        """What is sent to undo all of it."""
        return ",".join(str(made.pk) for made in self.decided.values() if made and made.is_of_moderator)

    @property
    def said(self) -> str:
        """In a sentence or two."""
        return " ".join(filter(None, [tell(self.decided.values()), self.beside]))

    @property
    def beside(self) -> str:
        """What was no decision."""
        return " ".join(filter(None, [self._picked(), self._left()]))

    def leave(self, comment: Comment, why: moderation.AlreadyDecided, typed: str = "") -> None:
        """Say why this one was not decided. The answer that was typed to it is not lost."""
        self.left[comment.pk] = str(why)
        if isinstance(why, moderation.WordsChanged):
            self.changed.append(comment.pk)
        elif typed:
            self.left[comment.pk] = _("%(why)s Not posted: “%(typed)s”") % {"why": why, "typed": typed}

    def _picked(self) -> str:
        names = [self.comments[pk] for pk in self.picked]
        said = [
            _("Picked: comment by %(name)s.") if one.is_pick else _("No longer a pick: comment by %(name)s.")
            for one in names
        ]
        return " ".join(words % {"name": one.name} for words, one in zip(said, names, strict=True))

    def _left(self) -> str:
        if not self.left:
            return ""
        why = " ".join(f"{self.comments[pk].name}: {reason}" for pk, reason in self.left.items())
        said = ngettext("Left alone: %(n)d comment. %(why)s", "Left alone: %(n)d comments. %(why)s", len(self.left))
        return said % {"n": len(self.left), "why": why}


def tell(decisions: Iterable[Decision | None]) -> str:
    """What was decided, in a sentence for each sort of decision."""
    sorts: dict[str, list[str]] = {}
    for decision in decisions:
        if decision:
            sorts.setdefault(word(decision), []).append(decision.comment.name)
    return " ".join(
        _("%(done)s: comment by %(name)s.") % {"done": done, "name": names[0]}
        if len(names) == 1
        else _("%(done)s: %(n)d comments.") % {"done": done, "n": len(names)}
        for done, names in sorts.items()
    )


def word(decision: Decision) -> str:
    if decision.from_status == decision.to_status:
        return _("Kept")
    return str(_("Approved and answered") if "answer" in decision.former else WORDS[Status(decision.to_status)])


# --- Acting ---


def act(request: HttpRequest) -> Outcome:
    """Do what was sent with each comment that was named. Raises BadRequest for what no form of ours sends, and Unfit."""
    do, named = request.POST.get("do", ""), _named(request)
    if not named:
        raise Unfit(_("Tick the comments first. Nothing was changed."))
    move, outcome, typed = _move(request, do, len(named)), Outcome(), answer_typed(request)
    found = Comment.objects.filter(pk__in=named).oldest_first()
    outcome.comments = {comment.pk: comment for comment in found}
    for pk, comment in outcome.comments.items():
        named[pk].put_on(comment)
        try:
            made = move(comment, request.user)  # type: ignore[arg-type]  # the admin lets nobody else in
        except moderation.AlreadyDecided as other:
            outcome.leave(comment, other, typed)
            continue
        if do in PICKS:
            outcome.picked.append(pk)
        else:
            # Whoever presses twice is told of what the first press did.
            outcome.decided[pk] = made or comment.decisions.standing().last()
    return outcome


def undo(request: HttpRequest) -> Outcome:
    """Take back the decisions that were named, the last one first."""
    outcome = Outcome()
    found = Decision.objects.filter(pk__in=_numbers(request.POST.get("decisions", ""))).select_related("comment")
    for decision in found.order_by("-pk"):
        comment = decision.comment
        outcome.comments[comment.pk] = comment
        try:
            moderation.undo(decision, request.user)  # type: ignore[arg-type]  # as above
            outcome.decided[comment.pk] = None
        except moderation.AlreadyDecided as other:
            outcome.leave(comment, other)
    return outcome


def answer_typed(request: HttpRequest) -> str:
    """What was to be posted with the act; empty for other acts."""
    return request.POST.get("answer", "").strip() if request.POST.get("do") == "answer" else ""


def decisions_of(written: str) -> list[Decision]:
    """Those of an address of the queue, as far as there are any; nothing is refused here."""
    try:
        numbers = _numbers(written)
    except BadRequest:
        return []
    found = Decision.objects.standing().filter(pk__in=numbers).select_related("comment")
    return [decision for decision in found if decision.is_of_moderator]


def _move(request: HttpRequest, do: str, number: int) -> Callable[[Comment, User], Decision | None]:
    name, _colon, reason = do.partition(":")
    if name in MOVES and not reason:
        return MOVES[name]
    if name in PICKS and not reason:
        return lambda comment, by: _pick(comment, by, is_pick=PICKS[name])
    if name == "remove":
        if reason not in dict(REMOVALS):
            raise Unfit(_("Choose a reason for the removal. Nothing was changed."))
        return lambda comment, by: moderation.remove(comment, by, reason, tell=bool(request.POST.get("tell")))
    if do == "answer" and number == 1:
        return lambda comment, by: _answer(request, comment, by)
    if not do:
        raise Unfit(_("Choose what to do with them. Nothing was changed."))
    raise BadRequest("No such act.")


def _pick(comment: Comment, by: User, *, is_pick: bool) -> None:
    moderation.pick(comment, by, is_pick=is_pick)


def _answer(request: HttpRequest, comment: Comment, by: User) -> Decision | None:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Unfit(" ".join(map(str, form.errors["answer"])))
    edition = Edition.objects.listed().filter(article=comment.discussion_id).select_related("address").first()
    if edition is None:
        raise Unfit(_("Readers cannot see this story, so nothing can be answered there. Nothing was decided."))
    draft = moderation.Draft(
        edition=edition,
        discussion=comment.discussion,
        text=form.cleaned_data["answer"],
        name=visitors.public_name(by)[:NAME_LENGTH],
        email=by.email,
        parent=comment,
        user=by,
        network=visitors.network(request),
    )
    try:
        return moderation.answer(comment, draft, by)[0]
    except moderation.Refused as refusal:
        raise Unfit(_("%(why)s Nothing was decided.") % {"why": refusal}) from refusal


def _named(request: HttpRequest) -> dict[int, Seen]:
    """The comments that are named, each with what the moderator saw of it."""
    named: dict[int, Seen] = {}
    for written in request.POST.getlist("id"):
        pk, _colon, seen = written.partition(":")
        try:
            named.update(dict.fromkeys(_numbers(pk), Seen.read(seen)))
        except (ValueError, OverflowError) as nonsense:
            raise BadRequest("A comment in no state.") from nonsense
    if len(named) > MOST:
        raise BadRequest("Too many comments for one act.")
    return named


def _numbers(written: str) -> list[int]:
    parts = written.split(",")
    if len(parts) > MOST or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        raise BadRequest("No number of a row.")
    return [int(part) for part in parts]
