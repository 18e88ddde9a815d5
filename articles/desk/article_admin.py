"""The article in the admin: saved first, whatever else was asked, and then moved by `workflow`."""

import logging
from typing import Any

from csp.constants import SELF
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.desk import (
    article_list,
    authors,
    calendar,
    colleagues,
    copying,
    front_slots,
    history,
    log_message,
    moves,
    notes,
    preview,
    pulse,
    recovery,
    reports,
    sharing,
    similar_choices,
    sittings,
    tag_search,
    unsent,
    workflow,
)
from articles.desk.article_panel import panel
from articles.desk.deleting import CarefulDeleting
from articles.desk.forms import beside
from articles.desk.forms.article import ArticleForm
from articles.desk.inlines import BylineInline, SourceInline
from articles.desk.rules import Action, may, may_ever
from articles.desk.saving import CarefulSaving
from articles.desk.screens import PlainSelects, SummaryMixin
from articles.desk.status import status_of
from articles.desk.today import waiting
from articles.models import Article
from articles.models.remit import sections_of

logger = logging.getLogger(__name__)

# Screens beside the form and the list; each brings its own addresses.
SCREENS = (
    pulse,
    recovery,
    preview,
    authors,
    history,
    sharing,
    notes,
    similar_choices,
    copying,
    calendar,
    front_slots,
    reports,
    waiting,
)
NOT_READY = "desk-not-ready"


class ArticleAdmin(
    CarefulSaving,
    CarefulDeleting,
    PlainSelects,
    SummaryMixin,
    article_list.SelectedRows,
    article_list.ArticleColumns,
    admin.ModelAdmin,
):
    form = ArticleForm
    inlines = [SourceInline, BylineInline]
    change_form_template = "admin/articles/article/change_form.html"
    list_display = article_list.COLUMNS
    list_display_links = None
    list_filter = article_list.FACETS
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["headline", "slug", "body"]
    ordering = ["-saved_at", "-pk"]
    action_form = article_list.BulkForm
    actions = article_list.ACTIONS
    # Those marked “side” stand beside the text, each in the panel that its other mark names.
    fieldsets = [
        (
            None,
            {"fields": ["headline", "standfirst", ("dateline_place", "dateline_date"), "body"], "classes": ["words"]},
        ),
        (gettext_lazy("Picture"), {"fields": ["illustration", "illustration_alt", "illustration_caption"]}),
        (gettext_lazy("Tags"), {"fields": ["tags"], "classes": ["tags"]}),
        (None, {"fields": ["section", "label", "language"], "classes": ["side", "place"]}),
        (None, {"fields": ["slug", "search_title", "search_description"], "classes": ["side", "search"]}),
    ]

    # --- Who may ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request) & Article.objects.editable_by(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_view_permission(request, obj) and self._may(request, Action.READ, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may(request, Action.WRITE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj) and self._may(request, Action.DELETE, obj)
        return allowed and (obj is None or not obj.editions.exists())

    def why_kept(self, request: HttpRequest, obj: Article) -> str:
        status = status_of(obj)
        if status.was_ever_live:
            return _("Published before: what readers saw stays on record.")
        if status.coming:
            return _("It is scheduled to go out.")
        if obj.editions.exists():
            return _("It was scheduled once, and that stays on record.")
        if not self._may(request, Action.DELETE, obj):
            handed_in = may_ever(request.user, Action.DELETE, obj)  # type: ignore[arg-type]
            return _("It is handed in; an editor can delete it.") if handed_in else _("It is not yours.")
        return ""

    def _may(self, request: HttpRequest, action: Action, obj: Article | None) -> bool:
        return obj is None or may(request.user, action, obj)  # type: ignore[arg-type]  # signed in, or not here

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article") or bool(sections_of(request.user))

    # --- The list ---

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[article_list.ArticleChangeList]:
        return article_list.ArticleChangeList

    def get_list_display(self, request: HttpRequest) -> Any:
        if IS_POPUP_VAR in request.GET:
            return article_list.PICKED_BY
        return article_list.with_brought(self.list_display)

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return ["__str__"] if IS_POPUP_VAR in request.GET else None

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Article], search_term: str) -> Any:
        return article_list.containing(queryset, search_term), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return "\0" not in value and super().lookup_allowed(lookup, value, request)

    # --- The form ---

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        article = kwargs.get("obj")
        context["panel"] = panel(article, request.user)
        context["authors"], context["has_more_authors"] = authors.offered()
        # The form's own scripts, and none of the admin's: it needs neither jQuery nor what stands on it.
        rows = (inline.formset.media for inline in context["inline_admin_formsets"])
        context["media"] = sum(rows, context["adminform"].form.media)
        if "problems" in request.GET and article is not None and request.method == "GET":
            _flag(context, [*context["panel"].blocking, *_left_behind(request, article)])
        response = super().render_change_form(request, context, **kwargs)
        response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]  # for the preview; read by csp.middleware
        return response

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        author = authors.own(request.user)
        if isinstance(inline, BylineInline) and obj.pk is None and author is not None and "data" not in kwargs:
            kwargs["initial"] = [{"author": author.pk}]  # shown, so that it can be taken out
        return kwargs

    # --- Saving, then moving ---

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.leave_a_revision(request, form)
        colleagues.settle(request, form, form.instance)
        request.sent_form = form  # type: ignore[attr-defined]
        request.wish = moves.Wish(request.POST, form.cleaned_data, form.changed_data)  # type: ignore[attr-defined]

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        return log_message.of_save(form, formsets, add=add)

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> Any:
        """A line for what was changed; a move without an edit has its own, written by `workflow`."""
        return super().log_change(request, obj, message) if message else None

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        answer = self._move(request, obj)
        sittings.add_beside(request, beside.sendable(Article.objects.select_related("assignee").get(pk=obj.pk)))
        return answer

    def _move(self, request: HttpRequest, article: Article) -> HttpResponse:
        """The article is saved; do what the button says, and tell what came of it."""
        form = reverse("admin:articles_article_change", args=[article.pk])
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[article.pk]))
        try:
            said = self._make(request, article)
        except workflow.NotReady as refusal:
            request.session[NOT_READY] = [article.pk, [[p.field, p.message] for p in refusal.problems]]
            unsent.keep(request, article, request.sent_form)  # type: ignore[attr-defined]
            self.message_user(request, _("Saved, but not published: something is missing."), messages.WARNING)
            return HttpResponseRedirect(f"{form}?problems=1")
        except workflow.NotPossible as refusal:
            self.message_user(request, _("Saved. %(reason)s") % {"reason": refusal}, messages.WARNING)
        except DatabaseError:
            # What was typed is saved all the same; what readers see is as it was.
            logger.exception("A move of article %s failed in the database.", article.pk)
            said = _("Saved, but nothing else was done: the database refused. Readers see what they saw before.")
            self.message_user(request, said, messages.ERROR)
        else:
            self.message_user(request, said, messages.SUCCESS)
            if moves.pressed(request.POST):
                return HttpResponseRedirect(form)
        unsent.keep(request, article, request.sent_form)  # type: ignore[attr-defined]
        return HttpResponseRedirect(form)

    def _make(self, request: HttpRequest, article: Article) -> str:
        """What to tell of the move that was made. Raises what workflow raises."""
        wish: moves.Wish = request.wish  # type: ignore[attr-defined]
        by: User = request.user  # type: ignore[assignment]  # signed in, or not here
        with transaction.atomic():
            moves.settle_embargo(article, wish, by=by)
        if self.has_merged(request) and moves.pressed(request.POST) in moves.MOVES_OF_TEXT:
            raise workflow.NotPossible(
                _("Others have changed it, and nothing else was done. Read it, then press again.")
            )
        with transaction.atomic():
            return moves.make(article, wish, by=by)

    # --- Further views ---

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("tags/", view(require_safe(self.tags)), name="articles_article_tags"),
            *(pattern for screen in SCREENS for pattern in screen.urls(self)),
            *super().get_urls(),
        ]

    def tags(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        return tag_search.respond(request.GET.get("q", ""))


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
