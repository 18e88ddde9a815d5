"""What stands on every page of the public site."""

from collections.abc import Hashable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles import languages
from articles.addresses import address
from articles.models.taxonomy import Section

register = template.Library()
register.simple_tag(address)


class Heading(NamedTuple):
    """A section as the navigation names it."""

    slug: str
    name: str
    hue: str

    @property
    def get_absolute_url(self) -> str:
        return address("section", self.slug)


@register.simple_tag
def sections() -> tuple[Heading, ...]:
    """The sections of the paper, in the order of its navigation. One query."""
    return tuple(Heading(*row) for row in Section.objects.values_list("slug", "name", "hue"))


@register.simple_tag
def standing(template_name: str, **values: Hashable) -> SafeString:
    """Include a part that is the same on many pages. It is set once for the same values, which are all that it sees."""
    return _set(template_name, get_language(), tuple(values.items()))


@lru_cache(maxsize=200)
def _set(template_name: str, language: str | None, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(template_name, dict(values))


register.filter("within", languages.within)


@register.simple_tag
def moment(at: datetime, today: datetime | None = None) -> SafeString:
    """When something happened: its day; of the day `today`, the hour."""
    local = timezone.localtime(at)
    is_today = bool(today) and timezone.localtime(today).date() == local.date()
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat("T", "minutes"),
        date_format(local, "TIME_FORMAT" if is_today else "DATE_FORMAT"),
    )
