"""Changing one's own comment, or taking it back, while the rules allow it.

The token in the address is all that is asked: nobody else has it, so no other page can speak for the writer.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.models.edition import Edition
from comments import moderation, own
from comments.forms import EditForm, seen_of
from comments.models import Comment
from comments.moderation.own import is_settled, is_taken_back
from comments.views.guests import OURS_ALONE, body_limit, for_guests, is_too_large, story_of
from comments.views.posting import place_for_writer

BODY_LIMIT = body_limit(settings.NEWSROOM_COMMENT_LENGTH)


@for_guests
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment to change, or what became of the change. Whoever has no token for it learns nothing."""
    comment = own.find(pk, request.GET.get("token", ""))
    if comment is None:
        raise PermissionDenied
    edition = story_of(comment.discussion_id)
    response = _save(request, comment, edition) if request.method == "POST" else _show(request, comment, edition)
    response.headers["Cache-Control"] = OURS_ALONE
    # The token in the address is for this page alone.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _show(request: HttpRequest, comment: Comment, edition: Edition) -> HttpResponse:
    if is_taken_back(comment):
        return _page(request, comment, edition)
    if is_settled(comment):
        return _page(request, comment, edition, refusal=moderation.Decided(is_final=True))
    if timezone.now() >= own.until(comment):
        return _page(request, comment, edition, refusal=moderation.Over())
    return _page(request, comment, edition, EditForm(comment=comment))


def _save(request: HttpRequest, comment: Comment, edition: Edition) -> HttpResponse:
    if is_too_large(request, BODY_LIMIT):
        form = EditForm({}, comment=comment)
        form.errors.clear()  # of what was not read nothing else can be said
        form.add_error("text", _("The comment is too long to be read. Keep it shorter."))
        return _page(request, comment, edition, form, status=413)
    form = EditForm(request.POST, comment=comment)
    wants_back = "take_back" in request.POST
    if not (wants_back or form.is_valid()):
        return _page(request, comment, edition, form, status=422)
    if "preview" in request.POST:
        form.preview = Comment(
            name=comment.name, website=comment.website, text=form.cleaned_data["text"], badge=comment.badge
        )
        return _page(request, comment, edition, form)
    comment.decided_at = _seen(request.POST.get("seen", ""))
    try:
        if wants_back:
            moderation.take_back(comment, timezone.now())
            return HttpResponseRedirect(own.edit_path(comment))
        moderation.edit(comment, form.cleaned_data["text"], timezone.now())
    except moderation.Refused as refusal:
        return _refused(request, comment, edition, form, refusal)
    return HttpResponseRedirect(place_for_writer(edition, comment))


def _refused(
    request: HttpRequest, comment: Comment, edition: Edition, form: EditForm, refusal: moderation.Refused
) -> HttpResponse:
    """The form with the reason, or where nothing can be changed any more the text alone."""
    if isinstance(refusal, moderation.Over) or (isinstance(refusal, moderation.Decided) and refusal.is_final):
        return _page(request, comment, edition, refusal=refusal, typed=request.POST.get("text", ""))
    # Whoever takes it back sends no words; the form then has those that stand.
    form.data = {"text": comment.text, **request.POST.dict(), "seen": seen_of(comment)}
    form.add_error(None, str(refusal))
    return _page(request, comment, edition, form, status=refusal.status)


def _page(
    request: HttpRequest,
    comment: Comment,
    edition: Edition,
    form: EditForm | None = None,
    *,
    refusal: moderation.Refused | None = None,
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    end = own.until(comment)
    context: dict[str, Any] = {
        "comment": comment,
        "edition": edition,
        "form": form,
        "refusal": refusal,
        "typed": typed,
        "until": end,
        "minutes": own.minutes_left(end),
        "place": edition.get_absolute_url(),
    }
    return render(request, "comments/own.html", context, status=refusal.status if refusal else status)


def _seen(posted: str) -> Any:
    """The decision that the writer knew of; None for none, and for what is no time at all."""
    try:
        return parse_datetime(posted)
    except ValueError:
        return None
