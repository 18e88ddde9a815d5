"""What the public reads: immutable copies of an article, each with the interval in which it is live.

Whether readers may see something is decided here, by comparing an interval with a time `at`, and nowhere else.
"""

from collections.abc import Hashable
from datetime import UTC, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, Tag

from articles import html
from articles.models.parts import Noted
from articles.models.story import Story

# What a teaser shows. A list reads nothing else of an edition, least of all its text.
CARD_FIELDS = (
    *(
        "article",
        "headline",
        "standfirst",
        "label",
        "language",
        "change",
        "published_at",
        "byline",
        "tag_list",
        "illustration_alt",
    ),
    *("section__name", "section__slug", "section__hue", "section__position"),
    *("illustration__alt", "illustration__renditions", "illustration__ai_made"),
    "address__path",
)
PAGE_FIELDS = (
    *CARD_FIELDS,
    *("number", "note", "live_from", "updated_at", "body", "sources", "word_count", "slug"),
    *("dateline_place", "dateline_date", "illustration_caption", "search_title", "search_description"),
    *("illustration__caption", "illustration__credit", "illustration__credit_url"),
    *("illustration__decorative", "illustration__ai_term"),
)
# The end of an interval that nobody has closed.
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


class Address(models.Model):
    """A path of the public site. Once given to an article it stays with it for ever."""

    path = models.CharField(max_length=120, unique=True)
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="addresses")

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")

    def __str__(self) -> str:
        return self.path

    @staticmethod
    def path_for(published_at: datetime, slug: str) -> str:
        """`/YYYY/MM/DD/slug/`, by the date in the site's time zone."""
        return f"{timezone.localtime(published_at):/%Y/%m/%d}/{slug}/"


class IntervalQuerySet(models.QuerySet):
    """Rows with `live_from` and `live_until`: editions, and the links that lead to them."""

    def live(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return self.filter(live_from__lte=at, live_until__gt=at)

    def not_over(self, at: datetime) -> Self:
        """Live at that time or due to be later."""
        return self.filter(live_until__gt=at)

    def ever_live(self) -> Self:
        """All but those that were cancelled before their time came."""
        return self.filter(live_from__lt=F("live_until"))

    def scheduled(self, at: datetime | None = None) -> Self:
        return self.ever_live().filter(live_from__gt=at or timezone.now())


class EditionQuerySet(IntervalQuerySet):
    def listed(self, at: datetime | None = None) -> Self:
        """Live and not withdrawn: what stands in lists, feeds and similar posts."""
        return self.live(at).exclude(change=Edition.Change.WITHDRAWAL)

    def listed_by_date(self, at: datetime) -> Self:
        """As `listed`. What is live was published before; said, it lets a database enter the index of all by the date."""
        return self.listed(at).filter(published_at__lte=at)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-article_id")

    def in_section(self, section: models.Model) -> Self:
        return self.filter(section=section)

    def published_within(self, start: datetime, end: datetime) -> Self:
        """First published from `start` on and before `end`."""
        return self.filter(published_at__gte=start, published_at__lt=end)

    def for_cards(self) -> Self:
        """With everything a teaser shows, and without the text."""
        return self.select_related("section", "illustration", "address").only(*CARD_FIELDS)

    def for_page(self) -> Self:
        """With everything the page of a story shows. The most that is live at one time is one, so none comes first."""
        return self.select_related("section", "illustration", "address").only(*PAGE_FIELDS).order_by()


class Edition(Story):
    class Change(models.TextChoices):
        FIRST = "first", _("First publication")
        UPDATE = "update", _("Update")
        MINOR = "minor", _("Minor change")
        CORRECTION = "correction", _("Correction")
        WITHDRAWAL = "withdrawal", _("Withdrawal")

    # Changes that readers are told of, by a note and a new “updated” time.
    MATERIAL = (Change.UPDATE, Change.CORRECTION, Change.WITHDRAWAL)

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    change = models.CharField(_("change"), max_length=12, choices=Change)
    note = models.TextField(_("note"), blank=True, help_text=_("What changed, or why the story was withdrawn."))
    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="editions")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="editions")
    live_from = models.DateTimeField(_("goes live"))
    live_until = models.DateTimeField(_("comes down"), default=FOREVER)
    takes_over = models.BooleanField(
        _("takes over"), default=False, help_text=_("What stands before it goes on if this edition is cancelled.")
    )
    published_at = models.DateTimeField(_("first published"))
    updated_at = models.DateTimeField(_("updated"))
    byline = models.JSONField(_("byline"), default=list, help_text="[{id, name, slug, role}], in order.")
    sources = models.JSONField(_("sources"), default=list, help_text="[{name, url, relation}], in order.")
    tag_list = models.JSONField(_("tags"), default=list, help_text="[{id, name, slug}], in order.")
    word_count = models.PositiveIntegerField(_("words"), default=0)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    tags = TaggableManager(through="articles.EditionTag", verbose_name=_("tags"))
    authors = models.ManyToManyField("articles.Author", through="articles.EditionAuthor", related_name="editions")

    objects = EditionQuerySet.as_manager()

    # How many comments readers see, where a page has had them counted.
    comment_count = Noted()
    # By which it is known to say and show the same as another of this name; see articles.public.cards.
    known_as: tuple[Hashable, ...] | None = None

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-live_from", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(live_until__gte=F("live_from")), name="edition_interval_forward"),
            # That intervals of one article never overlap, and that content never changes, is held by the triggers
            # and the exclusion constraint in articles.models.guards.
        ]
        indexes = [
            # With what tells whether readers may see it, so that the archive's counts read this index and no story.
            models.Index(
                fields=["-published_at", "-article", "live_until", "live_from", "change", "updated_at"],
                name="edition_archive",
            ),
            models.Index(fields=["section", "-published_at", "-article"], name="edition_section_newest"),
            models.Index(fields=["article", "-live_from"], name="edition_history"),
            models.Index(fields=["live_until", "live_from", "change"], name="edition_live"),
            models.Index(fields=["-live_from", "-id"], condition=Q(change="correction"), name="edition_corrections"),
            models.Index(fields=["live_from"], name="edition_came"),
            models.Index(fields=["-live_from", "-id"], condition=Q(change="withdrawal"), name="edition_withdrawals"),
        ]

    def get_absolute_url(self) -> str:
        return self.address.path

    def is_live(self, at: datetime | None = None) -> bool:
        return self.live_from <= (at or timezone.now()) < self.live_until

    @property
    def is_withdrawn(self) -> bool:
        return self.change == self.Change.WITHDRAWAL

    @property
    def was_updated(self) -> bool:
        return self.updated_at > self.published_at

    @property
    def reading_minutes(self) -> int:
        return html.reading_minutes(self.word_count)

    def move_end(self, live_until: datetime) -> None:
        """Change when this edition comes down, in its own row and in those of the links that lead to it."""
        self.live_until = live_until
        Edition.objects.filter(pk=self.pk).update(live_until=live_until)
        EditionTag.objects.filter(content_object=self).update(live_until=live_until)
        EditionAuthor.objects.filter(edition=self).update(live_until=live_until)
        self._meta.apps.get_model("articles", "SearchDocument").objects.filter(edition=self).update(
            live_until=live_until
        )


class EditionLink(models.Model):
    """A way into an edition, carrying what a list needs to find the newest live ones without opening the editions."""

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()

    class Meta:
        abstract = True

    @staticmethod
    def shared_values(edition: Edition) -> dict[str, object]:
        return {name: getattr(edition, name) for name in ("article_id", "published_at", "live_from", "live_until")}


class EditionTag(EditionLink, ItemBase):
    content_object = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="edition_tags")

    objects = IntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag of an edition")
        verbose_name_plural = _("tags of editions")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="editiontag_once")]
        indexes = [
            models.Index(
                fields=["tag", "-published_at", "-article", "live_until", "live_from", "content_object"],
                name="editiontag_newest",
            ),
            models.Index(fields=["article", "tag"], name="editiontag_article"),
        ]

    def __str__(self) -> str:
        return f"{self.tag_id} on edition {self.content_object_id}"

    @classmethod
    def is_public(cls, tag: Tag, at: datetime) -> bool:
        """Whether a story with the tag has been live: before that its name is no public word."""
        known = cls.objects.ever_live().filter(tag=tag, live_from__lte=at)
        # In the order of its index, or PostgreSQL may look for the first one through the whole table.
        return known.order_by("-published_at", "-article_id").values_list("pk").first() is not None


class EditionAuthor(EditionLink):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="credited")
    author = models.ForeignKey("articles.Author", on_delete=models.PROTECT, related_name="credited")

    objects = IntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("author of an edition")
        verbose_name_plural = _("authors of editions")
        constraints = [models.UniqueConstraint(fields=["edition", "author"], name="editionauthor_once")]
        indexes = [
            models.Index(
                fields=["author", "-published_at", "-article", "live_until", "live_from", "edition"],
                name="editionauthor_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} of edition {self.edition_id}"
