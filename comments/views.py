"""Leaving a reply, and finding one again."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.models.edition import Edition
from articles.public.views import edition_page, find_article, find_edition
from comments import charsets, moderation, signed, visitors
from comments.forms import CommentForm
from comments.models import Comment
from comments.threads import page_of

# A character of a form takes up to 12 bytes on the way (4 of UTF-8, each written as %XX); the rest of the form, 16 KB.
BODY_LIMIT = 12 * settings.NEWSROOM_COMMENT_LENGTH + 16 * 1024
OURS_ALONE = "private, no-store"


@csrf_exempt
@require_POST
def post(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """Take a comment. Its writer sees it, or the story again with the form and the reason why it was not taken.

    No CSRF token is asked of guests, whose pages are shared by caches (design.md, section 6): what a post proves is
    asked of `comments.visitors`.
    """
    if not charsets.is_read(request.headers.get("Content-Type", "")):
        raise BadRequest("This site reads UTF-8 only.")
    edition = _edition(f"/{year:04}/{month:02}/{day:02}/{slug}/")
    if visitors.is_from_elsewhere(request):
        raise PermissionDenied(_("This comment was sent from a page of another site."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_LIMIT:
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
    edition = Edition.objects.listed().filter(article_id=found.discussion_id).select_related("address").first()
    if edition is None:
        raise Http404
    return HttpResponseRedirect(_place(edition, found))


# --- Answers ---


def _posted(request: HttpRequest, form: CommentForm, comment: Comment) -> HttpResponse:
    mine = "" if comment.is_approved else signed.mine(comment)
    response = HttpResponseRedirect(_place(form.edition, comment, mine))
    if form.member is None:
        if form.cleaned_data["remember"]:
            visitors.remember(response, request, form.cleaned_data)
        else:
            visitors.forget(response, request)
    response.headers["Cache-Control"] = OURS_ALONE
    return response


def _again(request: HttpRequest, form: CommentForm, status: int) -> HttpResponse:
    """The story once more, with the form and everything that was typed."""
    extra: dict[str, Any] = {"comment_form": form, "reply_to": form.reply_to, "title_prefix": _("Error: ")}
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


# --- Parts ---


def _edition(path: str) -> Edition:
    """The story that readers see at this address, or that has moved on from it. Raises Http404."""
    at = timezone.now()
    edition = find_edition(path, at) or _moved(path, at)
    if edition is None or edition.is_withdrawn:
        raise Http404
    return edition


def _moved(path: str, at: datetime) -> Edition | None:
    article = find_article(path, at)
    live = Edition.objects.live(at).filter(article_id=article).select_related("address").first() if article else None
    return find_edition(live.address.path, at) if live else None


def _place(edition: Edition, comment: Comment, mine: str = "") -> str:
    number = page_of(comment, comment.pk if mine else None)
    query = "&".join(filter(None, [f"page={number}" if number > 1 else "", f"mine={mine}" if mine else ""]))
    return f"{edition.get_absolute_url()}{'?' if query else ''}{query}#comment-{comment.pk}"
