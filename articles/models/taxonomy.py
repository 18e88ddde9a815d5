"""Where a story belongs, what it is about, and who wrote it."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles import tags
from articles.addresses import address
from articles.links import Link, links, validate_links


class Section(models.Model):
    """A part of the paper; every published story belongs to exactly one."""

    class Hue(models.TextChoices):
        BLUE = "blue", _("blue")
        RED = "red", _("red")
        GREEN = "green", _("green")
        AMBER = "amber", _("amber")
        VIOLET = "violet", _("violet")
        TEAL = "teal", _("teal")

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(
        _("slug"), max_length=60, unique=True, help_text=_("Stands in the address of the section's page.")
    )
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("One line under the section's name on its page.")
    )
    hue = models.CharField(
        _("colour"),
        max_length=10,
        choices=Hue,
        default=Hue.RED,
        help_text=_(
            "Colours the section's kickers, rules and underlines. The section's name always stands beside it."
        ),
    )
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=0,
        help_text=_("Sections stand in this order in the navigation and on the front page."),
    )
    has_band = models.BooleanField(
        _("band on the front page"),
        default=True,
        db_default=True,
        help_text=_("Its newest stories stand below the top of the front page, once there are two of them."),
    )
    band_size = models.PositiveSmallIntegerField(
        _("stories in the band"),
        default=4,
        db_default=4,
        validators=[MinValueValidator(2), MaxValueValidator(12)],
        help_text=_("So many at most, from 2 to 12."),
    )

    needs_approval = models.BooleanField(
        _("stories need approval"),
        default=False,
        help_text=_("A story of this section can be published only after an editor has approved what it says."),
    )
    needs_sign_off = models.BooleanField(
        _("stories need a sign-off"),
        default=False,
        help_text=_(
            "A story of this section can be published only after somebody outside has signed it off by a link."
        ),
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="sections",
        verbose_name=_("section editors"),
        help_text="Of those with the role, they do here what editors do; see articles.models.remit.",
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("section", self.slug)


class Author(models.Model):
    """Somebody with a byline. An author needs no login."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(
        _("slug"), max_length=100, unique=True, help_text=_("Stands in the address of the author's page.")
    )
    role = models.CharField(
        _("role"), max_length=100, blank=True, help_text=_("Stands under the name, as in “Technology correspondent”.")
    )
    beat = models.CharField(
        _("beat"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("What they write about, as in “Ports, shipping and the coast”. Stands on the author's page."),
    )
    biography = models.TextField(_("biography"), blank=True, help_text=_("A paragraph on the author's page."))
    expertise = models.CharField(
        _("languages and expertise"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("In one line, as in “Speaks English and Mandarin; trained as a naval engineer”."),
    )
    email = models.EmailField(
        _("public email address"),
        blank=True,
        default="",
        db_default="",
        help_text=_("Every reader of the author's page can see it and write to it."),
    )
    links = models.TextField(
        _("links"),
        max_length=2000,
        blank=True,
        default="",
        db_default="",
        validators=[validate_links],
        help_text=_(
            "The author's own places, one a line: Mastodon https://example.social/@ada. They stand on the author's page,"
            " and such a place can see by the link that it is the author's."
        ),
    )
    portrait = models.ForeignKey(
        "articles.Illustration",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("portrait"),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("login"),
        help_text=_("If this author signs in to the desk: stories they start carry their byline."),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("author", self.slug)

    @property
    def link_list(self) -> tuple[Link, ...]:
        """The author's own places, as `name` and `url`."""
        return links(self.links)


class TagAlias(models.Model):
    """A name or an address that a tag had, or that another tag had which was merged into it."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("tag"))
    key = models.CharField(
        _("key"), max_length=3 * tags.MAX_LENGTH, unique=True, help_text=_("Who types this name gets the tag.")
    )
    name = models.CharField(_("name"), max_length=tags.MAX_LENGTH)
    slug = models.SlugField(
        _("slug"),
        max_length=tags.MAX_LENGTH,
        allow_unicode=True,
        blank=True,
        db_index=True,
        help_text=_("Readers who ask for this address are sent to the tag's page."),
    )
    plain = models.CharField(max_length=3 * tags.MAX_LENGTH, db_index=True, editable=False, default="")
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("alias of a tag")
        verbose_name_plural = _("aliases of tags")
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=~models.Q(slug=""), name="tagalias_slug_once")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = tags.tidy(self.name)
        self.key, self.plain = tags.key(self.name), tags.plain(self.name)
        if Tag.objects.filter(
            models.Q(profile__key=self.key) | (models.Q(slug=self.slug) & ~models.Q(slug=""))
        ).exists():
            raise IntegrityError(f"“{self.name}” is a tag, or stands at a tag's address.")
        super().save(*args, **kwargs)


class TagMerge(models.Model):
    """One tag merged into another, with everything that is needed to part them again."""

    kept = models.ForeignKey(
        Tag, on_delete=models.SET_NULL, null=True, related_name="merges", verbose_name=_("kept tag")
    )
    name = models.CharField(_("merged tag"), max_length=tags.MAX_LENGTH)
    undo = models.JSONField(editable=False, help_text="Shape: see articles.desk.tag_merge.")
    stories = models.PositiveIntegerField(_("stories"), default=0)
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of tags")
        verbose_name_plural = _("merges of tags")
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class TagProfile(models.Model):
    """What the newsroom adds to a taggit tag: the key that makes spellings one, and how far it counts."""

    tag = models.OneToOneField(
        Tag, on_delete=models.CASCADE, primary_key=True, related_name="profile", verbose_name=_("tag")
    )
    # Casefolding may lengthen a name: "ß" becomes "ss", and a few letters become three.
    key = models.CharField(_("key"), max_length=3 * tags.MAX_LENGTH, unique=True, editable=False)
    plain = models.CharField(max_length=3 * tags.MAX_LENGTH, db_index=True, editable=False, default="")
    counts_for_similar = models.BooleanField(
        _("counts for similar posts"),
        default=True,
        help_text=_(
            "Untick for tags that say little, such as a series name: sharing them makes no two stories similar."
        ),
    )
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("One line under the tag's name on its page.")
    )

    class Meta:
        verbose_name = _("tag settings")
        verbose_name_plural = _("tag settings")

    def __str__(self) -> str:
        return str(self.tag)
