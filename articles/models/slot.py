"""Places on the front page that editors fill by hand. What is not in a slot follows by its date."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SlotQuerySet(models.QuerySet["Slot"]):
    def current(self, at: datetime | None = None) -> Self:
        """Those whose time is not over, in the order of the page."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at or timezone.now())).order_by("position", "pk")


class Slot(models.Model):
    """One story's place. A story that is not live leaves its place to the next one until it is."""

    class Size(models.TextChoices):
        USUAL = "usual", _("Usual")
        BIG = "big", _("Big")

    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="slot")
    position = models.PositiveSmallIntegerField(_("place"), help_text=_("0 leads the page."))
    expires_at = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("From then on the story stands where its date puts it.")
    )
    size = models.CharField(
        _("size"),
        max_length=5,
        choices=Size,
        default=Size.USUAL,
        db_default=Size.USUAL,
        help_text=_("A big story that leads goes across the page. Two big ones in a row lead side by side."),
    )
    placed_at = models.DateTimeField(_("placed"), auto_now=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("placed by")
    )

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("front page slot")
        verbose_name_plural = _("front page slots")
        ordering = ["position", "pk"]
        permissions = [("arrange_front", _("Can arrange the front page"))]

    def __str__(self) -> str:
        return f"{self.position}: {self.article_id}"
