"""The comments of one article: whether more may be written, and how many readers see."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def of(self, article_id: int) -> "Discussion":
        """The article's discussion; an open and empty one, not stored, where nobody has written yet."""
        return self.filter(pk=article_id).first() or Discussion(article_id=article_id)

    def locked(self, article_id: int) -> "Discussion":
        """The article's discussion, made if missing, held against other writers until the transaction ends."""
        self.get_or_create(article_id=article_id)
        return self.select_for_update().get(pk=article_id)

    def counts(self, article_ids: Iterable[int]) -> dict[int, int]:
        """Comments that readers see, by article; articles without a discussion are left out."""
        return dict(self.filter(pk__in=article_ids).values_list("pk", "count"))

    def recount(self) -> int:
        """Set every count anew from the comments themselves. Returns the number of discussions."""
        approved = Comment.objects.approved().filter(discussion=OuterRef("pk")).order_by().values("discussion")
        return self.update(count=Coalesce(Subquery(approved.annotate(n=Count("pk")).values("n")), 0))


class Discussion(models.Model):
    class Mode(models.TextChoices):
        OPEN = "open", _("Open")
        HELD = "held", _("Open, every comment is held")
        CLOSED = "closed", _("Closed")

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="discussion",
        verbose_name=_("article"),
    )
    mode = models.CharField(
        _("mode"),
        max_length=6,
        choices=Mode,
        default=Mode.OPEN,
        help_text=_(
            "Held: nothing appears before a moderator has approved it. Closed: the comments stay, none is added."
        ),
    )
    mode_since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("From then on no comment is accepted. Empty: it stays open.")
    )
    count = models.PositiveIntegerField(_("comments"), default=0, editable=False)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.count}"

    def closed_since(self, at: datetime) -> datetime | None:
        """When it closed, if it is closed at that time."""
        ends = [self.mode_since] if self.mode == self.Mode.CLOSED else []
        if self.closes_at and self.closes_at <= at:
            ends.append(self.closes_at)
        return min(ends, default=None)
