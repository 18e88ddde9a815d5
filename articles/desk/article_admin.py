"""The article in the admin: saved first, whatever else was asked, and then moved by `workflow`."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.desk import article_list, moves, revisions, sittings, tag_search, workflow
from articles.desk.article_panel import panel
from articles.desk.forms.article import ArticleForm
from articles.desk.inlines import BylineInline, SourceInline
from articles.desk.preview import preview_page
from articles.desk.screens import PlainSelects, SummaryMixin
from articles.models import Article, Byline

NOT_READY = "desk-not-ready"


class Overtaken(Exception):
    """Somebody else's save came between the reading and the writing of this one."""


# Digits of a form's version; Python reads no number of thousands of them.
LONGEST_VERSION = 9


class ArticleAdmin(PlainSelects, SummaryMixin, article_list.ArticleColumns, admin.ModelAdmin):
    form = ArticleForm
    inlines = [SourceInline, BylineInline]
    raw_id_fields = ["illustration"]
    change_form_template = "admin/articles/article/change_form.html"
    list_display = ["picture", "story", "state", "section", "byline", "out", "words", "saved"]
    list_display_links = ["story"]
    list_filter = [article_list.StatusFilter, "section", "bylines__author", "label"]
    list_per_page = 50
    list_max_show_all = 50
    search_fields = ["headline", "slug", "body"]
    date_hierarchy = "saved_at"
    ordering = ["-saved_at", "-pk"]
    actions = [article_list.publish_selected, article_list.unpublish_selected]
    fieldsets = [
        (None, {"fields": ["headline", "standfirst", ("dateline_place", "dateline_date"), "body"]}),
        (gettext_lazy("Picture"), {"fields": ["illustration", "illustration_alt", "illustration_caption"]}),
        (gettext_lazy("Tags"), {"fields": ["tags"], "classes": ["tags"]}),
        (gettext_lazy("Time and note"), {"fields": ["live_from", "note"], "classes": ["side", "side--time"]}),
        (gettext_lazy("Place"), {"fields": ["section", "label", "slug"], "classes": ["side"]}),
        (gettext_lazy("Search"), {"fields": ["search_title", "search_description"], "classes": ["side"]}),
    ]

    # --- Who may ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request) & Article.objects.editable_by(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_view_permission(request, obj) and _is_theirs(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj) and _is_theirs(request, obj)
        return allowed and (obj is None or not obj.editions.exists())

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    # --- The form ---

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[article_list.ArticleChangeList]:
        return article_list.ArticleChangeList

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_publish_permission(request):
            return list(fieldsets)
        return [(name, options) for name, options in fieldsets if "side--time" not in options.get("classes", ())]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict[str, Sequence[str]]:
        return {} if obj and obj.editions.exists() else {"slug": ["headline"]}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            object_id = _go_on(request, object_id)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Overtaken:
            # The other save is stored by now, so the form's own comparison finds it and says whose it is.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        article = kwargs.get("obj")
        context["panel"] = panel(article, request.user)
        if "problems" in request.GET and article is not None and request.method == "GET":
            _flag(context, [*context["panel"].blocking, *_left_behind(request, article)])
        return super().render_change_form(request, context, **kwargs)

    # --- Saving, then moving ---

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: bool) -> None:
        if not change:
            obj.created_by, obj.version = request.user, 1  # type: ignore[assignment]
            obj.save()
            return
        mine = Article.objects.filter(pk=obj.pk, version=obj.version)
        if not mine.update(version=F("version") + 1):
            raise Overtaken
        obj.version += 1
        typed = {field.name for field in Article.story_fields()} & set(form.changed_data)
        obj.save(update_fields=[*typed, "saved_at"])

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        article, author = form.instance, getattr(request.user, "author", None)
        if not change and author is not None and not article.bylines.exists():
            Byline.objects.create(article=article, author=author)
        revisions.record(article, by=request.user)  # type: ignore[arg-type]
        token = form.cleaned_data.get("sitting", "")
        sittings.remember(request, token, sittings.Sitting(article.pk, article.version))
        request.wish = moves.Wish(  # type: ignore[attr-defined]
            request.POST, form.cleaned_data.get("live_from"), form.cleaned_data.get("note", "")
        )

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._move(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._move(request, obj)

    def _move(self, request: HttpRequest, article: Article) -> HttpResponse:
        """The article is saved; do what the button says, and tell what came of it."""
        form = reverse("admin:articles_article_change", args=[article.pk])
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[article.pk]))
        try:
            said = moves.make(article, request.wish, by=request.user)  # type: ignore[attr-defined, arg-type]
        except workflow.NotReady as refusal:
            request.session[NOT_READY] = [article.pk, [[p.field, p.message] for p in refusal.problems]]
            self.message_user(request, _("Saved, but not published: something is missing."), messages.WARNING)
            return HttpResponseRedirect(f"{form}?problems=1")
        except workflow.NotPossible as refusal:
            self.message_user(request, _("Saved. %(reason)s") % {"reason": refusal}, messages.WARNING)
        else:
            self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(form)

    # --- Further views ---

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("tags/", view(require_safe(self.tags)), name="articles_article_tags"),
            path("<int:pk>/preview/", view(require_safe(self.preview)), name="articles_article_preview"),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The article as its page would look if it were published now."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return preview_page(request, article)

    def tags(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        return tag_search.respond(request.GET.get("q", ""))


def _is_theirs(request: HttpRequest, article: Article | None) -> bool:
    return (
        article is None
        or request.user.has_perm("articles.change_others_article")
        or article.created_by_id == request.user.pk
    )


def _go_on(request: HttpRequest, object_id: str | None) -> str | None:
    """Let a form that was sent before go on from what it became then; see articles.desk.sittings."""
    sitting = sittings.recall(request, request.POST.get("sitting", ""))
    if sitting is None or object_id not in (None, str(sitting.article)):
        return object_id
    posted = request.POST.get("version", "")
    if not posted.isdecimal() or len(posted) > LONGEST_VERSION or int(posted) < sitting.version:
        data = request.POST.copy()
        data["version"] = str(sitting.version)
        request.POST = data  # type: ignore[assignment]  # a copy that may be changed
    return str(sitting.article)


def _left_behind(request: HttpRequest, article: Article) -> list[tuple[str, str]]:
    """What the last attempt to publish was refused for, as far as only the attempt could tell."""
    pk, problems = request.session.pop(NOT_READY, [None, []])
    return [tuple(problem) for problem in problems] if pk == article.pk else []


def _flag(context: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    """Put each problem at its field, as if the form had been refused for it."""
    form = context["adminform"].form
    rows = {formset.formset.prefix: formset.formset for formset in context["inline_admin_formsets"]}
    for field, message in dict.fromkeys(problems):
        if field in rows and not rows[field].errors:  # asking for them is what sets the attribute below first
            rows[field]._non_form_errors = rows[field].error_class([message])
        else:
            form.errors.setdefault(field, form.error_class()).append(message)
