"""Leaving a reply, and finding one again."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models.edition import Edition
from articles.public.views import edition_page
from comments import moderation, own, signed, visitors
from comments.forms import CommentForm
from comments.models import Comment, Discussion
from comments.threads import ORDERS, place_of
from comments.views.guests import (
    OURS_ALONE,
    answered_at,
    body_limit,
    dated_path,
    for_guests,
    is_too_large,
    story_at,
    story_of,
)

BODY_LIMIT = body_limit(settings.NEWSROOM_COMMENT_LENGTH)


@for_guests
@require_POST
def post(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """Take a comment, or only show how it will stand.

    Its writer sees it, or the story again with the form and the reason why it was not taken.
    """
    edition = answered_at(dated_path(year, month, day, slug))
    if is_too_large(request, BODY_LIMIT):
        return _too_large(request, edition)
    sender, lost = visitors.sender(request), visitors.lost_sign_in(request)
    form = CommentForm(request.POST, edition=edition, member=visitors.member(request) if lost else sender)
    if lost:
        form.add_error(
            None, _("Your sign-in changed while you wrote. Nothing was posted yet: send your comment again.")
        )
    if not form.is_valid():
        return _again(request, form, 422)
    try:
        if "preview" in request.POST:
            return _previewed(request, form)
        comment = moderation.receive(form.draft(request))
    except moderation.Refused as refusal:
        form.add_error(None, str(refusal))
        response = _again(request, form, refusal.status)
        if isinstance(refusal, moderation.Flood):
            response.headers["Retry-After"] = str(refusal.retry_after)
        return response
    return _posted(request, form, comment)


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to a comment on whatever page it stands today."""
    found = get_object_or_404(Comment.objects.approved().for_readers(), pk=pk)
    order = request.GET.get("order", "")
    if order not in ORDERS:
        raise Http404
    return HttpResponseRedirect(place(story_of(found.discussion_id), found, order=order))


def place(edition: Edition, comment: Comment, order: str = "", **extra: str) -> str:
    """Where the comment stands; `mine` is the token by which its writer sees it while it is held."""
    query = place_of(comment, comment.pk if "mine" in extra else None, order).query(**extra)
    return f"{edition.get_absolute_url()}{query}#comment-{comment.pk}"


def place_for_writer(edition: Edition, comment: Comment) -> str:
    """The same, where its writer reads whether it is on the page or waits."""
    return place(edition, comment, **({"posted": "1"} if comment.is_approved else {"mine": signed.mine(comment)}))


# --- Answers ---


def _posted(request: HttpRequest, form: CommentForm, comment: Comment) -> HttpResponse:
    response = HttpResponseRedirect(place_for_writer(form.edition, comment))
    if form.member is None:
        if form.cleaned_data["remember"]:
            visitors.remember(response, request, form.cleaned_data)
        else:
            visitors.forget(response, request)
    own.keep(response, request, comment, form.edition.get_absolute_url())
    response.headers["Cache-Control"] = OURS_ALONE
    return response


def _previewed(request: HttpRequest, form: CommentForm) -> HttpResponse:
    """The story once more, with the comment as it will stand, and the form. Raises Refused where none is taken."""
    draft = replace(form.draft(request), discussion=Discussion.objects.of(form.edition.article_id))
    moderation.refuse_closed(draft, timezone.now())
    form.preview = Comment(name=draft.name, website=draft.website, text=draft.text, badge=draft.badge)
    return _again(request, form, 200, _("Preview: "))


def _again(request: HttpRequest, form: CommentForm, status: int, prefix: str = "") -> HttpResponse:
    """The story once more, with the form and everything that was typed."""
    extra: dict[str, Any] = {"comment_form": form, "reply_to": form.reply_to, "title_prefix": prefix or _("Error: ")}
    form.edition = story_at(form.edition.get_absolute_url())
    response = edition_page(request, form.edition, status=status, extra=extra)
    response.headers["Cache-Control"] = OURS_ALONE
    return response


def _too_large(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Refuse a body without reading it."""
    form = CommentForm({}, edition=edition, member=visitors.member(request))
    form.errors.clear()  # of what was not read nothing else can be said
    limit = f"{settings.NEWSROOM_COMMENT_LENGTH:,}"
    form.add_error(
        "text", _("The comment is too long to be read. Keep it to %(limit)s characters.") % {"limit": limit}
    )
    return _again(request, form, 413)
