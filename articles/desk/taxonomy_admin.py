"""Sections, authors and tags in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles import tags
from articles.desk.screens import SummaryMixin, thumb
from articles.models import Author, Section, TagProfile
from articles.tasks import refresh_tag


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
    list_display = ["name", "slug", "hue", "position", "stories"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).annotate(count=Count("articles"))

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
    search_fields = ["name", "slug", "role"]
    prepopulated_fields = {"slug": ["name"]}
    raw_id_fields = ["portrait", "user"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        return super().get_queryset(request).annotate(count=Count("bylines"))

    @admin.display(description=_("portrait"))
    def picture(self, obj: Author) -> SafeString:
        return thumb(obj.portrait)

    @admin.display(description=_("stories"), ordering="count")
    def stories(self, obj: Any) -> int:
        return obj.count


class TagForm(forms.ModelForm):
    def clean_name(self) -> str:
        name = tags.tidy(self.cleaned_data["name"])
        twin = (
            TagProfile.objects.filter(key=tags.key(name)).exclude(tag=self.instance.pk).select_related("tag").first()
        )
        if twin:
            raise ValidationError(_("“%(name)s” is there already."), code="tag_taken", params={"name": twin.tag.name})
        return name


class TagProfileInline(admin.StackedInline):
    model = TagProfile
    fields = ["counts_for_similar", "description"]
    can_delete = False


class TagAdmin(LastingSlug, SummaryMixin, admin.ModelAdmin):
    form = TagForm
    kept_by = "edition_tags"
    change_form_template = "admin/articles/desk_form.html"
    inlines = [TagProfileInline]
    list_display = ["name", "slug", "stories", "counts", "description"]
    list_select_related = ["profile"]
    list_per_page = 100
    list_filter = ["profile__counts_for_similar"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(count=Count("article_tags"))

    def get_inlines(self, request: HttpRequest, obj: Tag | None = None) -> list[Any]:
        # A new tag gets its profile by being saved, so there is nothing to fill in before.
        return self.inlines if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.edition_tags.exists())

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any("counts_for_similar" in row.changed_data for formset in formsets for row in formset.forms):
            transaction.on_commit(lambda: refresh_tag.enqueue(form.instance.pk))

    @admin.display(description=_("stories"), ordering="count")
    def stories(self, obj: Any) -> int:
        return obj.count

    @admin.display(description=_("for similar posts"), boolean=True)
    def counts(self, obj: Tag) -> bool:
        return _profile(obj).counts_for_similar

    @admin.display(description=_("description"))
    def description(self, obj: Tag) -> str:
        return _profile(obj).description


def _profile(tag: Tag) -> TagProfile:
    """The tag's profile, or what counts for a tag that has none, as from a fixture."""
    return getattr(tag, "profile", None) or TagProfile()
