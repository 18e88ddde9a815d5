"""Reporting a comment to the moderators, or an error in a story to the editors."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments import moderation, visitors
from comments.models import Comment
from comments.report_forms import ERROR_LENGTH, REPORT_LENGTH, ErrorForm, ReportForm, StampedForm
from comments.views.guests import OURS_ALONE, body_limit, dated_path, for_guests, is_too_large, story_at, story_of

DONE = "done"


# --- A comment ---


@for_guests
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is wrong with a comment, and note it. Only what readers see, or saw, can be reported."""
    # What a held one says, and that there is one, is for its writer and the moderators.
    comment = get_object_or_404(Comment.objects.exclude(status__in=Comment.WAITING), pk=pk)
    page = {"comment": comment, "edition": story_of(comment.discussion_id), "done": request.GET.get(DONE, "")}
    if not comment.is_approved:
        return _answer(request, "comments/report.html", page | {"is_gone": True}, 410)
    if request.method == "POST":
        return _take_report(request, comment, page)
    member = None if page["done"] else visitors.member(request)
    form = ReportForm(edition=page["edition"], action=request.path, is_member=member is not None)
    return render(request, "comments/report.html", page | {"form": form, "csrf_token": member and get_token(request)})


def _take_report(request: HttpRequest, comment: Comment, page: dict[str, Any]) -> HttpResponse:
    too_large = is_too_large(request, body_limit(REPORT_LENGTH))
    sender = None if too_large else visitors.sender(request)
    options = {"edition": page["edition"], "action": request.path, "is_member": sender is not None}
    form = _unread(ReportForm({}, **options)) if too_large else ReportForm(request.POST, **options)
    page |= {"form": form, "csrf_token": sender and get_token(request)}
    if too_large or not form.is_valid():
        return _answer(request, "comments/report.html", page, 413 if too_large else 422)
    data, reporter = form.cleaned_data, visitors.reporter(request, sender)
    try:
        is_new = form.is_trapped or moderation.report(comment, data["reason"], data["text"], reporter, timezone.now())
    except moderation.NotShown:
        return _answer(request, "comments/report.html", page | {"is_gone": True}, 410)
    except moderation.TooMany as refusal:
        return _refused(request, "comments/report.html", page, refusal)
    return _thank(request.path, "new" if is_new else "before")


# --- A story ---


@for_guests
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """Ask what is wrong in a story, and put it before the editors."""
    edition = story_at(dated_path(year, month, day, slug))
    action = f"{edition.get_absolute_url()}report-error/"
    page: dict[str, Any] = {"edition": edition, "done": request.GET.get(DONE, "")}
    if request.method == "POST":
        return _take_error(request, page, action)
    if request.path != action:
        return HttpResponseRedirect(action)
    initial = {} if page["done"] else _known(request)
    return render(
        request,
        "comments/report_error.html",
        page | {"form": ErrorForm(edition=edition, action=action, initial=initial)},
    )


def _take_error(request: HttpRequest, page: dict[str, Any], action: str) -> HttpResponse:
    options = {"edition": page["edition"], "action": action}
    if is_too_large(request, body_limit(ERROR_LENGTH)):
        page["form"] = _unread(ErrorForm({}, **options))
        return _answer(request, "comments/report_error.html", page, 413)
    form = page["form"] = ErrorForm(request.POST, **options)
    if not form.is_valid():
        return _answer(request, "comments/report_error.html", page, 422)
    try:
        if not form.is_trapped:
            moderation.report_error(form.error(visitors.reporter(request, visitors.sender(request))))
    except moderation.TooMany as refusal:
        return _refused(request, "comments/report_error.html", page, refusal)
    return _thank(action, "new")


def _known(request: HttpRequest) -> dict[str, str]:
    """Name and address of whoever asked to be remembered or is signed in; then the page is theirs alone."""
    member = visitors.member(request)
    if member:
        return {"name": visitors.public_name(member), "email": member.email}
    return visitors.remembered(request)


# --- Answers ---


def _thank(path: str, how: str) -> HttpResponse:
    response = HttpResponseRedirect(f"{path}?{DONE}={how}")
    response.headers["Cache-Control"] = OURS_ALONE
    return response


def _refused(request: HttpRequest, template: str, page: dict[str, Any], refusal: moderation.TooMany) -> HttpResponse:
    page["form"].add_error(None, str(refusal))
    response = _answer(request, template, page, refusal.status)
    response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _answer(request: HttpRequest, template: str, page: dict[str, Any], status: int) -> HttpResponse:
    """The page with what was typed: its visitor's own."""
    response = render(request, template, page, status=status)
    response.headers["Cache-Control"] = OURS_ALONE
    return response


def _unread(form: StampedForm) -> Any:
    """The empty form that stands for a body which was too large to be read."""
    form.errors.clear()
    form.add_error("text", _("What you sent is too long to be read. Keep it shorter."))
    return form
