"""The comments of one article: whether more may be written, and how many readers see."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.prepared import Prepared
from comments.closing import Cause, Closing
from comments.models.comment import Comment
from comments.models.mention import Mention
from comments.models.policy import Policy


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def of(self, article_id: int) -> "Discussion":
        """The article's discussion; an open and empty one, not stored, where nobody has written yet."""
        return _of_article.first(using=self.db, article_id=article_id) or Discussion(article_id=article_id)

    def locked(self, article_id: int) -> "Discussion":
        """The article's discussion, made if missing, held against other writers until the transaction ends."""
        found = _held.first(using=self.db, article_id=article_id)
        if found is None:
            # Whoever makes it at the same moment makes it for both.
            Discussion.objects.bulk_create([Discussion(article_id=article_id)], ignore_conflicts=True)
            [found] = _held(using=self.db, article_id=article_id)
        return found

    def counts(self, article_ids: Iterable[int]) -> dict[int, int]:
        """Comments that readers see, by article; articles without a discussion are left out."""
        return dict(_counts(ids=article_ids))

    def recount(self) -> int:
        """Set every count anew from the comments themselves. Returns the number of discussions."""
        Comment.objects.filter(parent=None, discussion__in=self.values("pk")).count_answers()
        approved = Comment.objects.approved().filter(discussion=OuterRef("pk")).order_by().values("discussion")
        return self.update(count=Coalesce(Subquery(approved.annotate(n=Count("pk")).values("n")), 0))

    def recount_mentions(self) -> int:
        """Set the numbers of mentions that readers see anew. Returns the number of discussions."""
        shown = Mention.objects.approved().filter(discussion=OuterRef("pk")).order_by().values("discussion")
        return self.update(mentions=Coalesce(Subquery(shown.annotate(n=Count("pk")).values("n")), 0))


class Discussion(models.Model):
    class Mode(models.TextChoices):
        SITE = "site", _("As the rules of the site say")
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
        default=Mode.SITE,
        help_text=_(
            "Held: nothing appears before a moderator has approved it. Closed: the comments stay, none is added."
        ),
    )
    mode_since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("From then on no comment is accepted. Empty: it stays open.")
    )
    hold_first = models.PositiveSmallIntegerField(
        _("first comments held"), null=True, blank=True, help_text=_("Empty: as the rules of the site say.")
    )
    hold_links = models.PositiveSmallIntegerField(
        _("links that hold"), null=True, blank=True, help_text=_("Empty: as the rules of the site say.")
    )
    count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    mentions = models.PositiveIntegerField(_("mentions"), default=0, db_default=0, editable=False)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.count}"

    def closing(self, at: datetime, published_at: datetime | None = None) -> Closing | None:
        """What closed it first, if it is closed at that time.

        The rules of the site count only where nobody has set a mode by hand: a discussion that was opened stays open,
        however old its story is. Its age is counted from `published_at`; without that it has none.
        """
        return min(self._ends(at, published_at), key=lambda end: end.since, default=None)

    def closed_since(self, at: datetime, published_at: datetime | None = None) -> datetime | None:
        """When it closed, if it is closed at that time."""
        closing = self.closing(at, published_at)
        return closing.since if closing else None

    def is_held(self, policy: Policy) -> bool:
        """Whether every comment waits for a moderator."""
        return self.mode == self.Mode.HELD or (self.mode == self.Mode.SITE and policy.mode == Policy.Mode.HELD)

    def _ends(self, at: datetime, published_at: datetime | None) -> Iterator[Closing]:
        if self.mode == self.Mode.CLOSED:
            yield Closing(self.mode_since, Cause.EDITORS)
        if self.closes_at and self.closes_at <= at:
            yield Closing(self.closes_at, Cause.TIME)
        if self.mode == self.Mode.SITE:
            yield from self._ends_of_site(Policy.current(), at, published_at)

    @staticmethod
    def _ends_of_site(policy: Policy, at: datetime, published_at: datetime | None) -> Iterator[Closing]:
        if policy.mode == Policy.Mode.CLOSED:
            yield Closing(policy.mode_since, Cause.SITE)
        if published_at and policy.close_after_days:
            end = published_at + timedelta(days=policy.close_after_days)
            if end <= at:
                yield Closing(end, Cause.AGE, policy.close_after_days)


_of_article = Prepared(lambda article_id: Discussion.objects.filter(pk=article_id), article_id=int)
_held = Prepared(lambda article_id: Discussion.objects.filter(pk=article_id), lock=True, article_id=int)
_counts = Prepared(lambda ids: Discussion.objects.filter(pk__in=ids).values_list("pk", "count"), ids=list[int])
