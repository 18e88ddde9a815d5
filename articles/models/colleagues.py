"""What passes between colleagues over a draft: notes, who has it open, and links for people outside."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """A remark on a draft. Readers never see it; publishing does not touch it."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="notes")
    field = models.CharField(_("about"), max_length=40, blank=True, help_text="Name of a field of the article form.")
    quote = models.CharField(
        _("passage"), max_length=300, blank=True, help_text=_("The words that the note is about.")
    )
    text = models.TextField(_("note"), max_length=2000)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("resolved by")
    )

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Presence(models.Model):
    """Somebody has an article open. The row lives as long as the form tells that it is still there."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    holds_since = models.DateTimeField(null=True, help_text="Set for the one whose turn it is to write.")

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["opened_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.article_id}"


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def open(self, at: datetime | None = None) -> Self:
        """Those that still lead somewhere."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class ShareLink(models.Model):
    """A link by which somebody without an account reads a draft, and signs it off if they are asked to."""

    class Answer(models.TextChoices):
        NOT_ASKED = "", _("not asked")
        PENDING = "pending", _("waiting")
        APPROVED = "approved", _("signed off")
        REFUSED = "refused", _("refused")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="share_links")
    revision = models.ForeignKey(
        "articles.Revision",
        on_delete=models.RESTRICT,
        null=True,
        related_name="+",
        help_text="What is to be signed off. Without one the link shows the draft as it is when it is opened.",
    )
    # Only a hash of the secret is kept: who reads the database cannot open the links.
    key = models.CharField(max_length=64, unique=True, editable=False)
    person = models.CharField(_("for"), max_length=120, blank=True, help_text=_("Who gets the link."))
    email = models.EmailField(_("mail address"), blank=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("good until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, default=Answer.NOT_ASKED, blank=True)
    answered_by = models.CharField(
        _("answered by"), max_length=120, blank=True, help_text="The name that the person gave."
    )
    answer_note = models.TextField(_("remark"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.person or str(_("share link"))

    def is_open(self, at: datetime | None = None) -> bool:
        return self.revoked_at is None and (at or timezone.now()) < self.expires_at


class CalendarLink(models.Model):
    """The secret address of one person's calendar feed; a new one takes the place of the old."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_link")
    key = models.CharField(max_length=64, unique=True, editable=False, help_text="Hash of the secret in the address.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return str(self.user_id)
