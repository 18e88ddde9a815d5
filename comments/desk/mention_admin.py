"""Pages elsewhere that link to stories, in the admin: which of them readers are told of. They ask for no decision."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments import moderation
from comments.desk.shown import moment, read_headline
from comments.models import Mention


class MentionAdmin(admin.ModelAdmin):
    list_display = ["page", "story", "kind", "status", "received"]
    list_display_links = None
    list_filter = ["status", "kind"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["title", "address"]
    ordering = ["-created_at", "-pk"]
    actions = ["show", "hide"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Mention | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Mention | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Mention | None = None) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mention]:
        return super().get_queryset(request).annotate(headline=read_headline("discussion_id"))

    @admin.display(description=gettext_lazy("page"), ordering="title")
    def page(self, obj: Mention) -> str:
        link = '<a href="{}" rel="nofollow ugc noopener noreferrer">{}</a> ({})'
        return format_html(link, obj.address, obj.title, obj.host)

    @admin.display(description=gettext_lazy("story"))
    def story(self, obj: Any) -> str:
        return obj.headline or "–"

    @admin.display(description=gettext_lazy("received"), ordering="created_at")
    def received(self, obj: Mention) -> str:
        return moment(obj.created_at)

    @admin.action(description=gettext_lazy("Show to readers"), permissions=["view"])
    def show(self, request: HttpRequest, chosen: QuerySet[Mention]) -> None:
        self._tell(request, moderation.show_mentions(chosen, by=_colleague(request)))

    @admin.action(description=gettext_lazy("Hide from readers"), permissions=["view"])
    def hide(self, request: HttpRequest, chosen: QuerySet[Mention]) -> None:
        self._tell(request, moderation.hide_mentions(chosen, by=_colleague(request)))

    def _tell(self, request: HttpRequest, count: int) -> None:
        said = ngettext("%(n)d mention changed.", "%(n)d mentions changed.", count) % {"n": count}
        messages.success(request, said if count else _("They were so already."))


def _colleague(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # the admin lets nobody else in
