"""Tags that begin or go on like what is being typed, with how often they are used."""

from django.core.exceptions import ValidationError
from django.db.models import Case, Count, QuerySet, Value, When
from django.http import JsonResponse
from taggit.models import Tag

from articles import tags

OFFERED = 8


def find(typed: str) -> QuerySet[Tag]:
    """Tags whose name holds `typed`, those that begin with it first, then the most used; `stories` counts articles."""
    try:
        key = tags.key(typed)
    except ValidationError:
        return Tag.objects.none()
    starts = Case(When(profile__key__startswith=key, then=Value(0)), default=Value(1))
    found = Tag.objects.filter(profile__key__contains=key).annotate(stories=Count("article_tags"), late=starts)
    return found.order_by("late", "-stories", "name")[:OFFERED]


def respond(typed: str) -> JsonResponse:
    return JsonResponse({"tags": [{"name": tag.name, "stories": tag.stories} for tag in find(typed[:200])]})
