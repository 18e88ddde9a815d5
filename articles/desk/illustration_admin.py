"""The media library in the admin."""

import logging
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import Media, ModelForm
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.desk import figures, library, library_list, picture_uploads
from articles.desk.focal import focal_context
from articles.desk.forms.illustration import IllustrationForm
from articles.desk.picker import pick_page
from articles.desk.picture_uses import uses
from articles.desk.screens import SummaryMixin
from articles.models import Edition, Illustration

logger = logging.getLogger(__name__)


class IllustrationAdmin(SummaryMixin, admin.ModelAdmin):
    form = IllustrationForm
    list_display = ["title"]
    list_filter = library_list.FILTERS
    list_per_page = library_list.PAGE
    list_max_show_all = library_list.PAGE
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["title", "alt", "caption", "credit"]
    readonly_fields = ["preview", "used_in"]
    change_form_template = "admin/articles/desk_form.html"
    change_list_template = "admin/articles/illustration/change_list.html"
    fieldsets = [
        (
            _("Picture and focal point"),
            {
                "fields": ["preview", ("focal_x", "focal_y")],
                "description": _(
                    "Crops keep this point in view. Click the picture, move the mark with the arrow keys, "
                    "or write the two numbers."
                ),
            },
        ),
        (_("What it shows"), {"fields": ["title", "alt", "decorative", "caption"]}),
        (_("Whose it is"), {"fields": ["credit", "credit_url", "licence", "ai_made"]}),
        (_("Used in"), {"fields": ["used_in"]}),
        (_("File"), {"fields": ["upload"]}),
    ]

    @property
    def media(self) -> Media:
        scripts = [Script(f"articles/{name}.js", defer=True) for name in ("focal", "uploads")]
        return super().media + Media(css={"all": ["articles/library.css"]}, js=scripts)  # type: ignore[arg-type]

    # --- Who may ---

    def has_change_permission(self, request: HttpRequest, obj: Illustration | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or _is_theirs(request, obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """The stories that show a picture keep it, those in whose text it stands too."""
        kept = [use.line() for picture in objs for use in uses(picture, request.user)]
        return ([], {}, set(), kept) if kept else super().get_deleted_objects(objs, request)

    # --- The form ---

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Illustration | None:
        """The picture, with the one who looks at it: what its fields tell depends on that."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.asked_by = request.user
        return found

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        # Not in one transaction: on SQLite nobody could save anything while a picture is being encoded.
        view = self._changeform_view  # type: ignore[attr-defined]
        try:
            return view(request, object_id, form_url, extra_context)
        except OSError:
            if request.method != "POST":
                raise
            logger.exception("A picture could not be stored.")
            # The form once more, with all that was typed, and the reason.
            request.is_store_away = True  # type: ignore[attr-defined]
            return view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Illustration | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        form.is_store_away = getattr(request, "is_store_away", False)  # type: ignore[attr-defined]  # a class of this request
        return form

    def save_model(self, request: HttpRequest, obj: Illustration, form: IllustrationForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]  # signed in, or not here
        try:
            library.store_picture(obj, form.picture)
        except Illustration.DoesNotExist as gone:
            raise Http404 from gone

    def get_fieldsets(self, request: HttpRequest, obj: Illustration | None = None) -> list[Any]:
        focal, *words, used, file = super().get_fieldsets(request, obj)
        if obj is None:  # nothing to look at yet
            return [file, *words]
        if not self.has_change_permission(request, obj):
            return [focal, *words, used]
        return [focal, *words, used, file]

    @admin.display(description=_("picture"))
    def preview(self, obj: Illustration | None) -> SafeString | str:
        """The picture to click on, and the crops that come of it."""
        if obj is None or not obj.renditions:
            return "–"
        return render_to_string("admin/articles/illustration/_focal.html", focal_context(obj))

    @admin.display(description=_("stories"))
    def used_in(self, obj: Illustration | None) -> SafeString | str:
        shown = obj is not None and obj.pk is not None
        context = {"uses": list(uses(obj, obj.asked_by)) if shown else []}  # type: ignore[union-attr, arg-type]
        return render_to_string("admin/articles/illustration/_uses.html", context)

    # --- The library ---

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[library_list.LibraryChangeList]:
        return library_list.LibraryChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {"upload_form": picture_uploads.SharedForm() if self.has_add_permission(request) else None}
        return super().changelist_view(request, extra | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("pick/", view(require_safe(self.pick)), name="articles_illustration_pick"),
            path("<int:pk>/thumb/", view(require_safe(self.thumb)), name="articles_illustration_thumb"),
            path("<int:pk>/chosen/", view(require_safe(self.chosen)), name="articles_illustration_chosen"),
            *picture_uploads.urls(self),
            *super().get_urls(),
        ]

    def pick(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return pick_page(request, self.admin_site.each_context(request))

    def chosen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A picture as the article form shows it, also for a number that nothing has: then that none is chosen."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        picture = Illustration.objects.filter(pk=pk).first() if pk < 2**63 else None
        return render(request, "admin/articles/article/_chosen.html", {"picture": picture})

    def thumb(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The smallest square of a picture, for a form that knows only its number."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        address = library.thumbnail(Illustration.objects.filter(pk=pk).first())
        if not address:
            raise Http404
        return redirect(address)


def _is_theirs(request: HttpRequest, illustration: Illustration) -> bool:
    """A published picture changes before its readers at once: it is for those who may publish."""
    if request.user.has_perm("articles.publish_article"):
        return True
    return (
        illustration.created_by_id == request.user.pk
        and not figures.showing(Edition.objects.all(), illustration).exists()
    )
