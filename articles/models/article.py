"""The working story in the desk. Nothing here is ever read by a public page."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, Tag

from articles.models import remit
from articles.models.story import Story
from articles.tags import TagManager


class ArticleTag(ItemBase):
    content_object = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="article_tags")

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of articles")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="articletag_once")]


class ArticleQuerySet(models.QuerySet["Article"]):
    def editable_by(self, user) -> "ArticleQuerySet":  # type: ignore[no-untyped-def]  # any user model will do
        """Those that this member of staff may open for writing: all of them, or one's own, those one was given,
        and those of one's sections."""
        return self.filter(remit.stories_of(user))


class Article(Story):
    class Stage(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        APPROVED = "approved", _("Approved")

    class Priority(models.IntegerChoices):
        URGENT = 1, _("Urgent")
        HIGH = 2, _("High")
        NORMAL = 3, _("Normal")
        LOW = 4, _("Low")

    tags = TaggableManager(through=ArticleTag, manager=TagManager, blank=True, verbose_name=_("tags"))
    authors = models.ManyToManyField("articles.Author", through="articles.Byline", related_name="articles")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_articles",
        verbose_name=_("assigned to"),
        help_text=_("Who works on it now. They are told by mail, and may write in it even if somebody else began it."),
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True, help_text=_("When it is to be handed in."))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    planned_for = models.DateTimeField(
        _("planned for"),
        null=True,
        blank=True,
        help_text=_("When it is meant to go out. Stands in the calendar; nothing is published by it."),
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("No edition can go live before this time, whoever publishes. Readers are not told."),
    )
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("started by"),
    )
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(fields=["-saved_at", "-id"], name="article_newest"),
            models.Index(fields=["stage", "due_at"], name="article_waiting"),
            models.Index(fields=["planned_for"], name="article_planned"),
        ]
        permissions = [
            ("publish_article", _("Can publish, schedule and take down articles")),
            ("change_others_article", _("Can change articles that others started")),
            ("edit_section", _("Can do what editors do in the sections that are given to them")),
        ]


class Byline(models.Model):
    """One author's place in the byline of an article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        "articles.Author", on_delete=models.PROTECT, related_name="bylines", verbose_name=_("author")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="byline_once",
                violation_error_message=_("An author stands only once in a byline."),
            )
        ]

    def __str__(self) -> str:
        return str(self.author)


class Source(models.Model):
    """Who reported it first, or what the story rests on."""

    class Relation(models.TextChoices):
        FIRST_REPORTED_BY = "first_reported_by", _("First reported by")
        BASED_ON = "based_on", _("Based on")
        DOCUMENT = "document", _("Document")
        INTERVIEW = "interview", _("Interview")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(_("name"), max_length=160, help_text=_("As readers see it, like “AI Business”."))
    url = models.URLField(_("link"), max_length=500, blank=True)
    relation = models.CharField(_("relation"), max_length=20, choices=Relation, default=Relation.BASED_ON)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
