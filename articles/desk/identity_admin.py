"""The site's identity in the admin: one screen, what of it readers see, and where."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.desk.forms.publishing import moment_field
from articles.desk.identity import change_identity
from articles.desk.screens import SummaryMixin
from articles.models import Identity
from articles.models.identity import stored


class IdentityForm(forms.ModelForm):
    _until = Identity._meta.get_field("notice_until")
    notice_until = moment_field(_until.verbose_name.capitalize(), _until.help_text)


class IdentityAdmin(SummaryMixin, admin.ModelAdmin):
    form = IdentityForm
    change_form_template = "admin/articles/identity/change_form.html"
    raw_id_fields = ["logo"]
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})}}
    fieldsets = [
        (_("Name and looks"), {"fields": ["name", "motto", "accent", "logo"]}),
        (
            _("Notice"),
            {
                "fields": ["notice", "notice_link", "notice_until"],
                "description": _("Readers see it on every page as soon as you save."),
            },
        ),
        (
            _("Front page, below the top"),
            {
                "fields": ["shows_opinion", "shows_discussed", "shows_corrections"],
                "description": _("Which sections have a band, how long and in what order, each section says itself."),
            },
        ),
        (_("How to reach us"), {"fields": ["email", "postal_address", "links"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Identity | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Identity | None:
        """The one row; as the settings have it, not stored, where nobody has set anything."""
        return stored() if object_id == "1" else None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        said = _(
            "At the head of every page, in page titles, mail and feeds. Empty: “%(name)s”, as the operator set it."
        )
        kwargs["help_texts"] = {"name": said % {"name": settings.NEWSROOM_SITE_NAME}}
        return super().get_form(request, obj, change, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:articles_identity_change", args=[1]))

    def save_model(self, request: HttpRequest, obj: Identity, form: Any, change: bool) -> None:
        by: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
        change_identity({name: form.cleaned_data[name] for name in form.changed_data}, by=by)

    def log_change(self, request: HttpRequest, obj: Identity, message: Any) -> Any:
        return None  # `change_identity` writes the log
