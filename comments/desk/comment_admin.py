"""Comments in the admin: the queue at their address, below it a plain list of all of them, and the page of each.

Every move is one of `comments.moderation`; nothing else can be changed.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from articles.models import Edition
from comments import moderation
from comments.desk import queue
from comments.desk.queue.cards import REMOVALS
from comments.desk.shown import moment, read_headline
from comments.models import Comment
from comments.moderation.telling import ago, tell_all

REASONS = [("", gettext_lazy("Choose a reason")), *REMOVALS]

# What a moderator can do, by the word that buttons and actions send.
MOVES: dict[str, Callable[[Comment, User, str], object]] = {
    "approve": lambda comment, by, reason: moderation.approve(comment, by),
    "spam": lambda comment, by, reason: moderation.mark_spam(comment, by),
    "remove": moderation.remove,
    "reopen": lambda comment, by, reason: moderation.reopen(comment, by),
}


class QueueFilter(admin.SimpleListFilter):
    """One state at a time, pending first: the queue is what there is to do."""

    title = gettext_lazy("status")
    parameter_name = "status"
    EVERY = "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Comment.Status.choices, (self.EVERY, gettext_lazy("All"))]

    def choices(self, changelist: ChangeList) -> Any:
        for lookup, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: lookup})
            yield {"selected": lookup == self.state, "query_string": query, "display": title}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        return queryset if self.state == self.EVERY else queryset.filter(status=self.state)

    @property
    def state(self) -> str:
        return self.value() or Comment.Status.PENDING


class ReasonForm(ActionForm):
    reason = forms.ChoiceField(label=gettext_lazy("Reason to remove"), choices=REASONS, required=False)


class CommentAdmin(admin.ModelAdmin):
    list_display = ["name", "excerpt", "story", "state", "held_because", "age"]
    list_filter = [QueueFilter, "badge"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name", "text"]
    action_form = ReasonForm
    actions = ["approve", "spam", "remove", "reopen"]
    change_form_template = "admin/comments/comment/change_form.html"
    fields = [
        ("text",),
        ("story", "parent"),
        ("state", "held_because"),
        ("name", "address", "website"),
        ("written", "history"),
    ]

    # --- Who may do what ---

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return self.has_moderate_permission(request) or super().has_view_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> Any:
        hidden = () if request.user.has_perm("comments.view_address") else ("address",)
        return [[name for name in row if name not in hidden] for row in self.fields or ()]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        hidden = [] if not request.user.has_perm("comments.view_address") else ["email_key"]
        return [*self.search_fields, *hidden]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether the list may be narrowed by this, which tells letter by letter what stands in a field.

        Nor by what is kept as JSON, in which not every database can look.
        """
        hidden = (
            "network",
            "reasons",
            "details",
            *(() if request.user.has_perm("comments.view_address") else ("email",)),
        )
        return not lookup.startswith(hidden) and "\0" not in value and super().lookup_allowed(lookup, value, request)

    # --- The list ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        live = Edition.objects.listed().filter(article=OuterRef("discussion"))
        story = {"headline": read_headline("discussion"), "path": Subquery(live.values("address__path")[:1])}
        return super().get_queryset(request).annotate(**story)

    def get_ordering(self, request: HttpRequest) -> Any:
        pending = request.GET.get("status", Comment.Status.PENDING) == Comment.Status.PENDING
        return ["created_at", "pk"] if pending else ["-created_at", "-pk"]

    @admin.display(description=gettext_lazy("comment"))
    def excerpt(self, obj: Comment) -> str:
        return Truncator(obj.plain).chars(140)

    @admin.display(description=gettext_lazy("story"))
    def story(self, obj: Any) -> str:
        if not (obj.headline and obj.path):
            return obj.headline or "–"
        return format_html('<a href="{}#comments">{}</a>', obj.path, obj.headline)

    @admin.display(description=gettext_lazy("status"))
    def state(self, obj: Any) -> SafeString:
        """The state, where readers see it, and for the server the state that the moderator saw when deciding."""
        seen = format_html('<input type="hidden" name="seen-{}" value="{}">', obj.pk, moderation.Seen.of(obj))
        if not (obj.is_approved and obj.path):
            return format_html("{}{}", obj.get_status_display(), seen)
        link = format_html('<a href="{}">{}</a>', obj.get_absolute_url(), _("On the site"))
        return format_html("{} {}{}", obj.get_status_display(), link, seen)

    @admin.display(description=gettext_lazy("held because"))
    def held_because(self, obj: Comment) -> str:
        return ", ".join(obj.reason_labels) or "–"

    @admin.display(description=gettext_lazy("age"), ordering="created_at")
    def age(self, obj: Comment) -> str:
        return timesince(obj.created_at, depth=1)

    @admin.display(description=gettext_lazy("written"))
    def written(self, obj: Comment) -> str:
        return moment(obj.created_at)

    @admin.display(description=gettext_lazy("email"))
    def address(self, obj: Comment) -> str:
        return obj.email or "–"

    @admin.display(description=gettext_lazy("decisions"))
    def history(self, obj: Comment) -> str:
        rows = obj.decisions.select_related("moderator")
        lines = (f"{tell_all(row)}, {ago(row.at)}" for row in rows)
        return "; ".join(lines) or "–"

    # --- Decisions ---

    @admin.action(description=gettext_lazy("Approve"), permissions=["moderate"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, queryset, "approve", _("Approved"))

    @admin.action(description=gettext_lazy("Mark as spam"), permissions=["moderate"])
    def spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, queryset, "spam", _("Marked as spam"))

    @admin.action(description=gettext_lazy("Remove, for the reason chosen"), permissions=["moderate"])
    def remove(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, queryset, "remove", _("Removed"))

    @admin.action(description=gettext_lazy("Put back into the queue"), permissions=["moderate"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, queryset, "reopen", _("Put back into the queue"))

    def _decide(self, request: HttpRequest, queryset: QuerySet[Comment], move: str, done: str) -> None:
        """Make one move for all that are selected, and say how many were left out and why."""
        by: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
        reason = self._reason(request, move)
        if reason is None:
            return
        moved, left_out = 0, []
        for comment in self._selected(request, queryset):
            try:
                MOVES[move](comment, by, reason)
                moved += 1
            except moderation.AlreadyDecided as other:
                left_out.append(f"{comment.name}: {other}")
        if moved:
            text = ngettext("%(done)s: %(n)d comment.", "%(done)s: %(n)d comments.", moved)
            self.message_user(request, text % {"done": done, "n": moved}, messages.SUCCESS)
        if left_out:
            text = ngettext("Left alone: %(n)d comment. %(why)s", "Left alone: %(n)d comments. %(why)s", len(left_out))
            self.message_user(request, text % {"n": len(left_out), "why": " ".join(left_out)}, messages.WARNING)

    def _selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> Iterator[Comment]:
        """The ticked comments, wherever they are by now, each with the state that the moderator saw."""
        if request.POST.get("select_across") != "1":
            queryset = Comment.objects.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME)).oldest_first()
        for comment in queryset:
            yield _as_seen(request, comment)

    def _reason(self, request: HttpRequest, move: str) -> str | None:
        """Why it is removed; empty for other moves, None if it was not said."""
        reason = request.POST.get("reason", "")
        if move != "remove":
            return ""
        if reason in dict(REMOVALS):
            return reason
        self.message_user(request, _("Choose a reason for the removal. Nothing was changed."), messages.ERROR)
        return None

    # --- One comment ---

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            *queue.urls(self),
            path("all/", view(self.changelist_view), name="comments_comment_all"),
            path("<int:object_id>/decide/", view(require_POST(self.decide)), name="comments_comment_decide"),
            *super().get_urls()[1:],
        ]

    def decide(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Make the move of the button that was pressed, and go on with the queue."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        back = HttpResponseRedirect(reverse("admin:comments_comment_changelist"))
        comment = self.get_object(request, str(object_id))
        move = request.POST.get("move", "")
        if comment is None or move not in MOVES:
            return back
        self._decide_one(request, _as_seen(request, comment), move)
        return back

    def _decide_one(self, request: HttpRequest, comment: Comment, move: str) -> None:
        reason = self._reason(request, move)
        if reason is None:
            return
        try:
            MOVES[move](comment, request.user, reason)  # type: ignore[arg-type]  # the admin lets nobody else in
        except moderation.AlreadyDecided as other:
            self.message_user(request, str(other), messages.WARNING)
            return
        undo = reverse("admin:comments_comment_change", args=[comment.pk])
        said = {"state": comment.get_status_display(), "name": comment.name}
        text = format_html('{} <a href="{}">{}</a>', _("%(state)s: comment by %(name)s.") % said, undo, _("Undo"))
        self.message_user(request, text, messages.SUCCESS)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        comment = kwargs.get("obj")
        if comment and self.has_moderate_permission(request):
            context["decide_url"] = reverse("admin:comments_comment_decide", args=[comment.pk])
            context["reasons"] = REASONS
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, obj: Comment) -> str | None:
        return obj.get_absolute_url() if obj.is_approved else None


def _as_seen(request: HttpRequest, comment: Comment) -> Comment:
    seen = request.POST.get(f"seen-{comment.pk}", "")
    with suppress(ValueError, OverflowError):
        moderation.Seen.read(seen).put_on(comment)
    return comment
