"""Two small screens: what mail a colleague wants, and what is kept of one reader's address."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments import moderation
from comments.letters import consent, people
from comments.models import Comment, Commenter, MailChoice
from comments.privacy.archive import archive
from comments.text import key
from comments.views.privacy import KEEPS, AddressForm, zipped


def urls(site: AdminSite) -> list[URLPattern]:
    """Addresses within the admin, to be put before those of models."""

    def screen(view: Any) -> Any:
        def on_site(request: HttpRequest) -> HttpResponse:
            return view(request, site)

        return site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(on_site))

    return [
        path("comments/mail/", screen(mail), name="comments_mail"),
        path("comments/commenter/privacy/", screen(privacy), name="comments_commenter_privacy"),
    ]


def mail(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """A colleague's own choice."""
    user: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
    if request.method == "POST":
        consent.choose(user, on_held="on_held" in request.POST, on_posted="on_posted" in request.POST)
        messages.success(request, _("Your choice counts from now on."))
        return HttpResponseRedirect(reverse("admin:comments_mail"))
    chosen = MailChoice.objects.filter(pk=user.pk).first() or MailChoice(user=user)
    context = site.each_context(request) | {"title": _("My mail on comments"), "choice": chosen, "address": user.email}
    return TemplateResponse(request, "admin/comments/mail.html", context)


def privacy(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Hand out or erase everything of an address. It is posted, so that it stands in no log of addresses asked for."""
    if not request.user.has_perm("comments.view_address"):
        raise PermissionDenied
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"email": _named(request)})
    context = site.each_context(request) | {"title": _("What is kept about an address"), "form": form}
    if form.is_valid():
        email, act = form.cleaned_data["email"], request.POST.get("act", "")
        if act == "download":
            return zipped(archive(email))
        if act in KEEPS and "sure" in request.POST:
            by: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
            done = moderation.erase(email, keep_words=KEEPS[act], by=by)
            said = _("Everything of that address was erased. Comments: %(n)d.") % {"n": done.comments}
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:comments_commenter_privacy"))
        context |= {"email": email, "comments": Comment.objects.filter(email_key=key(email)).count(), "act": act}
        context["is_known"] = people.is_known(email)
    return TemplateResponse(request, "admin/comments/privacy.html", context, status=422 if form.errors else 200)


def _named(request: HttpRequest) -> str:
    """The address of the person whose record led here."""
    pk = request.GET.get("commenter", "")
    found = Commenter.objects.filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
    return found.email if found else ""
