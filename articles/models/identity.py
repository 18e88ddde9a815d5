"""Who the site is: its name, its looks and what stands on every page, as editors set them in the desk.

Everything that names the site asks `current()`, so that pages, mail, feeds and structured data say the same.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.links import Link, links, validate_links
from articles.models.kept import Kept
from articles.models.taxonomy import Section

# A path of the site. Browsers read two slashes, or a slash and a backslash, as another host.
_OWN_PATH = RegexValidator(r"^/(?![/\\])[^\x00-\x20\\]*\Z")
_WEB_ADDRESS = URLValidator(schemes=["http", "https"])


def validate_address(value: str) -> None:
    """A path of the site, or an address on the web."""
    try:
        (_OWN_PATH if value.startswith("/") else _WEB_ADDRESS)(value)
    except ValidationError as error:
        said = _("Enter a path of this site like /corrections/, or an address like https://example.org.")
        raise ValidationError(said, code="address") from error


class Identity(models.Model):
    """One row. What is empty is as the settings have it, or not there."""

    name = models.CharField(
        _("name"),
        max_length=80,
        blank=True,
        help_text=_(
            "Readers see it at the head of every page, in page titles, mail and feeds. Empty: as the operator set it."
        ),
    )
    motto = models.CharField(
        _("motto"), max_length=120, blank=True, help_text=_("One line at the foot of every page.")
    )
    accent = models.CharField(
        _("colour"),
        max_length=10,
        choices=Section.Hue,
        default=Section.Hue.RED,
        help_text=_("Colours the rules and underlines of pages that belong to no section. Sections have their own."),
    )
    logo = models.ForeignKey(
        "articles.Illustration",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_(
            "A square picture of the library. It stands beside the name, and search engines show it beside our stories."
        ),
    )
    shows_opinion = models.BooleanField(
        _("opinion"),
        default=True,
        help_text=_("A band of the newest opinion pieces. It is there once there are two of them."),
    )
    shows_discussed = models.BooleanField(
        _("most discussed"), default=True, help_text=_("The stories with the most comments of the last days.")
    )
    shows_corrections = models.BooleanField(
        _("last correction"), default=True, help_text=_("What we last got wrong, with a link to all corrections.")
    )
    email = models.EmailField(
        _("email address"),
        blank=True,
        help_text=_("Readers see it at the foot of every page, and in the texts about us until you rewrite them."),
    )
    postal_address = models.TextField(
        _("postal address"), max_length=400, blank=True, help_text=_("Readers see it where they read how to reach us.")
    )
    links = models.TextField(
        _("elsewhere"),
        max_length=2000,
        blank=True,
        validators=[validate_links],
        help_text=_(
            "Our own accounts, one a line: Mastodon https://example.social/@us. Each stands at the foot of every page;"
            " such a place can see by the link that the account is ours."
        ),
    )
    notice = models.CharField(
        _("notice"),
        max_length=200,
        blank=True,
        help_text=_("One sentence above the head of every page, for what no reader may miss."),
    )
    notice_link = models.CharField(
        _("where it leads"),
        max_length=300,
        blank=True,
        validators=[validate_address],
        help_text=_("A path of this site like /corrections/, or an address."),
    )
    notice_until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Then it is gone by itself. Empty: it stays until you take it.")
    )

    class Meta:
        verbose_name = _("site identity")
        verbose_name_plural = _("site identity")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
        _kept.forget()

    @property
    def site_name(self) -> str:
        """What the site is called, wherever it is named."""
        return self.name or settings.NEWSROOM_SITE_NAME

    @cached_property
    def link_list(self) -> tuple[Link, ...]:
        """Our accounts elsewhere, as `name` and `url`."""
        return links(self.links)

    def notice_at(self, at: datetime | None = None) -> str:
        """The notice if readers see it at that time, or nothing."""
        over = self.notice_until is not None and self.notice_until <= (at or timezone.now())
        return "" if over else self.notice


def stored() -> Identity:
    """The row; as the settings have it, not stored, where nobody has set anything."""
    return Identity.objects.select_related("logo").filter(pk=1).first() or Identity(pk=1)


_kept = Kept(stored)


def current() -> Identity:
    """Who the site is now, with its logo. It costs no query as long as nothing changes. Only to be read."""
    return _kept.get()
