"""A chosen group of articles, whose comments are moderated together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Watchlist(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    sections = models.ManyToManyField("articles.Section", blank=True, related_name="+", verbose_name=_("sections"))
    tags: models.ManyToManyField = models.ManyToManyField(
        "taggit.Tag", blank=True, related_name="+", verbose_name=_("tags")
    )
    articles = models.ManyToManyField("articles.Article", blank=True, related_name="+", verbose_name=_("articles"))

    class Meta:
        verbose_name = _("group of stories")
        verbose_name_plural = _("groups of stories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
