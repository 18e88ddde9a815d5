"""What became of the things of a site that moved in, so that a second run finds what the first one made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Arrival(models.Model):
    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        SECTION = "section", _("section")
        TAG = "tag", _("tag")
        PICTURE = "picture", _("picture")
        FILE = "file", _("file of a picture")
        STORY = "story", _("story")
        PAGE = "page", _("page")
        REMARK = "remark", _("comment")
        MENTION = "mention", _("mention")
        DOCUMENT = "document", _("document")

    site = models.CharField(_("site"), max_length=200, help_text=_("Address of the old site."))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    key = models.CharField(_("key"), max_length=200, help_text="What told it from others on the old site.")
    became = models.CharField(_("became"), max_length=100, help_text="Primary key of the row that it became.")
    digest = models.CharField(max_length=64, blank=True, help_text="Of what the file said when it was stored last.")
    mark = models.CharField(
        max_length=60, blank=True, help_text="How the row stood when it was stored: another says that it changed here."
    )
    at = models.DateTimeField(_("stored"), auto_now=True)

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        constraints = [models.UniqueConstraint(fields=["site", "kind", "key"], name="arrival_once")]

    def __str__(self) -> str:
        return f"{self.site} {self.kind} {self.key}"
