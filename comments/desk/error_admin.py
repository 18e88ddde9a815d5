"""Errors that readers reported, in the admin: what is said to be wrong, where, and what became of it."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.models import Edition
from comments import moderation
from comments.desk.shown import moment, read_headline
from comments.models import ErrorReport

State = ErrorReport.State
NOTE_LENGTH = 1000


class StateFilter(admin.SimpleListFilter):
    """One state at a time, the open ones first: they are what there is to do."""

    title = gettext_lazy("state")
    parameter_name = "state"
    EVERY = "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*State.choices, (self.EVERY, gettext_lazy("All"))]

    def choices(self, changelist: ChangeList) -> Any:
        for lookup, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: lookup})
            yield {"selected": lookup == self.state, "query_string": query, "display": title}

    def queryset(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> QuerySet[ErrorReport]:
        return queryset if self.state == self.EVERY else queryset.filter(state=self.state)

    @property
    def state(self) -> str:
        return self.value() or State.OPEN


class ErrorReportAdmin(admin.ModelAdmin):
    list_display = ["said", "paragraph", "story", "standing", "age"]
    list_filter = [StateFilter]
    list_per_page = 50
    list_select_related = ["handled_by"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["text", "quote"]
    actions = None
    change_form_template = "admin/comments/errorreport/change_form.html"
    fields = [("text",), ("quote",), ("story", "work"), ("name", "email"), ("standing", "reported")]

    # --- Who may do what ---

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        return request.user.has_perm("comments.handle_errorreport")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether the list may be narrowed by this. Who reported it is told to nobody, letter by letter either."""
        hidden = lookup.startswith(("reporter", "email"))
        return not hidden and "\0" not in value and super().lookup_allowed(lookup, value, request)

    # --- The list ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        live = Edition.objects.listed().filter(article=OuterRef("article"))
        story = {"headline": read_headline("article"), "path": Subquery(live.values("address__path")[:1])}
        return super().get_queryset(request).theirs(request.user).annotate(**story)  # type: ignore[attr-defined]

    def get_ordering(self, request: HttpRequest) -> Any:
        is_queue = request.GET.get("state", State.OPEN) == State.OPEN
        return ["at", "pk"] if is_queue else ["-at", "-pk"]

    @admin.display(description=gettext_lazy("what is wrong"))
    def said(self, obj: ErrorReport) -> str:
        return Truncator(obj.text).chars(140)

    @admin.display(description=gettext_lazy("paragraph"))
    def paragraph(self, obj: ErrorReport) -> str:
        return Truncator(obj.quote).chars(90) or "–"

    @admin.display(description=gettext_lazy("story"))
    def story(self, obj: Any) -> str:
        if not (obj.headline and obj.path):
            return obj.headline or "–"
        return format_html('<a href="{}">{}</a>', obj.path, obj.headline)

    @admin.display(description=gettext_lazy("at the desk"))
    def work(self, obj: ErrorReport) -> SafeString:
        url = reverse("admin:articles_article_change", args=[obj.article_id])
        return format_html('<a href="{}">{}</a>', url, _("Open the article"))

    @admin.display(description=gettext_lazy("state"))
    def standing(self, obj: ErrorReport) -> str:
        if obj.state == State.OPEN:
            return obj.get_state_display()
        by = obj.handled_by
        who = (by.get_full_name() or by.get_username()) if by else ""
        said = ", ".join(filter(None, [obj.get_state_display(), who, moment(obj.handled_at)]))
        return f"{said}: {obj.answer}" if obj.answer else said

    @admin.display(description=gettext_lazy("age"), ordering="at")
    def age(self, obj: ErrorReport) -> str:
        return timesince(obj.at, depth=1)

    @admin.display(description=gettext_lazy("reported"))
    def reported(self, obj: ErrorReport) -> str:
        return moment(obj.at)

    # --- One of them ---

    def get_urls(self) -> list[URLPattern]:
        settle = self.admin_site.admin_view(require_POST(self.settle))
        return [path("<int:object_id>/settle/", settle, name="comments_errorreport_settle"), *super().get_urls()]

    def settle(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Give it the state of the button that was pressed, and go on with the list."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        by: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
        back = HttpResponseRedirect(reverse("admin:comments_errorreport_changelist"))
        error, to = self.get_object(request, str(object_id)), request.POST.get("state", "")
        if error is None:
            raise Http404
        if to not in State.values:
            return back
        seen = request.POST.get("seen", "")
        error.state = seen if seen in State.values else error.state
        note = request.POST.get("note", "").replace("\0", "").strip()[:NOTE_LENGTH]
        try:
            moderation.settle_error(error, to, by, note)
        except moderation.AlreadySettled as other:
            self.message_user(request, str(other), messages.WARNING)
            return back
        undo = reverse("admin:comments_errorreport_change", args=[error.pk])
        said = _("%(state)s: “%(text)s”") % {"state": State(to).label, "text": Truncator(error.text).chars(60)}
        self.message_user(request, format_html('{} <a href="{}">{}</a>', said, undo, _("Undo")), messages.SUCCESS)
        return back

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        error = kwargs.get("obj")
        if error:
            context["settle_url"] = reverse("admin:comments_errorreport_settle", args=[error.pk])
            context["note_length"] = NOTE_LENGTH
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, obj: Any) -> str | None:
        return obj.path
