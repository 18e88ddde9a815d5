"""A person's own data: asked for by address, handed out and erased by the link that is mailed to it."""

import logging
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from comments import moderation, visitors
from comments.letters import links, occasions, people
from comments.models import Comment
from comments.models.comment import EMAIL_LENGTH
from comments.moderation import quota
from comments.privacy.archive import archive
from comments.text import key
from comments.views.private import by_link

logger = logging.getLogger(__name__)
PAGE = "comments/letters/privacy.html"
# Addresses that one network may ask for.
ASKED_AN_HOUR = 10
KEEPS = {"name": True, "words": False}


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Enter your email address."),
            "invalid": gettext_lazy("Enter an email address like name@example.com."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def ask(request: HttpRequest) -> HttpResponse:
    """Mail the link. The answer is the same for an address that nobody has ever seen, and so is the work."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "asked": form.is_valid()}
    if not context["asked"]:
        return render(request, PAGE, context, status=422 if form.errors else 200)
    if seconds := quota.spend("asking", visitors.network(request), ASKED_AN_HOUR, timezone.now()):
        refusal = moderation.TooMany(seconds)
        form.add_error(None, str(refusal))
        response = render(request, PAGE, {"form": form}, status=refusal.status)
        response.headers["Retry-After"] = str(refusal.retry_after)
        return response
    occasions.ask_for_privacy(form.cleaned_data["email"])
    return render(request, PAGE, context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def address(request: HttpRequest, token: str) -> HttpResponse:
    """Show what there is, ask once more, and erase it."""
    email = links.read_privacy(token)
    wish = request.POST.get("erase", "")
    context = {"comments": Comment.objects.filter(email_key=key(email)).count(), "here": request.path}
    if wish in KEEPS and "sure" in request.POST:
        done = moderation.erase(email, keep_words=KEEPS[wish])
        logger.info("Erased at their request: address %s, %d comments.", people.hashed(email), done.comments)
        context["erased"] = True
    elif wish in KEEPS:
        context["erase"] = wish
    return render(request, "comments/letters/address.html", context)


@require_safe
@by_link
def download(request: HttpRequest, token: str) -> HttpResponse:
    return zipped(archive(links.read_privacy(token)))


def zipped(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="comments.zip"'
    return response
