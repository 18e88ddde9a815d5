"""What a comment said before its writer changed it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Wording(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="wordings", verbose_name=_("comment"))
    text = models.TextField(_("text"))
    until = models.DateTimeField(_("until"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier wording")
        verbose_name_plural = _("earlier wordings")
        ordering = ["until", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
