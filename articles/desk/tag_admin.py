"""Tags in the admin: what they are called, which count, which are used, and the way to merging them."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.models import Tag

from articles.desk import tag_merge, tag_screens
from articles.desk.deleting import CarefulDeleting, delete_selected
from articles.desk.forms.rows import SentRows
from articles.desk.forms.tag import AliasForm, AliasRows, TagForm
from articles.desk.screens import SummaryMixin
from articles.models import ArticleTag, EditionTag, TagAlias, TagProfile
from articles.tasks import refresh_tag


class TagProfileInline(admin.StackedInline):
    model = TagProfile
    formset = SentRows
    fields = ["counts_for_similar", "description"]
    can_delete = False


class TagAliasInline(admin.StackedInline):
    """What leads here. Aliases come and go; they are never edited, since each was somebody's word or link."""

    model = TagAlias
    template = "admin/taggit/tag/_aliases.html"
    form = AliasForm
    formset = AliasRows
    fields = ["name", "slug"]
    ordering = ["name"]
    extra = 1

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("taggit.change_tag")

    has_view_permission = has_delete_permission = has_add_permission

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class UseFilter(admin.SimpleListFilter):
    title = gettext_lazy("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unused", gettext_lazy("On no story")), ("used", gettext_lazy("On a story"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> QuerySet[Tag]:
        used = Exists(ArticleTag.objects.filter(tag=OuterRef("pk"))) | Exists(
            EditionTag.objects.filter(tag=OuterRef("pk"))
        )
        return {"unused": queryset.filter(~used), "used": queryset.filter(used)}.get(self.value() or "", queryset)


class SimilarFilter(admin.SimpleListFilter):
    title = gettext_lazy("similar posts")
    parameter_name = "similar"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", gettext_lazy("Not for similar posts")), ("yes", gettext_lazy("Counts for similar posts"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> QuerySet[Tag]:
        if self.value() not in ("no", "yes"):
            return queryset
        return queryset.filter(profile__counts_for_similar=self.value() == "yes")


class TagAdmin(CarefulDeleting, SummaryMixin, admin.ModelAdmin):
    form = TagForm
    change_form_template = "admin/taggit/tag/change_form.html"
    change_list_template = "admin/taggit/tag/change_list.html"
    inlines = [TagProfileInline, TagAliasInline]
    list_display = ["name", "slug", "stories", "counts", "description"]
    list_select_related = ["profile"]
    list_per_page = 100
    list_filter = [UseFilter, SimilarFilter]
    search_fields = ["name", "aliases__name"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["name"]
    actions = ["merge_selected", delete_selected]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        live = EditionTag.objects.live(timezone.now()).filter(tag=OuterRef("pk")).order_by().values("tag")
        return super().get_queryset(request).annotate(count=Coalesce(Subquery(live.values(n=Count("pk"))), 0))

    def get_inlines(self, request: HttpRequest, obj: Tag | None = None) -> list[Any]:
        # A new tag gets its profile by being saved, so there is nothing to fill in before.
        return self.inlines if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Tag | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ["name"]}

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.edition_tags.exists())

    def why_kept(self, request: HttpRequest, obj: Tag) -> str:
        if obj.edition_tags.exists():
            return _("It stands on a published story. Merge it into another tag instead.")
        return ""

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return tag_merge.may(request.user)  # type: ignore[arg-type]  # signed in, or not here

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        counted = any("counts_for_similar" in row.changed_data for formset in formsets for row in formset.forms)
        if counted or (change and "name" in form.changed_data):
            transaction.on_commit(lambda: refresh_tag.enqueue(form.instance.pk), robust=True)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        tag = kwargs.get("obj")
        if tag is not None and self.has_merge_permission(request):
            context["merges"] = list(tag_screens.merges_of(tag.merges.all()))
        return super().render_change_form(request, context, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_merge = {"may_merge": self.has_merge_permission(request)}
        return super().changelist_view(request, (extra_context or {}) | may_merge)

    def get_urls(self) -> list[URLPattern]:
        return [*tag_screens.urls(self), *super().get_urls()]

    @admin.action(description=gettext_lazy("Merge…"), permissions=["merge"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        chosen = list(queryset.order_by("pk").values_list("pk", flat=True)[: tag_screens.AT_ONCE + 1])
        if not 2 <= len(chosen) <= tag_screens.AT_ONCE:
            message = _("Choose from two to %(most)d tags to merge.") % {"most": tag_screens.AT_ONCE}
            self.message_user(request, message, messages.WARNING)
            return None
        query = QueryDict(mutable=True)
        query.setlist("tags", [str(pk) for pk in chosen])
        return HttpResponseRedirect(f"{reverse('admin:taggit_tag_merge')}?{query.urlencode()}")

    @admin.display(description=gettext_lazy("live stories"), ordering=F("count"))
    def stories(self, obj: Any) -> int:
        return obj.count

    @admin.display(description=gettext_lazy("for similar posts"), boolean=True)
    def counts(self, obj: Tag) -> bool:
        return _profile(obj).counts_for_similar

    @admin.display(description=gettext_lazy("description"))
    def description(self, obj: Tag) -> str:
        return _profile(obj).description


def _profile(tag: Tag) -> TagProfile:
    """The tag's profile, or what counts for a tag that has none, as from a fixture."""
    return getattr(tag, "profile", None) or TagProfile()
