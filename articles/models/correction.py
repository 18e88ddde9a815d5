"""What was wrong, and what is right: a dated note that hangs on the edition which mended it."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, ProtectedError
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def public(self, at: datetime | None = None) -> Self:
        """Those of editions that readers have seen by then. They last, whatever becomes of the story."""
        at = at or timezone.now()
        return self.filter(edition__live_from__lt=F("edition__live_until"), edition__live_from__lte=at)

    def newest_first(self) -> Self:
        return self.order_by("-edition__live_from", "-pk")


class Correction(models.Model):
    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")

    edition = models.OneToOneField("articles.Edition", on_delete=models.PROTECT, related_name="correction")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(
        _("text"), help_text=_("What was wrong and what is right. Readers see it under the story.")
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


@receiver(pre_delete, sender=Correction, dispatch_uid="articles.correction_lasts")
def keep_public(sender: type[Correction], instance: Correction, **kwargs: Any) -> None:
    """A correction that readers have seen is never deleted; a wrong one is corrected by another."""
    if Correction.objects.public().filter(pk=instance.pk).exists():
        raise ProtectedError("A published correction cannot be deleted.", {instance})
