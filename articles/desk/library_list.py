"""The library as a screen of pictures: what can be asked of it, and what each tile says."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import figures, library
from articles.models import Article, Author, Edition, Illustration, PictureUse
from articles.models.illustration import UNCREDITED, UNDESCRIBED

PAGE = 48

Ask = Callable[[HttpRequest], Q]


class Chip(NamedTuple):
    """A filter that is on; the address is the list without it."""

    label: str
    address: str


class Tile(NamedTuple):
    picture: Illustration
    thumb: str
    address: str
    stories: int
    """In how many stories it stands."""
    portrayed: list[str]
    """Names of the authors whose portrait it is."""


class LibraryChangeList(ChangeList):
    """The stock list with what its template asks: tiles and chips. Six queries a page, however many pictures."""

    def tiles(self) -> list[Tile]:
        pictures = list(self.result_list)
        stories, portrayed = figures.counts(pictures), figures.portraits(pictures)
        return [self._tile(picture, stories.get(picture.pk, 0), portrayed.get(picture.pk, [])) for picture in pictures]

    def _tile(self, picture: Illustration, stories: int, portrayed: list[str]) -> Tile:
        return Tile(picture, library.thumbnail(picture), self.url_for_result(picture), stories, portrayed)

    def chips(self) -> Iterator[Chip]:
        if self.query:
            label = _("Search: %(words)s") % {"words": self.query}
            yield Chip(label, self.get_query_string(remove=[SEARCH_VAR, PAGE_VAR]))
        for spec in self.filter_specs:
            chosen = [choice for choice in list(spec.choices(self))[1:] if choice["selected"]]
            for choice in chosen:
                yield Chip(
                    str(choice["display"]),
                    self.get_query_string(remove=[*filter(None, spec.expected_parameters()), PAGE_VAR]),
                )


class Question(admin.SimpleListFilter):
    """A filter whose answers are conditions. A subclass says `title`, `parameter_name` and `answers`."""

    answers: dict[str, tuple[Any, Ask]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, (label, _ask) in self.answers.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Illustration]) -> QuerySet[Illustration]:
        answer = self.answers.get(self.value() or "")
        return queryset.filter(answer[1](request)) if answer else queryset


def _unused(request: HttpRequest) -> Q:
    here = OuterRef("pk")
    shown = [model.objects.filter(illustration=here) for model in (Article, Edition, PictureUse)]
    places = [*shown, Author.objects.filter(portrait=here)]
    return Q(*(~Q(Exists(place)) for place in places))


class Care(Question):
    title = gettext_lazy("what is missing")
    parameter_name = "needs"
    answers = {
        "description": (gettext_lazy("Needs a description"), lambda request: UNDESCRIBED),
        "credit": (gettext_lazy("Needs a credit"), lambda request: UNCREDITED),
    }


class Use(Question):
    title = gettext_lazy("use")
    parameter_name = "use"
    answers = {"none": (gettext_lazy("Not used"), _unused)}


class Origin(Question):
    title = gettext_lazy("origin")
    parameter_name = "origin"
    answers = {
        "ai": (gettext_lazy("Made with AI"), lambda request: Q(ai_made=True)),
        "mine": (gettext_lazy("Added by me"), lambda request: Q(created_by=request.user)),
    }


class Kind(Question):
    title = gettext_lazy("kind")
    parameter_name = "kind"
    answers = {"decorative": (gettext_lazy("Decorative"), lambda request: Q(decorative=True))}


class Orientation(Question):
    title = gettext_lazy("orientation")
    parameter_name = "shape"
    answers = {
        "landscape": (gettext_lazy("Landscape"), lambda request: Q(width__gt=F("height"))),
        "portrait": (gettext_lazy("Portrait"), lambda request: Q(width__lt=F("height"))),
        "square": (gettext_lazy("Square"), lambda request: Q(width=F("height"))),
    }


FILTERS: list[Any] = [Care, Use, Origin, Kind, Orientation, "licence"]
