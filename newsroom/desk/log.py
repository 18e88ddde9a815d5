"""The log of every act at the desk: read by those who may, written by the acts themselves, changed by nobody."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import NoReverseMatch, URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.desk import spreadsheet
from articles.desk.facets import Choices, DayFacet, Facet, FacetedList
from articles.desk.people import name_of
from articles.desk.status import moment

# Rows that one export fetches at a time; it holds no more of them in memory.
CHUNK = 2000
HEADINGS = ("time", "person", "act", "kind", "id", "thing", "what")


class PersonFacet(Facet):
    title, parameter_name = gettext_lazy("Person"), "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        found = User.objects.filter(is_staff=True).order_by("first_name", "username")
        return [(user.pk, name_of(user)) for user in found]

    def condition(self, request: HttpRequest) -> Q:
        return Q(user=int(self.wanted))


class KindFacet(Facet):
    title, parameter_name = gettext_lazy("Kind of thing"), "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(kind.pk, capfirst(kind.name)) for kind in _kinds()]

    def condition(self, request: HttpRequest) -> Q:
        return Q(content_type=int(self.wanted))


class ActFacet(Facet):
    title, parameter_name = gettext_lazy("Act"), "act"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return LogEntry._meta.get_field("action_flag").flatchoices

    def condition(self, request: HttpRequest) -> Q:
        return Q(action_flag=int(self.wanted))


class ThingFacet(Facet):
    """The number of one article, as its address has it."""

    title, parameter_name, kind = gettext_lazy("Number of the article"), "article", "number"

    @property
    def said(self) -> str:
        return self.wanted if self.wanted.isascii() and self.wanted.isdecimal() else ""

    def condition(self, request: HttpRequest) -> Q:
        return Q(content_type=ContentType.objects.get_by_natural_key("articles", "article"), object_id=self.said)


class SinceFacet(DayFacet):
    title, parameter_name = gettext_lazy("From"), "from"

    def condition(self, request: HttpRequest) -> Q:
        return Q(action_time__gte=self.midnight())


class UntilFacet(DayFacet):
    title, parameter_name = gettext_lazy("To"), "to"

    def condition(self, request: HttpRequest) -> Q:
        return Q(action_time__lt=self.midnight(days=1))


def _kinds() -> QuerySet[ContentType]:
    """What the desk has screens for; anything else is not logged."""
    return ContentType.objects.filter(app_label__in=["articles", "auth", "comments", "taggit"]).order_by(
        "app_label", "model"
    )


FACETS: list[type[Facet]] = [PersonFacet, KindFacet, ActFacet, ThingFacet, SinceFacet, UntilFacet]


class LogAdmin(admin.ModelAdmin):
    list_display = ["time", "person", "act", "thing", "what"]
    list_display_links = None
    list_filter = tuple(FACETS)
    list_select_related = ["user", "content_type"]
    list_per_page = 100
    list_max_show_all = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["object_repr", "change_message"]
    sortable_by = ()
    # The later an act, the greater its number; the number has an index, the time has none.
    ordering = ["-pk"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only by the facets: what people are is not told letter by letter."""
        return lookup in {facet.parameter_name for facet in FACETS}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return FacetedList

    @admin.display(description=gettext_lazy("time"))
    def time(self, obj: LogEntry) -> str:
        return moment(obj.action_time)

    @admin.display(description=gettext_lazy("person"))
    def person(self, obj: LogEntry) -> str:
        return name_of(obj.user)

    @admin.display(description=gettext_lazy("act"))
    def act(self, obj: LogEntry) -> str:
        return obj.get_action_flag_display()

    @admin.display(description=gettext_lazy("thing"))
    def thing(self, obj: LogEntry) -> SafeString:
        kind = obj.content_type.name if obj.content_type else "–"
        address = _address(obj)
        named = format_html('<a href="{}">{}</a>', address, obj.object_repr) if address else obj.object_repr
        return format_html('{}<br><span class="quiet">{} {}</span>', named, kind, obj.object_id or "")

    @admin.display(description=gettext_lazy("what was done"))
    def what(self, obj: LogEntry) -> str:
        return obj.get_change_message() or "–"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.export))
        return [path("export/", view, name="admin_logentry_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """What the list shows, all pages of it, as a table for a spreadsheet."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_changelist_instance(request).queryset.select_related("user", "content_type")
        rows = (_row(entry) for entry in found.iterator(chunk_size=CHUNK))
        name = f"log-{timezone.localdate():%Y-%m-%d}.csv"
        return spreadsheet.download(name, _with_headings(rows))


def _address(entry: LogEntry) -> str | None:
    if entry.is_deletion():
        return None
    try:
        return entry.get_admin_url()
    except NoReverseMatch:
        return None


def _with_headings(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield list(HEADINGS)
    yield from rows


def _row(entry: LogEntry) -> list[str]:
    kind = entry.content_type.model if entry.content_type else ""
    return [
        timezone.localtime(entry.action_time).isoformat(timespec="seconds"),
        entry.user.get_username(),
        str(entry.get_action_flag_display()),
        kind,
        entry.object_id or "",
        entry.object_repr,
        entry.get_change_message(),
    ]
