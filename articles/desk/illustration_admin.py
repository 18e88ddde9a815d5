"""The media library in the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.forms import Media
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.desk import figures, library
from articles.desk.forms.illustration import IllustrationForm
from articles.desk.screens import SummaryMixin, lines, thumb
from articles.desk.status import moment
from articles.models import Article, Edition, Illustration
from articles.models.story import Story
from articles.pictures import names

PICKER_PAGE = 24


class IllustrationAdmin(SummaryMixin, admin.ModelAdmin):
    form = IllustrationForm
    list_display = ["picture", "title", "says", "credit", "licence", "used", "added"]
    list_display_links = ["title"]
    list_filter = ["licence", "ai_made", "decorative", "created_at"]
    list_per_page = 50
    search_fields = ["title", "alt", "caption", "credit"]
    readonly_fields = ["preview"]
    change_form_template = "admin/articles/desk_form.html"
    fieldsets = [
        (None, {"fields": ["preview", "upload", "title"]}),
        (_("What it shows"), {"fields": ["alt", "decorative", "caption"]}),
        (_("Whose it is"), {"fields": ["credit", "credit_url", "licence", "ai_made"]}),
        (
            _("Focal point"),
            {
                "fields": [("focal_x", "focal_y")],
                "description": _("Crops keep this point in view. Click the picture, or write the two numbers."),
            },
        ),
    ]

    @property
    def media(self) -> Media:
        scripts = [Script("articles/focal.js", defer=True)]
        return super().media + Media(css={"all": ["articles/library.css"]}, js=scripts)  # type: ignore[arg-type]

    # --- Who may ---

    def has_change_permission(self, request: HttpRequest, obj: Illustration | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or _is_theirs(request, obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """The stories that show a picture keep it, those in whose text it stands too."""
        uses = [use for picture in objs for use in _uses(picture)]
        return ([], {}, set(), uses) if uses else super().get_deleted_objects(objs, request)

    # --- The form ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Illustration]:
        return super().get_queryset(request).annotate(stories=Count("articles"))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        # Not in one transaction: on SQLite nobody could save anything while a picture is being encoded.
        return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: Illustration, form: IllustrationForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]  # signed in, or not here
        library.store_picture(obj, form.picture)

    def get_fieldsets(self, request: HttpRequest, obj: Illustration | None = None) -> list[Any]:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None:
            fieldsets[0] = (None, {"fields": ["upload", "title"]})  # nothing to look at yet
        elif not self.has_change_permission(request, obj):
            fieldsets[0] = (None, {"fields": ["preview", "title"]})
        return fieldsets

    # --- Columns and fields ---

    @admin.display(description=_("picture"))
    def picture(self, obj: Illustration) -> SafeString:
        return thumb(obj)

    @admin.display(description=_("alternative text"))
    def says(self, obj: Illustration) -> str:
        return obj.alt or str(_("decorative"))

    @admin.display(description=_("stories"), ordering="stories")
    def used(self, obj: Any) -> int:
        return obj.stories

    @admin.display(description=_("added"), ordering="created_at")
    def added(self, obj: Illustration) -> SafeString:
        return lines(*moment(obj.created_at).split(", "))

    @admin.display(description=_("picture"))
    def preview(self, obj: Illustration | None) -> SafeString | str:
        if obj is None or not obj.renditions:
            return "–"
        widest = names.sources(obj.renditions, "free", "webp")[0]
        return format_html(
            '<span class="focal" data-focal><img src="{}" width="{}" height="{}" alt="{}"></span>',
            default_storage.url(widest.name),
            widest.width,
            widest.height,
            obj.alt,
        )

    # --- Choosing a picture for a text ---

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("pick/", view(require_safe(self.pick)), name="articles_illustration_pick"),
            path("<int:pk>/thumb/", view(require_safe(self.thumb)), name="articles_illustration_thumb"),
            *super().get_urls(),
        ]

    def pick(self, request: HttpRequest) -> HttpResponse:
        """Window of the body editor: the library, newest first, each picture a button that hands it over."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        query = request.GET.get("q", "").replace("\x00", "")[:200]
        found = Illustration.objects.exclude(renditions=[]).filter(_mentioned(query))
        page = Paginator(found, PICKER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Choose a picture"),
            "is_popup": True,
            "query": query,
            "callback": request.GET.get("CKEditorFuncNum", ""),
            "page": page,
            "choices": [_choice(illustration) for illustration in page],
        }
        return render(request, "articles/desk/illustration_pick.html", context)

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


def _uses(illustration: Illustration) -> Iterator[SafeString]:
    """A line for each article and edition that shows the picture, leading to the article."""
    for article in figures.showing(Article.objects.only("headline"), illustration):
        yield _use(article.pk, _("Article"), article)
    for edition in figures.showing(Edition.objects.only("article", "number", "headline"), illustration):
        yield _use(edition.article_id, _("Edition %(number)s") % {"number": edition.number}, edition)


def _use(article: int, what: Any, story: Story) -> SafeString:
    return format_html(
        '{}: <a href="{}">{}</a>', what, reverse("admin:articles_article_change", args=[article]), story
    )


def _mentioned(query: str) -> Q:
    return Q(
        *(
            Q(title__icontains=word) | Q(alt__icontains=word) | Q(caption__icontains=word) | Q(credit__icontains=word)
            for word in query.split()
        )
    )


def _choice(illustration: Illustration) -> dict[str, Any]:
    """What the editor's figure asks of a picker, beside what the picker shows."""
    return {
        "illustration": illustration,
        "thumb": library.thumbnail(illustration),
        "url": library.in_text(illustration),
        "data": {"id": illustration.pk, "alternative_text": illustration.alt, "caption": illustration.caption},
    }
