"""Where a story belongs, what it is about, and who wrote it."""

from django.conf import settings
from django.db import models
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles import tags
from articles.addresses import address


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
        _("position"), default=0, help_text=_("Sections stand in the navigation in this order.")
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
    biography = models.TextField(_("biography"), blank=True, help_text=_("A paragraph on the author's page."))
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


class TagProfile(models.Model):
    """What the newsroom adds to a taggit tag: the key that makes spellings one, and how far it counts."""

    tag = models.OneToOneField(
        Tag, on_delete=models.CASCADE, primary_key=True, related_name="profile", verbose_name=_("tag")
    )
    # Casefolding may lengthen a name: "ß" becomes "ss", and a few letters become three.
    key = models.CharField(_("key"), max_length=3 * tags.MAX_LENGTH, unique=True, editable=False)
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


@receiver(pre_save, sender=Tag, dispatch_uid="articles.tag_slug")
def keep_slug(sender: type[Tag], instance: Tag, raw: bool = False, **kwargs: object) -> None:
    """Give a tag a slug that can stand in an address; taggit makes an empty one of “+++”, and some that are too long."""
    if not raw and not 0 < len(instance.slug) <= tags.MAX_LENGTH:
        instance.slug = tags.free_slug(instance.name)


@receiver(post_save, sender=Tag, dispatch_uid="articles.tag_profile")
def keep_profile(sender: type[Tag], instance: Tag, raw: bool = False, **kwargs: object) -> None:
    """Give a tag its key in the transaction that stores it; a second spelling of an existing tag is refused there."""
    if not raw:
        profile, _made = TagProfile.objects.get_or_create(tag=instance, defaults={"key": tags.key(instance.name)})
        if profile.key != tags.key(instance.name):
            profile.key = tags.key(instance.name)
            profile.save(update_fields=["key"])
        instance.profile = profile
