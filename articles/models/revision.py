"""Numbered snapshots of the whole article, so that nothing typed is ever lost."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RevisionQuerySet(models.QuerySet["Revision"]):
    def saves(self) -> Self:
        """What somebody saved on purpose; a browser's own copies of unsaved text stand apart."""
        return self.exclude(kind=Revision.Kind.AUTOSAVED)

    def autosaves(self) -> Self:
        return self.filter(kind=Revision.Kind.AUTOSAVED)

    def for_history(self) -> Self:
        """Without the snapshots, which a list does not show."""
        return self.select_related("created_by").defer("snapshot")


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
    sitting = models.CharField(
        max_length=40, blank=True, editable=False, help_text="Token of the open form that an autosave belongs to."
    )
    base = models.PositiveIntegerField(
        null=True, editable=False, help_text="Number of the revision that the form of an autosave was made from."
    )
    created_at = models.DateTimeField(_("saved"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("saved by")
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")]
        indexes = [
            models.Index(
                fields=["article", "sitting"], name="revision_autosaved", condition=models.Q(kind="autosaved")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"
