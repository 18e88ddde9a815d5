"""The media library: pictures with what the law and the reader need to know of them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# Neither described nor said to need no description: the library keeps such a picture, publication refuses it.
UNDESCRIBED = models.Q(alt="", decorative=False)
UNCREDITED = models.Q(credit="")

_SHARE = [MinValueValidator(0), MaxValueValidator(1)]


class Illustration(models.Model):
    """A picture. Its file and renditions are made by `articles.desk.library`, never by hand."""

    class Licence(models.TextChoices):
        OWN = "own", _("our own")
        COMMISSIONED = "commissioned", _("commissioned for us")
        AGENCY = "agency", _("agency")
        HANDOUT = "handout", _("handout")
        CC_BY = "cc-by", _("Creative Commons BY")
        CC_BY_SA = "cc-by-sa", _("Creative Commons BY-SA")
        PUBLIC_DOMAIN = "public-domain", _("public domain")
        OTHER = "other", _("other")

    title = models.CharField(
        _("title"), max_length=120, help_text=_("How the newsroom finds the picture. Readers never see it.")
    )
    file = models.ImageField(
        _("file"),
        upload_to="originals/%Y/%m/",
        width_field="width",
        height_field="height",
        help_text=_("JPEG, PNG, WebP or AVIF, up to 20 MB and 40 megapixels. Place and camera data are removed."),
    )
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, in a sentence, for readers who cannot see it."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_(
            "The picture says nothing that the text does not. Inside a text it is then silent for screen readers; "
            "at the head of a story it is announced as “Illustration for: HEADLINE”."
        ),
    )
    caption = models.CharField(
        _("caption"),
        max_length=400,
        blank=True,
        help_text=_("Offered wherever the picture is used; can be rewritten there."),
    )
    credit = models.CharField(
        _("credit"), max_length=120, blank=True, help_text=_("Who made it. Readers see it under the picture.")
    )
    credit_url = models.URLField(_("credit link"), blank=True, max_length=300)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.OWN)
    ai_made = models.BooleanField(
        _("made with AI"),
        default=False,
        help_text=_("Readers are told so in the caption, wherever the picture is shown."),
    )
    ai_term = models.CharField(
        _("kind of AI"),
        max_length=40,
        blank=True,
        default="",
        editable=False,
        help_text="IPTC's digital source type as the uploaded file named it; see articles.pictures.origin.",
    )
    focal_x = models.FloatField(
        _("focal point, across"),
        default=0.5,
        validators=_SHARE,
        help_text=_("0 is the left edge, 1 the right. Crops keep this point in view."),
    )
    focal_y = models.FloatField(
        _("focal point, down"), default=0.5, validators=_SHARE, help_text=_("0 is the top, 1 the bottom.")
    )
    renditions = models.JSONField(
        _("renditions"),
        default=list,
        editable=False,
        help_text="Manifest of articles.pictures.names: [shape, format, width, height, name] for each file.",
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )

    class Meta:
        verbose_name = _("illustration")
        verbose_name_plural = _("illustrations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)), name="illustration_focal_inside"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def needs_description(self) -> bool:
        return not (self.alt or self.decorative)

    @property
    def focal(self) -> tuple[float, float]:
        """Focal point as shares of width and height."""
        return (self.focal_x, self.focal_y)
