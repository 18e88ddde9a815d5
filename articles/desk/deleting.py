"""Deleting many at once: what may go goes by the admin's own page; what stays is named, each with its reason."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import actions
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from articles.desk import skipped


class CarefulDeleting(admin.ModelAdmin):
    """For a list that gives `delete_selected` among its actions, in the place where it is to stand."""

    def why_kept(self, request: HttpRequest, obj: Any) -> str:
        """Why this person cannot delete it, in a sentence; empty if they can. Each list gives its own answer."""
        raise NotImplementedError


# Under the name of the stock action, whose place it takes.
@admin.action(permissions=["delete"], description=gettext_lazy("Delete selected %(verbose_name_plural)s"))
def delete_selected(desk: CarefulDeleting, request: HttpRequest, queryset: QuerySet[Model]) -> HttpResponse | None:
    reasons = {obj.pk: (desk.why_kept(request, obj), str(obj)) for obj in queryset}
    kept = {pk: reason for pk, reason in reasons.items() if reason[0]}
    skipped.tell(desk, request, kept.values())
    if len(kept) == len(reasons):
        return None
    return actions.delete_selected(desk, request, queryset.exclude(pk__in=kept))
