"""What the list can be narrowed by. Each facet is a field of the form above the list, and a chip where it is set."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import tags
from articles.desk import people
from articles.desk.article_list.conditions import LACKING, in_status
from articles.desk.status import WORDS
from articles.models import Article, ArticleTag, Author, Byline, Section

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

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(self.condition(request)) if self.said else queryset

    def condition(self, request: HttpRequest) -> Q | Exists:
        raise NotImplementedError


class StatusFacet(Facet):
    title, parameter_name = gettext_lazy("Status"), "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return WORDS.items()

    def condition(self, request: HttpRequest) -> Q:
        return in_status(self.wanted, timezone.now())


class StageFacet(Facet):
    title, parameter_name = gettext_lazy("Stage"), "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return Article.Stage.choices

    def condition(self, request: HttpRequest) -> Q:
        return Q(stage=self.wanted)


class LabelFacet(Facet):
    title, parameter_name = gettext_lazy("Label"), "label"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return Article.Label.choices

    def condition(self, request: HttpRequest) -> Q:
        return Q(label=self.wanted)


class SectionFacet(Facet):
    title, parameter_name = gettext_lazy("Section"), "section"
    none = "none"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [*Section.objects.values_list("slug", "name"), (self.none, _("None yet"))]

    def condition(self, request: HttpRequest) -> Q:
        return Q(section=None) if self.wanted == self.none else Q(section__slug=self.wanted)


class AuthorFacet(Facet):
    title, parameter_name = gettext_lazy("Author"), "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return Author.objects.values_list("slug", "name")

    def condition(self, request: HttpRequest) -> Exists:
        return Exists(Byline.objects.filter(article=OuterRef("pk"), author__slug=self.wanted))


class AssigneeFacet(Facet):
    title, parameter_name = gettext_lazy("Assigned to"), "assignee"
    none = "none"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        found: QuerySet[User] = people.writers().order_by("first_name", "username")
        return [(self.none, _("Nobody")), *((str(user.pk), people.name_of(user)) for user in found)]

    def condition(self, request: HttpRequest) -> Q:
        return Q(assignee=None) if self.wanted == self.none else Q(assignee=int(self.wanted))


class PriorityFacet(Facet):
    title, parameter_name = gettext_lazy("Priority"), "priority"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return Article.Priority.choices

    def condition(self, request: HttpRequest) -> Q:
        return Q(priority=int(self.wanted))


class ProblemFacet(Facet):
    """What can be seen without reading the text; the column counts everything."""

    title, parameter_name = gettext_lazy("Problem"), "problem"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("any", _("Any of these")), *((code, lack.name) for code, lack in LACKING.items())]

    def condition(self, request: HttpRequest) -> Q:
        if self.wanted in LACKING:
            return LACKING[self.wanted].condition()
        anything = Q()
        for lack in LACKING.values():
            anything |= lack.condition()
        return anything


class TagFacet(Facet):
    title, parameter_name, kind = gettext_lazy("Tag"), "tag", "tag"

    @property
    def said(self) -> str:
        return self.wanted

    def condition(self, request: HttpRequest) -> Exists:
        """In any spelling; a tag that is not there finds nothing."""
        try:
            found = tags.known([self.wanted]).get(tags.key(self.wanted))
        except ValidationError:
            found = None
        return Exists(ArticleTag.objects.filter(content_object=OuterRef("pk"), tag=found.pk if found else None))


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
        return formats.date_format(self.day, "j M Y") if self.day else ""

    def _midnight(self, days: int = 0) -> datetime:
        """Its beginning, or that of a day after it; the calendar's ends stand for what lies beyond them."""
        day = min(max(self.day or date.min, date(1900, 1, 1)), date(9000, 1, 1)) + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, time.min))


class FromFacet(DayFacet):
    title, parameter_name = gettext_lazy("Saved from"), "from"

    def condition(self, request: HttpRequest) -> Q:
        return Q(saved_at__gte=self._midnight())


class ToFacet(DayFacet):
    title, parameter_name = gettext_lazy("Saved to"), "to"

    def condition(self, request: HttpRequest) -> Q:
        return Q(saved_at__lt=self._midnight(days=1))


class MineFacet(Facet):
    title, parameter_name, kind = gettext_lazy("Mine"), "mine", "check"

    @property
    def said(self) -> str:
        return _("begun by me or given to me") if self.wanted == "1" else ""

    def condition(self, request: HttpRequest) -> Q:
        return Q(created_by=request.user) | Q(assignee=request.user)


FACETS: list[Any] = [
    StatusFacet,
    StageFacet,
    SectionFacet,
    AuthorFacet,
    TagFacet,
    LabelFacet,
    AssigneeFacet,
    PriorityFacet,
    ProblemFacet,
    FromFacet,
    ToFacet,
    MineFacet,
]
