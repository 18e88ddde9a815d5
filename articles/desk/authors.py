"""Authors by what somebody types of them, for the byline of an article."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from articles.models import Author
from articles.models.prepared import Prepared, text

# So many stand in the form; where there are more, the script asks for them while somebody types.
OFFERED = 100


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""

    def offer(request: HttpRequest) -> JsonResponse:
        if not (desk.has_add_permission(request) or desk.has_change_permission(request)):
            raise PermissionDenied
        found = matching(request.GET.get("q", "")[:100])[:OFFERED]
        return JsonResponse({"authors": [label(author) for author in found]})

    return [path("authors/", desk.admin_site.admin_view(require_safe(offer)), name="articles_article_authors")]


def own(user: Any) -> Author | None:
    """The author as whom this person writes."""
    return getattr(user, "author", None)


def label(author: Author) -> str:
    """The name; with the slug behind it where the slug tells namesakes apart: `Ada Flint (ada-flint-2)`."""
    return author.name if slugify(author.name) == author.slug else f"{author.name} ({author.slug})"


def offered() -> tuple[list[str], bool]:
    """The labels that stand in the form, and whether there are more."""
    found = list(Author.objects.order_by("name", "pk")[: OFFERED + 1])
    return [label(author) for author in found[:OFFERED]], len(found) > OFFERED


def named(typed: str) -> Author | None:
    """The author whose label, name or slug this is. Of namesakes it is the one whose label is the bare name."""
    words = " ".join(typed.replace("\x00", "").split())[:250]
    name, _bracket, slug = words.removesuffix(")").rpartition(" (")
    found = _called(words=words, name=name, slug=slug)
    exact = [author for author in found if label(author).casefold() == words.casefold()] or found
    return exact[0] if len(exact) == 1 else None


def _who_may_be(words: Any, name: Any, slug: Any) -> QuerySet[Author]:
    small = Author.objects.annotate(small=Lower("name"))
    both = Q(small=Lower(text(name)), slug=slug)
    return small.filter(Q(small=Lower(text(words))) | Q(slug=words) | both)[:20]


_called = Prepared(_who_may_be, words=str, name=str, slug=str)


def matching(typed: str) -> QuerySet[Author]:
    words = typed.replace("\x00", "").strip()
    return Author.objects.filter(Q(name__icontains=words) | Q(slug__icontains=words)).order_by("name", "pk")
