"""What the links in our mails open. Looking changes nothing: programs look, too. What is posted counts."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timesince import timesince
from django.views.decorators.http import require_http_methods

from comments import moderation
from comments.letters import consent, kinds, links
from comments.models import Comment, Letter
from comments.moderation import Seen
from comments.moderation.telling import tell
from comments.views.private import by_link, see_other

ACTS = ("approve", "spam", "remove")
# What a moderator can say of a comment; the other two are said by its writer.
REASONS = [
    (code, label)
    for code, label in Comment.Removal.choices
    if code not in (Comment.Removal.WRITER, Comment.Removal.ERASED)
]
ANY = require_http_methods(["GET", "HEAD", "POST"])


@ANY
@by_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    commenter = links.read_confirm(token)
    if request.method == "POST":
        consent.confirm(commenter)
        return see_other(request.path)
    return render(request, "comments/letters/confirm.html", {"is_confirmed": bool(commenter.confirmed_at)})


@ANY
@by_link
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail on one comment, or all of it. Mail programs post here by themselves when their button is pressed."""
    commenter, comment_id = links.read_stop(token)
    if request.method == "POST":
        if "resume" in request.POST:
            consent.resume(commenter, 0 if commenter.stopped_at else comment_id)
        else:
            consent.stop(commenter, 0 if "all" in request.POST else comment_id)
        if not _is_one_click(request):
            return see_other(request.path)
    comment = Comment.objects.filter(pk=comment_id, email_key=commenter.email_key).first() if comment_id else None
    is_stopped = bool(commenter.stopped_at) or (comment_id > 0 and not (comment and comment.notify))
    context = {"comment": comment, "is_stopped": is_stopped, "is_all": comment_id == 0 or bool(commenter.stopped_at)}
    return render(request, "comments/letters/stop.html", context)


@ANY
@by_link
def quiet(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of mail to a colleague."""
    pk, kind = links.read_quiet(token)
    colleague = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        consent.quieten(colleague, kind)
        if not _is_one_click(request):
            return see_other(request.path)
    chosen = getattr(colleague, "mail_choice", None)
    is_stopped = chosen is not None and not getattr(chosen, consent.CHOICES[Letter.Kind(kind)])
    return render(request, "comments/letters/quiet.html", {"kind": kind, "is_stopped": is_stopped})


@ANY
@by_link
def decide(request: HttpRequest, act: str, token: str) -> HttpResponse:
    """Ask a moderator once more, and decide in their name; once somebody has decided, say who."""
    if act not in ACTS:
        raise Http404
    asked = links.read_decide(token)
    moderator = get_object_or_404(User, pk=asked.moderator_id)
    if not moderator.has_perm("comments.moderate_comment"):
        raise PermissionDenied
    comment = get_object_or_404(Comment, pk=asked.comment_id)
    context: dict[str, Any] = {"act": act, "comment": comment, "reasons": REASONS, "moderator": moderator}
    status = 200
    if Seen.of(comment) != asked.seen:
        return _decided(request, context, asked.seen, 409 if request.method == "POST" else 200)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        if act != "remove" or reason in dict(REASONS):
            try:
                _decide(act, comment, moderator, reason)
            except moderation.AlreadyDecided:
                return _decided(request, context, asked.seen, 409)
            return see_other(request.path)
        context["error"], status = True, 422
    return render(request, "comments/letters/decide.html", context | kinds.story(comment), status=status)


def _decide(act: str, comment: Comment, moderator: User, reason: str) -> None:
    if act == "approve":
        moderation.approve(comment, moderator)
    elif act == "spam":
        moderation.mark_spam(comment, moderator)
    else:
        moderation.remove(comment, moderator, reason)


def _decided(request: HttpRequest, context: dict[str, Any], seen: Seen, status: int) -> HttpResponse:
    """What became of the comment since the mail was written."""
    comment: Comment = context["comment"]
    comment.refresh_from_db()
    last = comment.decisions.select_related("moderator").last()
    by = last.moderator if last else None
    context |= {
        "said": tell(last) if last else comment.get_status_display(),
        "is_own": bool(by) and by == context["moderator"],
        "ago": timesince(last.at, depth=1) if last else "",
        "is_decided": True,
        "is_changed": comment.edited_at != seen.edited_at and comment.status == seen.status,
    }
    return render(request, "comments/letters/decide.html", context | kinds.story(comment), status=status)


def _is_one_click(request: HttpRequest) -> bool:
    """Whether a mail program posted it (RFC 8058), which follows no redirect."""
    return request.POST.get("List-Unsubscribe") == "One-Click"
