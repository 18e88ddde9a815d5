"""What mail a colleague wants on comments."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailChoice(models.Model):
    """Whoever has none gets what the rules of the site send."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="mail_choice",
        verbose_name=_("colleague"),
    )
    on_held = models.BooleanField(_("mail on comments that wait"), default=True)
    on_posted = models.BooleanField(_("mail on comments that were posted"), default=True)

    class Meta:
        verbose_name = _("choice of mail")
        verbose_name_plural = _("choices of mail")

    def __str__(self) -> str:
        return str(self.user)
