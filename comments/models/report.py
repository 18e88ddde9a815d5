"""What readers report: a comment that breaks the rules, or an error in a story."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.models import remit
from comments.models.comment import EMAIL_LENGTH, NAME_LENGTH, Comment


class Report(models.Model):
    """One person's word on one comment."""

    class Reason(models.TextChoices):
        OFFENSIVE = "offensive", _("Offensive language")
        ATTACK = "attack", _("Attacks somebody")
        HATE = "hate", _("Hate or threat")
        PRIVATE = "private", _("Private information")
        SPAM = "spam", _("Spam or advertising")
        FALSE = "false", _("Harmful falsehood")
        ILLEGAL = "illegal", _("Against the law")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        UPHELD = "upheld", _("Upheld")
        DISMISSED = "dismissed", _("Dismissed")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports", verbose_name=_("comment"))
    reason = models.CharField(_("reason"), max_length=9, choices=Reason)
    text = models.CharField(_("in their words"), max_length=500, blank=True)
    reporter = models.CharField(_("reporter"), max_length=64, help_text="Keyed hash of a person, never an address.")
    at = models.DateTimeField(_("at"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "reporter"], name="one_report_a_person")]
        indexes = [models.Index(fields=["reporter", "at"], name="report_hour")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def theirs(self, user: Any) -> Self:
        """Those that this person settles, given the permission: a section editor, of stories of their sections."""
        return self.filter(article__section__in=remit.sections_of(user)) if remit.is_limited(user) else self


class ErrorReport(models.Model):
    """An error that a reader found in a story, with the paragraph it stands in."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CORRECTED = "corrected", _("Corrected")
        DISMISSED = "dismissed", _("No error")

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="+", verbose_name=_("article")
    )
    quote = models.TextField(_("paragraph"), max_length=5000, blank=True)
    text = models.TextField(_("what is wrong"), max_length=2000)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    email = models.EmailField(_("email"), max_length=EMAIL_LENGTH, blank=True)
    reporter = models.CharField(max_length=64, blank=True, help_text="Keyed hash of a person, never an address.")
    at = models.DateTimeField(_("at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    answer = models.CharField(_("note"), max_length=1000, blank=True)
    handled_at = models.DateTimeField(_("handled"), null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("error reported by a reader")
        verbose_name_plural = _("errors reported by readers")
        indexes = [
            models.Index(fields=["at", "id"], condition=Q(state="open"), name="error_queue"),
            models.Index(fields=["reporter", "at"], name="error_hour"),
        ]
        permissions = [("handle_errorreport", _("Can settle errors reported by readers"))]

    def __str__(self) -> str:
        return Truncator(self.text).chars(60)
