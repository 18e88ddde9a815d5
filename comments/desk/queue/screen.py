"""The queue as a page, and what it posts to. Script gets JSON with the lines that take the place of the cards."""

import re
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comments import moderation
from comments.desk.queue import acts
from comments.desk.queue.cards import REMOVALS, cards
from comments.desk.queue.context import context
from comments.desk.queue.question import PAGE, WINDOW, Question
from comments.desk.queue.tabs import PENDING, TABS
from comments.models import Comment, Decision, Note, Watchlist

NOTE_LENGTH = Note._meta.get_field("text").max_length or 0
# Groups of stories that have a link of their own, and the newest decisions that today's answer time is read off.
GROUPS, LATELY = 12, 300
_FRAGMENT = re.compile(r"[a-z]+(-[0-9]{1,18})?")


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of the queue; the first is that of the comments themselves."""
    screen, view = Screen(desk), desk.admin_site.admin_view
    return [
        path("", view(require_safe(screen.page)), name="comments_comment_changelist"),
        path("act/", view(require_POST(screen.act)), name="comments_comment_act"),
        path("undo/", view(require_POST(screen.undo)), name="comments_comment_undo"),
        path("<int:pk>/context/", view(require_safe(screen.context)), name="comments_comment_context"),
        path("<int:pk>/note/", view(require_POST(screen.note)), name="comments_comment_note"),
    ]


class Screen:
    def __init__(self, desk: ModelAdmin) -> None:
        self.desk = desk

    # --- Views ---

    def page(self, request: HttpRequest) -> HttpResponse:
        _demand(request)
        return self._render(request, Question.read(request.GET))

    def act(self, request: HttpRequest) -> HttpResponse:
        """Decide. 409 if everything was decided by others meanwhile, 422 if something is missing."""
        _demand(request)
        try:
            outcome = acts.act(request)
        except acts.Unfit as reason:
            return self._unfit(request, str(reason))
        # Nothing done and something left: somebody else was first.
        status = 409 if outcome.left and not (outcome.decided or outcome.picked) else 200
        if _wants_json(request):
            lines = {
                pk: _line(request, outcome, pk)
                for pk in [*outcome.decided, *outcome.left]
                if pk not in outcome.changed
            }
            shown = self._cards(request, [*outcome.picked, *outcome.changed], acts.answer_typed(request))
            told = {"said": outcome.said, "lines": lines, "cards": shown, "decisions": outcome.decisions}
            return JsonResponse(told | {"tabs": _numbers(request)}, status=status)
        if outcome.changed and acts.answer_typed(request):
            return self._unfit(request, outcome.beside, status=409)
        if outcome.left or outcome.picked:
            messages.add_message(request, messages.WARNING if outcome.left else messages.SUCCESS, outcome.beside)
        again = f"card-{outcome.changed[0]}" if outcome.changed else ""
        return _back(request, fragment=again, done=outcome.decisions)

    def undo(self, request: HttpRequest) -> HttpResponse:
        """Take decisions back; the cards return as they were."""
        _demand(request)
        outcome = acts.undo(request)
        number = len(outcome.decided)
        undone = ngettext("Taken back: %(n)d decision.", "Taken back: %(n)d decisions.", number) % {"n": number}
        said = " ".join(filter(None, [undone if number else "", outcome.said]))
        if _wants_json(request):
            lines = {pk: _line(request, outcome, pk) for pk in outcome.left if pk not in outcome.changed}
            shown = self._cards(request, [*outcome.decided, *outcome.changed])
            answer = {"said": said, "lines": lines, "cards": shown, "tabs": _numbers(request)}
            return JsonResponse(answer, status=409 if outcome.left and not number else 200)
        messages.add_message(request, messages.WARNING if outcome.left else messages.SUCCESS, said)
        first = min(outcome.decided, default=None)
        return _back(request, fragment=f"card-{first}" if first else "")

    def context(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What stands beside one card, as a part of the page."""
        _demand(request)
        comment = _comment(pk)
        return render(request, "admin/comments/queue/_context.html", {"context": context(comment, request.user)})

    def note(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell the other moderators something of a comment."""
        _demand(request)
        comment, words = _comment(pk), request.POST.get("note", "").strip()
        if not words or "\0" in words or len(words) > NOTE_LENGTH:
            said = _("Write a note of up to %(n)d characters.") % {"n": NOTE_LENGTH}
            if _wants_json(request):
                return JsonResponse({"said": said}, status=422)
            messages.error(request, said)
            return _back(request, fragment="context", card=pk)
        moderation.note(comment, words, request.user)  # type: ignore[arg-type]  # the admin lets nobody else in
        if _wants_json(request):
            shown = {"context": context(_comment(pk), request.user)}
            html = render_to_string("admin/comments/queue/_context.html", shown, request)
            return JsonResponse({"said": _("Noted."), "context": html})
        messages.success(request, _("Noted."))
        return _back(request, fragment="context", card=pk)

    # --- Parts ---

    def _unfit(self, request: HttpRequest, said: str, status: int = 422) -> HttpResponse:
        if _wants_json(request):
            return JsonResponse({"said": said}, status=status)
        question = _question_of(request)
        return self._render(request, question, typed=request.POST.get("answer", ""), complaint=said, status=status)

    def _cards(self, request: HttpRequest, wanted: Any, typed: str = "") -> dict[int, str]:
        """The cards of these comments, as they are now, with an answer that was not posted."""
        rows = Comment.objects.filter(pk__in=list(wanted)).select_related("decided_by", "parent", "user")
        question = _question_of(request)
        return {
            card.comment.pk: render_to_string(
                "admin/comments/queue/_card.html", {"card": card, "question": question, "typed": typed}, request
            )
            for card in cards(list(rows))
        }

    def _render(
        self, request: HttpRequest, question: Question, typed: str = "", complaint: str = "", status: int = 200
    ) -> HttpResponse:
        comments, further = question.page(request.user)
        shown, done = cards(comments), acts.decisions_of(request.GET.get("done", ""))
        in_hand = _in_hand(request, comments)
        values = {
            **self.desk.admin_site.each_context(request),
            "title": _("Moderation"),
            "opts": self.desk.opts,
            "question": question,
            "tabs": [(tab, question.count(tab, request.user), _tab_query(question, tab)) for tab in TABS.values()],
            "groups": [(group, question.query(group=group.pk)) for group in _groups(question)],
            "cards": shown,
            "further": further,
            "is_short": bool(further) and len(comments) < PAGE,
            "window": WINDOW,
            "removals": REMOVALS,
            "context": context(in_hand, request.user) if in_hand else None,
            "oldest": Comment.objects.pending().oldest_first().values_list("created_at", flat=True).first(),
            "answer_time": _answer_time(timezone.now()),
            "done": acts.tell(done),
            "decisions": ",".join(str(decision.pk) for decision in done),
            "complaint": complaint,
            "typed": typed,
            "typed_for": _typed_for(request),
        }
        return render(request, "admin/comments/queue/queue.html", values, status=status)


def _demand(request: HttpRequest) -> None:
    if not request.user.has_perm("comments.moderate_comment"):
        raise PermissionDenied


def _wants_json(request: HttpRequest) -> bool:
    return not request.accepts("text/html")


def _comment(pk: int) -> Comment:
    if pk >= 2**63:
        raise BadRequest("No number of a row.")
    return get_object_or_404(Comment.objects.select_related("parent"), pk=pk)


def _question_of(request: HttpRequest) -> Question:
    """What the page asked for that a form was sent from; all that waits where that is nothing any more.

    What was done is done, though somebody has dissolved the group meanwhile whose queue the page showed.
    """
    try:
        return Question.read(QueryDict(request.POST.get("back", "")[:2000]))
    except Http404:
        return Question.read(QueryDict())


def _back(request: HttpRequest, fragment: str = "", **extra: Any) -> HttpResponse:
    """Lead to where the form was sent from, and there to what is read next."""
    wanted = fragment or request.POST.get("next", "")
    place = f"#{wanted}" if _FRAGMENT.fullmatch(wanted) else ""
    question = _question_of(request)
    kept = {name: value for name, value in extra.items() if value}
    return HttpResponseRedirect(f"{question.path}?{question.query(after=question.after, **kept)}{place}")


def _numbers(request: HttpRequest) -> dict[str, str]:
    """How many there are in each tab of the page that a form was sent from."""
    question = _question_of(request)
    return {tab.name: question.count(tab, request.user) for tab in TABS.values()}


def _line(request: HttpRequest, outcome: acts.Outcome, pk: int) -> str:
    """What takes the place of a card."""
    comment, decision = outcome.comments[pk], outcome.decided.get(pk)
    values = {
        "comment": comment,
        "decision": decision if decision and decision.is_of_moderator else None,
        "done": acts.word(decision) if decision else acts.WORDS[Comment.Status(comment.status)],
        "left": outcome.left.get(pk, ""),
    }
    return render_to_string("admin/comments/queue/_line.html", values, request)


def _groups(question: Question) -> list[Watchlist]:
    """The first of them, and in any case the one in hand."""
    first, asked = list(Watchlist.objects.all()[:GROUPS]), question.asked.get("group")
    return first if asked is None or asked in first else [asked, *first]


def _in_hand(request: HttpRequest, comments: list[Comment]) -> Comment | None:
    """The comment whose context is shown: the one that is asked for, or the first."""
    wanted = request.GET.get("card", "")
    named = [comment for comment in comments if str(comment.pk) == wanted]
    return next(iter(named or comments), None)


def _typed_for(request: HttpRequest) -> int:
    pk = request.POST.get("id", "").partition(":")[0]
    return int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else 0


def _tab_query(question: Question, tab: Any) -> str:
    return question.query(tab=None if tab is PENDING else tab.name)


def _answer_time(at: datetime) -> str:
    """How long comments waited that were decided today: the median, in words; empty if none were."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    # The later a decision, the greater its number; the number has an index, the time has none.
    lately = (
        Decision.objects.filter(undoes=None, moderator__isnull=False)
        .order_by("-pk")
        .values_list("at", "from_status", "comment__created_at")
    )
    waits = [
        (made - written).total_seconds()
        for made, was, written in lately[:LATELY]
        if made >= midnight and was == "pending"
    ]
    return timesince(at - timedelta(seconds=median(waits)), at, depth=1) if waits else ""
