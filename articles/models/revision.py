"""Numbered snapshots of the whole article, so that nothing typed is ever lost."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    class Kind(models.TextChoices):
        AUTOSAVED = "autosaved", _("Autosaved")
        SAVED = "saved", _("Saved")
        NAMED = "named", _("Named")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SAVED)
    name = models.CharField(_("name"), max_length=80, blank=True)
    snapshot = models.JSONField(_("snapshot"), help_text="Shape: see articles.desk.revisions.snapshot.")
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("saved by")
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"
