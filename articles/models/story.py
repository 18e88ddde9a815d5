"""What an article and its editions have in common: everything a reader will see of a story."""

from typing import Any

from django.db import models
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import html, languages


class BodyField(models.TextField):
    """Story text. It is sanitised on its way into the database, whoever stores it and however."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        clean = html.sanitise(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, clean)
        return clean

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(html.sanitise(value) if isinstance(value, str) else value, connection)


class Story(models.Model):
    class Label(models.TextChoices):
        NEWS = "news", _("News")
        ANALYSIS = "analysis", _("Analysis")
        OPINION = "opinion", _("Opinion")
        EXPLAINER = "explainer", _("Explainer")
        REVIEW = "review", _("Review")
        SPONSORED = "sponsored", _("Sponsored")

    headline = models.CharField(
        _("headline"),
        max_length=200,
        blank=True,
        help_text=_("What readers see first, here and in every list. Over 90 characters it breaks into many lines."),
    )
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        blank=True,
        help_text=_("The last part of the story's address. Left empty, it is made from the headline."),
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences under the headline and in lists; about 160 characters."),
    )
    dateline_place = models.CharField(
        _("dateline"),
        max_length=80,
        blank=True,
        help_text=_("Where it was reported. Readers see it in capitals before the first words: BEIJING — "),
    )
    dateline_date = models.DateField(
        _("dateline date"),
        null=True,
        blank=True,
        help_text=_("Only when the day of reporting is not the day of publication."),
    )
    body = BodyField(_("text"), blank=True)
    label = models.CharField(
        _("label"),
        max_length=12,
        choices=Label,
        default=Label.NEWS,
        help_text=_("Anything but news is named beside the section, so that nobody takes an opinion for a report."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=languages.choices,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "What the story is written in. Screen readers pronounce it and search finds its word forms accordingly."
        ),
    )
    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("section"),
    )
    illustration = models.ForeignKey(
        "articles.Illustration",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("illustration"),
        help_text=_("The picture at the head of the story and in lists."),
    )
    illustration_alt = models.CharField(
        _("alternative text here"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it. Empty: the picture's own text is used."),
    )
    illustration_caption = models.CharField(
        _("caption here"), max_length=400, blank=True, help_text=_("Stands under the picture, before the credit.")
    )
    search_title = models.CharField(
        _("search title"),
        max_length=120,
        blank=True,
        help_text=_("Title in search results and on shared links. Empty: the headline."),
    )
    search_description = models.CharField(
        _("search description"),
        max_length=300,
        blank=True,
        help_text=_("Text under the title in search results. Empty: the standfirst, or the opening of the text."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.headline or str(_("(no headline yet)"))

    @property
    def dateline(self) -> str:
        """`BEIJING`, or `BEIJING, 25 April`; empty without a place."""
        if not self.dateline_place:
            return ""
        place = self.dateline_place.upper()
        return (
            f"{place}, {formats.date_format(self.dateline_date, 'MONTH_DAY_FORMAT')}" if self.dateline_date else place
        )

    @property
    def lang(self) -> SafeString:
        """Attributes for an element with words of this story; nothing where they are in the site's language."""
        return languages.attributes(self.language)

    @property
    def illustration_text(self) -> str:
        """Alternative text of the lead picture: this story's, or the library's, or one that names the headline."""
        own = self.illustration.alt if self.illustration else ""
        opening = _("Illustration for:")
        return self.illustration_alt or own or f"{opening} {self.headline}"

    @property
    def title_for_search(self) -> str:
        return self.search_title or self.headline

    @property
    def description_for_search(self) -> str:
        return self.search_description or self.standfirst or html.excerpt(self.body)

    @classmethod
    def story_fields(cls) -> list[models.Field]:
        """The concrete fields that an article and its editions share."""
        shared = {field.name for field in Story._meta.fields}
        return [field for field in cls._meta.concrete_fields if field.name in shared]
