"""Old addresses: where they lead now, and which were asked for in vain."""

from typing import Self
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST = 400
_CONTROL = {*map(chr, range(33)), "\x7f", "\\"}
_web_address = URLValidator(schemes=["http", "https"])


def path_of(address: str) -> str:
    """The path, with its query if it has one, of an address of any host or of a path alone, as readers see it.

    Raises ValidationError for what is neither.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        path = unquote(parts.path, errors="strict") or "/"
    except ValueError:
        path = ""
    # Browsers read two slashes at the beginning as another host.
    path = "" if path.startswith("//") else path
    is_web = address.startswith(("http://", "https://")) or (address.startswith("/") and not address.startswith("//"))
    if not path.startswith("/") or not is_web or _CONTROL & {*address, *path}:
        raise ValidationError(_("Enter a path of this site like /2019/05/a-story/, or a whole address."), code="path")
    found = f"{path}?{parts.query}" if parts.query else path
    if len(found) > LONGEST:
        said = _("This address has %(count)d characters; %(most)d are the most.")
        raise ValidationError(said, code="long", params={"count": len(found), "most": LONGEST})
    return found


def key_of(path: str) -> str:
    """What addresses have in common that lead to the same place: capitals and a slash at the end tell none apart."""
    path, mark, query = path.partition("?")
    return (path.rstrip("/").lower() or "/") + mark + query


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def of(self, path: str, query: str = "") -> "Redirect | None":
        """The one for this path and query, or for the path alone; on the front page only for the query. One query."""
        keys = [key_of(path)] if key_of(path) != "/" else []
        keys += [key_of(f"{path}?{query}")] if query else []
        found = {redirect.key: redirect for redirect in self.filter(key__in=keys)} if keys else {}
        return next((found[key] for key in reversed(keys) if key in found), None)

    def leading_to(self, path: str) -> Self:
        return self.filter(target_key=key_of(path))


class Redirect(models.Model):
    """An address at which nothing of ours stands, and where whoever asks for it is sent (301), or that it is gone (410)."""

    old = models.CharField(
        _("old address"),
        max_length=LONGEST,
        help_text=_("A path of this site, with its query if it has one: /2019/05/a-story/ or /?p=17."),
    )
    # Written with `old`; one address has one answer.
    key = models.CharField(max_length=LONGEST, unique=True, editable=False)
    target = models.CharField(
        _("leads to"),
        max_length=LONGEST,
        blank=True,
        help_text=_(
            "A path of this site or an address on the web. Readers and search engines are sent there for good (301)."
        ),
    )
    target_key = models.CharField(max_length=LONGEST, blank=True, editable=False)
    is_gone = models.BooleanField(
        _("gone"),
        default=False,
        help_text=_("Nothing took its place: readers are told that it is gone (410), and search engines forget it."),
    )
    hits = models.PositiveIntegerField(_("used"), default=0, editable=False)
    last_hit_at = models.DateTimeField(_("last used"), null=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_gone=True, target="") | (Q(is_gone=False) & ~Q(target="")),
                name="redirect_leads_or_is_gone",
            ),
            models.CheckConstraint(condition=~Q(key=models.F("target_key")), name="redirect_is_no_loop"),
        ]
        indexes = [models.Index(fields=["target_key"], condition=~Q(target_key=""), name="redirect_target")]

    def __str__(self) -> str:
        return self.old


class MissingPage(models.Model):
    """An address that was asked for and is not there, and never was."""

    key = models.CharField(max_length=LONGEST, unique=True)
    path = models.CharField(_("address"), max_length=LONGEST)
    hits = models.PositiveIntegerField(_("asked for"), default=0)
    first_at = models.DateTimeField(_("first"))
    last_at = models.DateTimeField(_("last"), db_index=True)
    # The page that led there last, without its query: the query may be somebody's.
    came_from = models.CharField(_("last came from"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("missing page")
        verbose_name_plural = _("missing pages")
        ordering = ["-hits", "-pk"]
        indexes = [models.Index(fields=["-hits", "-id"], name="missing_often")]

    def __str__(self) -> str:
        return self.path


def target_of(address: str, site_url: str) -> str:
    """Where a redirect leads: a path if it is of this site, else the address. Raises ValidationError."""
    address = address.strip()
    if address.startswith("/") or address == site_url or address.startswith(f"{site_url}/"):
        return path_of(address)
    try:
        _web_address(address)
    except ValidationError as error:
        said = _("Enter a path of this site like /section/world/, or an address like https://example.org.")
        raise ValidationError(said, code="target") from error
    if len(address) > LONGEST:
        said = _("This address has %(count)d characters; %(most)d are the most.")
        raise ValidationError(said, code="long", params={"count": len(address), "most": LONGEST})
    return address
