"""The admin site itself: what stands around every page of the desk, and the page it opens with."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from articles.desk import today as stories
from articles.models import identity
from comments.desk import boxes as conversation
from comments.desk import mail_screens
from newsroom.desk import sidebar
from newsroom.desk.operations import screen as operations

# What Today is made of; each gives the boxes that this person has a use for.
PROVIDERS = (stories.boxes, conversation.boxes)


# Apps whose scripts say something.
SPEAKING = ["django.contrib.admin", "django_prose_editor", "articles"]


class DeskSite(admin.AdminSite):
    site_header = _("The desk")
    site_title = _("The desk")
    index_title = _("Today")
    index_template = "admin/today.html"

    def get_urls(self) -> list[Any]:
        return [*mail_screens.urls(self), *operations.urls(self), *super().get_urls()]

    def has_permission(self, request: HttpRequest) -> bool:
        """No page is open to whoever has shown too little; where they go instead says newsroom.sign_in.guard."""
        if not settings.NEWSROOM_FACTORS:
            return super().has_permission(request)
        from newsroom.sign_in import guard

        return super().has_permission(request) and not guard.lacks_factor(request, request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Where more than a password is asked, this is no way in, whatever address it might come to stand at."""
        if settings.NEWSROOM_FACTORS:
            raise PermissionDenied
        return super().login(request, extra_context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        # The login page has a name of its own for the site: its host. The sidebar asks nothing unless it is shown.
        return context | {
            "site_name": identity.current().site_name,
            "account": reverse("mfa_index") if settings.NEWSROOM_FACTORS else "",
            "sidebar": partial(sidebar.groups, request, context["available_apps"]),
        }

    def i18n_javascript(  # type: ignore[override]  # a view says less of what it gives
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """The words of the scripts: those of the admin, of the editor's library and of the editor."""
        return JavaScriptCatalog.as_view(packages=SPEAKING)(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        at = timezone.now()
        boxes = [box for boxes in PROVIDERS for box in boxes(request.user, at)]  # type: ignore[arg-type]
        boxes.sort(key=lambda box: box.place)
        return super().index(request, {"boxes": boxes, "at": at} | (extra_context or {}))

    def app_index(  # type: ignore[override]  # it sends elsewhere
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The desk is ordered by work, not by app: the pages of one app alone are no place in it."""
        return redirect("admin:index")
