"""Webhooks in the admin, for those who run the site: who is told of what, and what became of each message."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import webhooks
from articles.desk.screens import SummaryMixin
from articles.models import Delivery, Webhook
from articles.public import webhooks as tell


class WebhookForm(forms.ModelForm):
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"), choices=Webhook.Event.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Webhook
        fields = ["url", "events", "is_active"]


class ForSuperusers(SummaryMixin, admin.ModelAdmin):
    """What is sent holds secrets and comments that nobody has approved, so no role is enough."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class WebhookAdmin(ForSuperusers):
    form = WebhookForm
    list_display = ["url", "is_active", "problem", "created_at", "created_by"]
    list_select_related = ["created_by"]
    actions = ["send_test", "give_new_secret"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Webhook]:
        newest = Delivery.objects.filter(webhook=OuterRef("pk"), tries__gt=0).order_by("-pk")
        return super().get_queryset(request).annotate(problem=Subquery(newest.values("problem")[:1]))

    @admin.display(description=Delivery._meta.get_field("problem").verbose_name)
    def problem(self, hook: Webhook) -> str:
        """What came of its newest message, if it was not taken."""
        return hook.problem or ""  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            tell.soon()
        else:
            self._show(request, obj, webhooks.add(obj, by=_by(request)))

    def log_addition(self, request: HttpRequest, obj: Webhook, message: Any) -> Any:
        return None  # `webhooks.add` writes the log

    @admin.action(description=gettext_lazy("Send a test"), permissions=["change"])
    def send_test(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for hook in queryset:
            sent = webhooks.test(hook, by=_by(request))
            if sent.status == Delivery.Status.SENT:
                self.message_user(request, _("%(url)s took the test.") % {"url": hook.url}, messages.SUCCESS)
            else:
                said = _("%(url)s did not take the test. %(problem)s") % {"url": hook.url, "problem": sent.problem}
                self.message_user(request, said, messages.ERROR)

    @admin.action(description=gettext_lazy("Give a new secret"), permissions=["change"])
    def give_new_secret(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for hook in queryset:
            self._show(request, hook, webhooks.rotate(hook, by=_by(request)))

    def _show(self, request: HttpRequest, hook: Webhook, secret: str) -> None:
        said = _("The secret for %(url)s is %(secret)s – copy it now, it is not shown again.")
        self.message_user(request, said % {"url": hook.url, "secret": secret}, messages.WARNING)


class DeliveryAdmin(ForSuperusers):
    list_display = ["event", "webhook", "status", "code", "tries", "created_at", "problem"]
    list_filter = ["status", "event", "webhook"]
    list_select_related = ["webhook"]
    show_full_result_count = False
    actions = ["send_again"]
    readonly_fields = [
        *("webhook", "event", "key", "status", "tries", "next_try", "code", "problem"),
        *("created_at", "sent_at", "payload"),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:  # type: ignore[override]
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=gettext_lazy("Send again"), permissions=["change"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        for delivery in queryset:
            webhooks.send_again(delivery, by=_by(request))
        self.message_user(request, _("They are sent with the next that are due."), messages.SUCCESS)


def _by(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # the admin lets nobody else in
