"""The log of every act at the desk: read by those who may, written by the acts themselves, changed by nobody."""

from itertools import chain
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import NoReverseMatch, URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.desk import spreadsheet
from articles.desk.facets import Choices, DayFacet, Facet, FacetedList
from articles.desk.people import name_of
from articles.desk.status import moment
from newsroom import ledger

# Rows that one export fetches at a time; it holds no more of them in memory.
CHUNK = 2000
# The list goes so far back; what is older is found by days. Nothing costs more because the log is long.
REACH = 10_000
UPTO = "upto"


class PersonFacet(Facet):
    title, parameter_name = gettext_lazy("Person"), "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        found = User.objects.filter(Q(is_staff=True) | Q(username=ledger.COMMAND_LINE)).order_by(
            "first_name", "username"
        )
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
        return ledger.ACTS.items()

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


class UptoFacet(Facet):
    """The newest line when the list was opened: what comes in meanwhile pushes nothing from page to page."""

    title, parameter_name, kind, said = gettext_lazy("Up to"), UPTO, "hidden", ""

    def has_output(self) -> bool:
        return self.wanted.isascii() and self.wanted.isdecimal() and len(self.wanted) < 19

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(pk__lte=int(self.wanted)) if self.has_output() else queryset


class Reach(Paginator):
    """Pages of the first REACH rows; it counts no further."""

    @cached_property
    def count(self) -> int:
        found: Any = self.object_list
        return found[:REACH].count()


def _kinds() -> QuerySet[ContentType]:
    """What the desk has screens for; anything else is not logged."""
    return ContentType.objects.filter(app_label__in=["articles", "auth", "comments", "taggit"]).order_by(
        "app_label", "model"
    )


FACETS: list[type[Facet]] = [PersonFacet, KindFacet, ActFacet, ThingFacet, SinceFacet, UntilFacet, UptoFacet]


class LogAdmin(admin.ModelAdmin):
    list_display = ["time", "person", "act", "thing", "what"]
    list_display_links = None
    list_filter = tuple(FACETS)
    list_select_related = ["user", "content_type"]
    list_per_page = 100
    list_max_show_all = 100
    paginator = Reach
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
        return ledger.act_of(obj)

    @admin.display(description=gettext_lazy("thing"))
    def thing(self, obj: LogEntry) -> SafeString:
        kind = obj.content_type.name if obj.content_type else "–"
        address = _address(obj)
        named = format_html('<a href="{}">{}</a>', address, obj.object_repr) if address else obj.object_repr
        return format_html('{}<br><span class="quiet">{} {}</span>', named, kind, obj.object_id or "")

    @admin.display(description=gettext_lazy("what was done"))
    def what(self, obj: LogEntry) -> str:
        return obj.get_change_message() or "–"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if UPTO not in request.GET:
            newest = LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
            asked: Any = request.GET.copy()
            asked[UPTO] = str(newest or 0)
            request.GET = asked
        return super().changelist_view(request, extra_context)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.export))
        return [path("export/", view, name="admin_logentry_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """What the list is narrowed to, however far back, as a table for a spreadsheet or as lines of JSON."""
        if not request.user.is_superuser:
            raise PermissionDenied
        as_json = request.GET.get("as") == "json"
        asked: Any = request.GET.copy()
        asked.pop("as", None)
        request.GET = asked
        found = self.get_changelist_instance(request).queryset.select_related("user", "content_type")
        by: Any = request.user
        mine = ledger.note_operation(_("Log saved as a file"), request.GET.urlencode()[:500], by)
        entries = found.filter(pk__lt=mine.pk).iterator(chunk_size=CHUNK)
        name = f"log-{timezone.localdate():%Y-%m-%d}"
        if not as_json:
            return spreadsheet.download(f"{name}.csv", chain([list(ledger.COLUMNS)], ledger.rows(entries)))
        response = StreamingHttpResponse(ledger.json_lines(entries), content_type="application/x-ndjson")
        response["Content-Disposition"] = f'attachment; filename="{name}.jsonl"'
        response["Cache-Control"] = "private, no-store"
        return response


def _address(entry: LogEntry) -> str | None:
    if entry.is_deletion():
        return None
    try:
        return entry.get_admin_url()
    except NoReverseMatch:
        return None
