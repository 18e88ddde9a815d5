"""Whether the links of sources still lead somewhere. `articles.desk.link_checks` asks, in the background."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# How the server says that there is no such page; it need not be asked twice.
GONE = (404, 410)
# Anything else may be a bad day, once.
FAILURES = 2


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def broken(self) -> Self:
        return self.filter(Q(status__in=GONE) | Q(failures__gte=FAILURES))


class LinkCheck(models.Model):
    """What came of asking for one address, last time."""

    url = models.URLField(_("link"), max_length=500, unique=True)
    status = models.PositiveSmallIntegerField(
        _("status"), null=True, help_text="HTTP status; none if nobody answered."
    )
    problem = models.CharField(_("problem"), max_length=200, blank=True, help_text="In words; empty if all is well.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="How many times in a row it has failed.")
    checked_at = models.DateTimeField(_("checked"), null=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        indexes = [models.Index(fields=["checked_at"], name="linkcheck_oldest")]

    def __str__(self) -> str:
        return self.url
