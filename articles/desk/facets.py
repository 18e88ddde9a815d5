"""What a list can be narrowed by. Each facet is a field of the form above the list, and a chip where it is set."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, cast

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db.models import Exists, Q, QuerySet
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

Choices = Iterable[tuple[Any, Any]]


class Facet(admin.SimpleListFilter):
    """Choose one of several. A value that is none of them filters nothing."""

    kind = "select"

    def has_output(self) -> bool:
        return True

    @property
    def wanted(self) -> str:
        return str(self.value() or "").replace("\0", "").strip()[:200]

    @property
    def said(self) -> str:
        """The value in words; empty if nothing is filtered by it."""
        return str(next((label for value, label in self.lookup_choices if str(value) == self.wanted), ""))

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return ()

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(self.condition(request)) if self.said else queryset

    def condition(self, request: HttpRequest) -> Q | Exists:
        """Which rows are meant. Each facet says so for itself; one that forgets it fails at its first use."""
        raise NotImplementedError


class DayFacet(Facet):
    """A day of the newsroom's zone, as a browser's date field writes it."""

    kind = "date"

    @property
    def day(self) -> date | None:
        try:
            return parse_date(self.wanted)
        except ValueError:
            return None

    @property
    def said(self) -> str:
        return formats.date_format(self.day, "SHORT_DATE_FORMAT") if self.day else ""

    def midnight(self, days: int = 0) -> datetime:
        """Its beginning, or that of a day after it; the calendar's ends stand for what lies beyond them."""
        day = min(max(self.day or date.min, date(1900, 1, 1)), date(9000, 1, 1)) + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, time.min))


class Chip(NamedTuple):
    """One condition of the list; `url` is the list without it."""

    text: str
    url: str


class FacetedList(ChangeList):
    @property
    def chips(self) -> list[Chip]:
        found = [Chip(_("“%(words)s”") % {"words": self.query}, self._without(SEARCH_VAR))] if self.query else []
        for facet in cast(list[Facet], self.filter_specs):
            if facet.said:
                found.append(Chip(f"{facet.title}: {facet.said}", self._without(str(facet.parameter_name))))
        return found

    def _without(self, name: str) -> str:
        return self.get_query_string({name: None})
