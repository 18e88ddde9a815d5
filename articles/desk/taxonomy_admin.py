"""Sections and authors in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.desk.screens import SummaryMixin, thumb
from articles.models import Author, Section


class LastingSlug:
    """A slug that can be written until an edition leads to its page: editions keep the link, and so do other sites."""

    kept_by: str
    """Name of the relation to editions, or to what leads to them."""

    def _is_lasting(self, obj: Model | None) -> bool:
        return obj is not None and getattr(obj, self.kept_by).exists()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if self._is_lasting(obj):
            kwargs["help_texts"] = {"slug": _("Published pages link to this address, so it can no longer be changed.")}
        return super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        return [*fields, "slug"] if self._is_lasting(obj) else fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if self._is_lasting(obj) else super().get_prepopulated_fields(request, obj)  # type: ignore[misc]


class SectionAdmin(LastingSlug, SummaryMixin, admin.ModelAdmin):
    kept_by = "editions"
    change_form_template = "admin/articles/desk_form.html"
    list_display = ["name", "slug", "hue", "position", "band", "steps", "stories"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "description", "hue", "position"]}),
        (_("Front page"), {"fields": ["has_band", "band_size"]}),
        (_("Before publication"), {"fields": ["needs_approval", "needs_sign_off"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).annotate(count=Count("articles"))

    @admin.display(description=_("band on the front page"))
    def band(self, obj: Section) -> str:
        return str(obj.band_size) if obj.has_band else "–"

    @admin.display(description=_("before publication"))
    def steps(self, obj: Section) -> str:
        steps = {_("approval"): obj.needs_approval, _("sign-off"): obj.needs_sign_off}
        return ", ".join(str(name) for name, needed in steps.items() if needed) or "–"

    @admin.display(description=_("stories"), ordering="count")
    def stories(self, obj: Any) -> int:
        return obj.count


class AuthorAdmin(LastingSlug, SummaryMixin, admin.ModelAdmin):
    kept_by = "credited"
    change_form_template = "admin/articles/desk_form.html"
    list_display = ["picture", "name", "role", "user", "stories"]
    list_display_links = ["name"]
    list_select_related = ["portrait", "user"]
    list_per_page = 50
    search_fields = ["name", "slug", "role", "beat"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "user"]}),
        (
            _("On the author's page"),
            {"fields": ["role", "beat", "biography", "expertise", "portrait", "email", "links"]},
        ),
    ]
    raw_id_fields = ["portrait", "user"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        return super().get_queryset(request).annotate(count=Count("bylines"))

    @admin.display(description=_("portrait"))
    def picture(self, obj: Author) -> SafeString:
        return thumb(obj.portrait)

    @admin.display(description=_("stories"), ordering="count")
    def stories(self, obj: Any) -> int:
        return obj.count
