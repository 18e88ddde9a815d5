"""What is known of the people who write: by their address, and what is kept out."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import text
from comments.models.comment import EMAIL_LENGTH, Comment
from comments.models.keys import KeyField


class Commenter(models.Model):
    """An email address: whether its owner confirmed it, what mail they want, what moderators noted."""

    email = models.EmailField(_("email"), max_length=EMAIL_LENGTH)
    email_key = KeyField(of="email", max_length=text.KEY_LENGTH, unique=True)
    note = models.TextField(_("note"), blank=True, help_text=_("For moderators; nobody else sees it."))
    created_at = models.DateTimeField(_("first seen"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    stopped_at = models.DateTimeField(_("wants no mail since"), null=True, editable=False)
    digest_at = models.DateTimeField(_("last digest"), null=True, editable=False)

    class Meta:
        verbose_name = _("commenter")
        verbose_name_plural = _("commenters")

    def __str__(self) -> str:
        return self.email


class BlockQuerySet(models.QuerySet["Block"]):
    def in_force(self, at: object) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=at), lifted_at=None, created_at__lte=at)


class Block(models.Model):
    """An address, a network or a pattern of addresses that is held or kept out. Rows are lifted, never deleted."""

    class Kind(models.TextChoices):
        ADDRESS = "address", _("Email address")
        NETWORK = "network", _("Network")
        PATTERN = "pattern", _("Pattern of addresses")

    class Effect(models.TextChoices):
        HOLD = "hold", _("Always hold")
        REFUSE = "refuse", _("Keep out")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    value = models.CharField(
        _("value"),
        max_length=text.KEY_LENGTH,
        help_text=_("The address, the network's mark, or a pattern such as *@example.com."),
    )
    effect = models.CharField(_("effect"), max_length=6, choices=Effect)
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: until it is lifted."))
    note = models.CharField(_("why"), max_length=250, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        indexes = [models.Index(fields=["kind", "value"], condition=Q(lifted_at=None), name="block_in_force")]

    def __str__(self) -> str:
        return f"{self.get_effect_display()}: {self.value}"


class Note(models.Model):
    """What one moderator tells the others of a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="notes", verbose_name=_("comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.CharField(_("note"), max_length=1000)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
