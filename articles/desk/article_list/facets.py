"""What the list of articles can be narrowed by."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import tags
from articles.desk import people
from articles.desk.article_list.conditions import LACKING, in_status
from articles.desk.facets import Choices, DayFacet, Facet
from articles.desk.status import WORDS
from articles.models import Article, ArticleTag, Author, Byline, Section


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


class FromFacet(DayFacet):
    title, parameter_name = gettext_lazy("Saved from"), "from"

    def condition(self, request: HttpRequest) -> Q:
        return Q(saved_at__gte=self.midnight())


class ToFacet(DayFacet):
    title, parameter_name = gettext_lazy("Saved to"), "to"

    def condition(self, request: HttpRequest) -> Q:
        return Q(saved_at__lt=self.midnight(days=1))


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
