"""Who outside is told of what readers see, and what each was told."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Webhook(models.Model):
    """An address that is sent a signed message at each of its events."""

    class Event(models.TextChoices):
        PUBLISHED = "story.published", _("Story published")
        UPDATED = "story.updated", _("Story updated")
        CORRECTED = "story.corrected", _("Story corrected")
        WITHDRAWN = "story.withdrawn", _("Story withdrawn")
        TAKEN_DOWN = "story.taken_down", _("Story taken down")
        COMMENT_HELD = "comment.held", _("Comment held")

    url = models.URLField(
        _("address"), max_length=500, help_text=_("Messages go there by POST. On a public site it begins with https.")
    )
    events = models.JSONField(_("events"), default=list)
    secret = models.CharField(max_length=100, editable=False)
    old_secret = models.CharField(max_length=100, blank=True, editable=False)
    old_until = models.DateTimeField(null=True, editable=False)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switched off by itself if messages fail for days.")
    )
    told_until = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["url", "pk"]

    def __str__(self) -> str:
        return self.url

    def clean(self) -> None:
        if settings.PRODUCTION and not self.url.startswith("https://"):
            raise ValidationError({"url": _("Write an address that begins with https.")})


class Delivery(models.Model):
    """One message to one webhook: what it says, and what became of it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")

    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    key = models.CharField(_("message"), max_length=80)
    event = models.CharField(_("event"), max_length=20)
    payload = models.JSONField(_("content"))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try = models.DateTimeField(_("next try"), default=timezone.now)
    code = models.PositiveSmallIntegerField(_("answer"), null=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["webhook", "key"], name="delivery_once")]
        indexes = [models.Index(fields=["next_try"], condition=models.Q(status="waiting"), name="delivery_waiting")]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"

    @property
    def message(self) -> dict[str, Any]:
        """What is sent."""
        return {
            "type": self.event,
            "timestamp": self.created_at.isoformat(timespec="seconds"),
            "data": self.payload,
        }
