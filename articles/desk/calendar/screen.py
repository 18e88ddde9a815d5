"""The calendar as a page: read by week or by month, moved by drag, by keyboard, or with script off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.desk import sittings, workflow
from articles.desk.calendar.entries import MOST, Entry, Wanted, anchor, entries
from articles.desk.calendar.forms import MORNING, MoveForm, PlanForm, QuestionForm
from articles.desk.calendar.links import make_link, remove_link
from articles.desk.calendar.moves import move, plan_story
from articles.desk.calendar.span import MONTH, WEEK, Span, within_reach
from articles.desk.rules import Action, may_ever
from articles.desk.status import moment
from articles.models import Article, CalendarLink, Edition

# Where a session keeps a new secret until the page has shown it.
FEED = "calendar-feed"
# Entries of a day that are not folded.
SHOWN = {WEEK: 12, MONTH: 4}


@dataclass(frozen=True)
class Day:
    date: date
    shown: list[Entry]
    folded: list[Entry]
    is_today: bool
    is_over: bool
    is_outside: bool


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of the calendar, below those of the articles."""
    screen, view = Screen(desk), desk.admin_site.admin_view
    return [
        path("calendar/", view(require_safe(screen.page)), name="articles_article_calendar"),
        path("calendar/move/", view(require_POST(screen.move)), name="articles_article_calendar_move"),
        path("calendar/plan/", view(require_POST(screen.plan)), name="articles_article_calendar_plan"),
        path("calendar/link/", view(require_POST(screen.link)), name="articles_article_calendar_link"),
    ]


class Screen:
    def __init__(self, desk: ModelAdmin) -> None:
        self.desk = desk

    # --- Views ---

    def page(self, request: HttpRequest) -> HttpResponse:
        self._demand(request)
        question, secret = self._question(request), request.session.pop(FEED, "")
        feed = request.build_absolute_uri(reverse("articles:calendar", args=[secret])) if secret else ""
        return self._render(request, question, feed=feed)

    def move(self, request: HttpRequest) -> HttpResponse:
        """Move one entry. Script gets JSON, 409 with the reason if it stays where it is; a form is led back."""
        self._demand(request)
        question, form = self._question(request), MoveForm(request.POST)
        if not form.is_valid():
            return self._moved(request, question, _("Choose a day to move it to."), status=400)
        asked = form.cleaned_data
        stands = anchor(asked["kind"], asked["row"])
        try:
            said, row = move(asked["kind"], asked["row"], asked["date"], asked["was"], by=request.user)  # type: ignore[arg-type]
        except (Article.DoesNotExist, Edition.DoesNotExist) as gone:
            raise Http404 from gone
        except workflow.NotPossible as reason:
            return self._moved(request, question, str(reason), stands, status=409)
        except workflow.NotReady as reason:
            return self._moved(request, question, str(reason), stands, status=409)
        return self._moved(request, question, said, anchor(asked["kind"], row))

    def plan(self, request: HttpRequest) -> HttpResponse:
        """Begin a story with a headline and a day. The same form sent twice begins one."""
        self._demand(request)
        if not self.desk.has_add_permission(request):
            raise PermissionDenied
        question, form = self._question(request), self._plan_form(request, data=request.POST)
        token = request.POST.get("plan-token", "")
        if sittings.recall(request, token):
            return HttpResponseRedirect(question.address)
        if not form.is_valid():
            return self._render(request, question, form, status=422)
        asked = form.cleaned_data
        try:
            article = plan_story(
                asked["headline"],
                asked["section"],
                form.planned_for,
                by=request.user,  # type: ignore[arg-type]
                assignee=asked.get("assignee"),
            )
        except workflow.NotPossible as reason:
            form.add_error("assignee", str(reason))
            return self._render(request, question, form, status=422)
        sittings.remember(request, token, sittings.Sitting(article.pk, article.version))
        said = _("“%(story)s” is planned for %(when)s.") % {"story": article, "when": moment(form.planned_for)}
        messages.success(request, said)
        return HttpResponseRedirect(question.address)

    def link(self, request: HttpRequest) -> HttpResponse:
        """Give this person a new feed address, which the page shows once, or take the present one away."""
        self._demand(request)
        question = self._question(request)
        if "remove" in request.POST:
            remove_link(request.user)  # type: ignore[arg-type]
            messages.success(request, _("The old address of your calendar leads nowhere now."))
            return HttpResponseRedirect(question.address)
        # Shown after a redirect: to load that page again must not make another address, which would end this one.
        request.session[FEED] = make_link(request.user)  # type: ignore[arg-type]
        return HttpResponseRedirect(question.address)

    # --- Parts ---

    def _demand(self, request: HttpRequest) -> None:
        if not self.desk.has_view_or_change_permission(request):
            raise PermissionDenied

    def _question(self, request: HttpRequest) -> "Question":
        """What part of the calendar the address asks for. Raises Http404 for a part that cannot be."""
        form = QuestionForm(request.GET)
        if not form.is_valid():
            raise Http404
        asked = form.cleaned_data
        span = Span.around(asked["view"] or WEEK, asked["date"] or timezone.localdate())
        return Question(form, span, {name: asked[name] for name in ("section", "person") if asked[name]})

    def _plan_form(self, request: HttpRequest, day: date | None = None, data: Any = None) -> PlanForm:
        initial = {"token": sittings.new_token(), "day": day, "time": MORNING}
        assigns = may_ever(request.user, Action.ASSIGN, None)  # type: ignore[arg-type]
        return PlanForm(data, initial=initial, assigns=assigns)

    def _moved(
        self, request: HttpRequest, question: "Question", said: str, stands: str = "", status: int = 200
    ) -> HttpResponse:
        """Tell what came of a move; `stands` is the anchor of the entry, where the keyboard goes on."""
        if request.accepts("text/html"):
            messages.add_message(request, messages.SUCCESS if status == 200 else messages.WARNING, said)
            return HttpResponseRedirect(f"{question.address}#{stands}" if stands else question.address)
        return JsonResponse({"said": said, "stands": stands}, status=status)

    def _render(
        self,
        request: HttpRequest,
        question: "Question",
        plan_form: PlanForm | None = None,
        feed: str = "",
        status: int = 200,
    ) -> HttpResponse:
        span = question.span
        found = entries(request.user, Wanted(span.start, span.end, **question.only))  # type: ignore[arg-type]
        context = {
            **self.desk.admin_site.each_context(request),
            "title": _("Calendar"),
            "opts": self.desk.opts,
            "question": question,
            "here": question.path,
            "span": span,
            "days": _days(span, found),
            "zone": timezone.get_current_timezone_name(),
            "too_many": len(found) >= MOST,
            "may_plan": self.desk.has_add_permission(request),
            "plan_form": plan_form or self._plan_form(request, max(span.anchor, timezone.localdate())),
            "feed": feed,
            "link": CalendarLink.objects.filter(user=request.user.pk).first(),
        }
        return render(request, "admin/articles/article/calendar.html", context, status=status)


@dataclass(frozen=True)
class Question:
    """What the address of the page asks for; `only` holds the section and the person it is confined to."""

    form: QuestionForm
    span: Span
    only: dict[str, Any]

    def _query(self, **values: Any) -> str:
        kept = {"view": self.span.view, "date": self.span.anchor.isoformat()}
        kept |= {name: str(row.pk) for name, row in self.only.items()}
        return urlencode(kept | values)

    @property
    def query(self) -> str:
        return self._query()

    @property
    def path(self) -> str:
        """The page's own address. Links name it in full: a refused form shows the page at an address of its own."""
        return reverse("admin:articles_article_calendar")

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}"

    @property
    def previous(self) -> str:
        """Query of the span before; empty where the calendar ends."""
        return self._query(date=self.span.previous.isoformat()) if within_reach(self.span.previous) else ""

    @property
    def next(self) -> str:
        return self._query(date=self.span.next.isoformat()) if within_reach(self.span.next) else ""

    @property
    def today(self) -> str:
        return self._query(date=timezone.localdate().isoformat())

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        """Each way to look: its query, its name, and whether it is the present one."""
        choices = self.form.fields["view"].choices  # type: ignore[attr-defined]
        return [(self._query(view=view), label, view == self.span.view) for view, label in choices]


def _days(span: Span, found: Iterable[Entry]) -> list[Day]:
    by_date: dict[date, list[Entry]] = {day: [] for day in span.dates}
    for entry in found:
        by_date[timezone.localdate(entry.when)].append(entry)
    today, shown = timezone.localdate(), SHOWN[span.view]
    return [
        Day(
            day,
            # One that would be folded alone takes no more room than the words that say so.
            of_day if len(of_day) == shown + 1 else of_day[:shown],
            [] if len(of_day) == shown + 1 else of_day[shown:],
            is_today=day == today,
            is_over=day < today,
            is_outside=span.view == MONTH and day.month != span.anchor.month,
        )
        for day, of_day in by_date.items()
    ]
