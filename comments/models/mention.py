"""A page elsewhere that links to a story: what pingbacks and trackbacks said on a site that moved in.

Nobody wrote one to be answered, so it is no comment: it is not counted, not in feeds, and not asked about in the queue.
"""

from typing import Self
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import WEBSITE_LENGTH, Comment

TITLE_LENGTH = 200


class MentionQuerySet(models.QuerySet["Mention"]):
    def approved(self) -> Self:
        return self.filter(status=Comment.Status.APPROVED)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Mention(models.Model):
    class Kind(models.TextChoices):
        PINGBACK = "pingback", _("Pingback")
        TRACKBACK = "trackback", _("Trackback")

    discussion = models.ForeignKey(
        "comments.Discussion",
        on_delete=models.CASCADE,
        related_name="mentioned_by",
        db_index=False,
        verbose_name=_("discussion"),
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    address = models.URLField(_("address"), max_length=WEBSITE_LENGTH)
    text = models.TextField(_("passage"), blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Comment.Status)
    created_at = models.DateTimeField(_("received"))

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        indexes = [models.Index(fields=["discussion", "status", "created_at", "id"], name="mention_shown")]

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> str:
        """Where it stands, for people to read."""
        try:
            return (urlsplit(self.address).hostname or "").removeprefix("www.")
        except ValueError:
            return ""
