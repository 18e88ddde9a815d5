"""The paper's pages about itself. They are live as soon as they are saved; what stood there before is kept.

Those of `Page.Kind` are always there: until the newsroom writes one, readers see the text that comes with the software,
which has no row here. See articles.public.pages.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.kept import Kept
from articles.models.story import BodyField


class Page(models.Model):
    class Kind(models.TextChoices):
        """Pages that every paper has, in the order in which the foot of each page names them. The value is the slug."""

        ABOUT = "about", _("About us")
        CONTACT = "contact", _("Who works here")
        OWNERSHIP = "ownership", _("Who owns us")
        ETHICS = "ethics", _("How we work")
        CORRECTIONS = "corrections", _("How we correct")
        COMMENT_RULES = "comment-rules", _("Comment rules")
        ACCESSIBILITY = "accessibility", _("Accessibility")
        PRIVACY = "privacy", _("Privacy")

    # Kinds that no software can know: until somebody writes them, they say that nobody has.
    UNTOLD = (Kind.CONTACT, Kind.OWNERSHIP)

    slug = models.SlugField(
        _("slug"), max_length=60, primary_key=True, help_text=_("Stands in the page's address, for good.")
    )
    title = models.CharField(
        _("title"), max_length=80, help_text=_("Heads the page, and is its name at the foot of every page.")
    )
    standfirst = models.CharField(
        _("standfirst"),
        max_length=300,
        blank=True,
        help_text=_("One sentence under the title, and in search results."),
    )
    body = BodyField(_("text"), blank=True)
    in_footer = models.BooleanField(
        _("at the foot of every page"),
        default=True,
        help_text=_("Unticked, readers find the page only by links in texts."),
    )
    changed_at = models.DateTimeField(_("changed"), help_text=_("Readers see it under the title."))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["title", "slug"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        _kept.forget()

    def get_absolute_url(self) -> str:
        return address_of(self.slug)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        done = super().delete(*args, **kwargs)
        _kept.forget()
        return done

    @property
    def is_of_a_kind(self) -> bool:
        """Whether every paper has it: without its row the software's text stands there."""
        return self.slug in Page.Kind.values


class PageText(models.Model):
    """What a page said before it was changed or removed. It outlives the page."""

    slug = models.SlugField(_("slug"), max_length=60)
    title = models.CharField(_("title"), max_length=80)
    standfirst = models.CharField(_("standfirst"), max_length=300, blank=True)
    body = BodyField(_("text"), blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )

    class Meta:
        verbose_name = _("earlier text of a page")
        verbose_name_plural = _("earlier texts of pages")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


# Kinds that stand on a page with something else; all others are at their slug.
ELSEWHERE = {Page.Kind.COMMENT_RULES: "/comments/rules/", Page.Kind.CORRECTIONS: "/corrections/"}


def address_of(slug: str) -> str:
    """The path at which readers find this page."""
    if slug in Page.Kind.values:
        return ELSEWHERE.get(Page.Kind(slug), f"/{slug}/")
    return reverse("articles:page", args=[slug])


class Entry(NamedTuple):
    """A page that the newsroom has written, without its text."""

    slug: str
    title: str
    in_footer: bool


def _read() -> tuple[Entry, ...]:
    rows = Page.objects.order_by("title", "slug").values_list("slug", "title", "in_footer")
    return tuple(Entry(*row) for row in rows)


_kept = Kept(_read)


def written() -> tuple[Entry, ...]:
    """The pages that the newsroom has written, by title. It costs no query as long as nothing changes."""
    return _kept.get()
