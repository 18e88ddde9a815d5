"""The rules of the conversation in the admin: one screen, and a place to try them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comments import moderation
from comments.models import Policy
from comments.models.comment import EMAIL_LENGTH, NAME_LENGTH
from comments.moderation.trial import try_out


class TrialForm(forms.Form):
    """A comment that nobody sends."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_LENGTH, required=False)
    email = forms.CharField(label=gettext_lazy("Email"), max_length=EMAIL_LENGTH, required=False)
    text = forms.CharField(
        label=gettext_lazy("Comment"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5, "cols": 60})
    )


class PolicyAdmin(admin.ModelAdmin):
    change_form_template = "admin/comments/policy/change_form.html"
    fieldsets = [
        (
            gettext_lazy("Who may write, and how long"),
            {"fields": ["mode", "close_after_days", "must_sign_in", "must_confirm"]},
        ),
        (
            gettext_lazy("What waits for a moderator"),
            {"fields": ["hold_first", "hold_links", "hold_words", "hold_rejected"]},
        ),
        (gettext_lazy("Spam"), {"fields": ["refuse_words", "spam_hold", "spam_mark", "per_hour"]}),
        (gettext_lazy("What writers can do afterwards"), {"fields": ["edit_minutes"]}),
        (gettext_lazy("Mail and traces"), {"fields": ["mail_held", "mail_approved", "keep_days"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Policy | None:
        """The one row; the defaults, not stored, where nobody has set any."""
        return (Policy.objects.filter(pk=1).first() or Policy(pk=1)) if object_id == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:comments_policy_change", args=[1]))

    def save_model(self, request: HttpRequest, obj: Policy, form: Any, change: bool) -> None:
        by: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
        moderation.set_policy(obj, by=by)

    def log_change(self, request: HttpRequest, obj: Policy, message: Any) -> Any:
        return None  # `moderation` writes the log

    # --- Trying them ---

    def get_urls(self) -> list[URLPattern]:
        trial = self.admin_site.admin_view(require_POST(self.trial))
        return [path("try/", trial, name="comments_policy_try"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["trial_form"] = TrialForm(prefix="trial")
        return super().render_change_form(request, context, *args, **kwargs)

    def trial(self, request: HttpRequest) -> HttpResponse:
        """Say what would become of a comment. Stores nothing."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        form = TrialForm(request.POST, prefix="trial")
        outcome = try_out(**form.cleaned_data) if form.is_valid() else None
        context = {**self.admin_site.each_context(request), "title": _("Try the rules"), "opts": self.opts}
        context |= {"trial_form": form, "outcome": outcome}
        template = "admin/comments/policy/try.html"
        return render(request, template, context, status=200 if outcome else 422)
