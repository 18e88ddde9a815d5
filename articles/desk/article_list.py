"""The list of articles: columns, filters, and what can be done to many at once."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import html
from articles.desk import workflow
from articles.desk.screens import lines, thumb
from articles.desk.status import WORDS, Status, moment, status_of
from articles.models import Article, Byline, Edition, Revision


class ArticleChangeList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Article]:
        latest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
        return (
            super()
            .get_queryset(request, exclude_parameters)
            .select_related("section", "illustration")
            .prefetch_related(
                Prefetch("editions", _intervals()), Prefetch("bylines", Byline.objects.select_related("author"))
            )
            .annotate(
                saved_by=Subquery(
                    latest.values(by=Coalesce(NullIf("created_by__first_name", Value("")), "created_by__username"))[:1]
                )
            )
        )


def _intervals() -> QuerySet[Edition]:
    fields = ["article", "number", "change", "live_from", "live_until", "published_at", "address__path"]
    return Edition.objects.select_related("address").only(*fields)


class StatusFilter(admin.SimpleListFilter):
    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(WORDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article] | None:
        now, value = timezone.now(), self.value()
        of_article = Edition.objects.filter(article=OuterRef("pk"))
        live, coming = of_article.live(now), of_article.scheduled(now)
        nothing_live = ~Q(Exists(live)) & ~Q(Exists(coming))
        review = Q(stage=Article.Stage.REVIEW)
        past = Exists(of_article.ever_live().filter(live_until__lte=now))
        found = {
            "live": Q(Exists(live.exclude(change=Edition.Change.WITHDRAWAL))),
            "withdrawn": Q(Exists(live.filter(change=Edition.Change.WITHDRAWAL))),
            "scheduled": Q(Exists(coming)) & ~Q(Exists(live)),
            "review": nothing_live & review,
            "down": nothing_live & ~review & Q(past),
            "draft": nothing_live & ~review & ~Q(past),
        }
        return queryset.filter(found[value]) if value in found else queryset


class ArticleColumns:
    """Columns of the list; each reads what ArticleChangeList has fetched."""

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, obj: Article) -> SafeString:
        return thumb(obj.illustration, 48)

    @admin.display(description=gettext_lazy("story"), ordering="headline")
    def story(self, obj: Article) -> SafeString:
        return format_html(
            '<span class="headline">{}</span><span class="quiet">{}</span>', str(obj), obj.slug or _("no slug yet")
        )

    @admin.display(description=gettext_lazy("status"))
    def state(self, obj: Article) -> SafeString:
        status = status_of(obj)
        tag = status_tag(status)
        if status.live is None:
            return tag
        link = format_html('<a href="{}">{}</a>', status.live.get_absolute_url(), _("View live"))
        return format_html("{} {}", tag, link)

    @admin.display(description=gettext_lazy("byline"))
    def byline(self, obj: Article) -> str:
        return ", ".join(str(byline.author) for byline in obj.bylines.all()) or "–"

    @admin.display(description=gettext_lazy("out"))
    def out(self, obj: Article) -> SafeString | str:
        when = status_of(obj).moment
        return lines(*moment(when).split(", ")) if when else "–"

    @admin.display(description=gettext_lazy("words"))
    def words(self, obj: Article) -> int:
        return html.count_words(obj.body)

    @admin.display(description=gettext_lazy("saved"), ordering="saved_at")
    def saved(self, obj: Any) -> SafeString:
        day, time = moment(obj.saved_at).split(", ")
        return lines(day, ", ".join(filter(None, (time, obj.saved_by))))


def status_tag(status: Status) -> SafeString:
    """Word, shape and colour."""
    return format_html(
        '<span class="state state--{}"><span aria-hidden="true">{}</span> {}</span>',
        status.code,
        status.shape,
        status.word,
    )


@admin.action(description=gettext_lazy("Publish now"), permissions=["publish"])
def publish_selected(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    done, refused = _each(queryset, lambda article: workflow.publish(article, by=request.user))  # type: ignore[arg-type]
    _report(model_admin, request, ngettext("%d article published.", "%d articles published.", done) % done, refused)


@admin.action(description=gettext_lazy("Unpublish"), permissions=["publish"])
def unpublish_selected(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    done, refused = _each(queryset, lambda article: workflow.unpublish(article, by=request.user))  # type: ignore[arg-type]
    _report(model_admin, request, ngettext("%d article taken down.", "%d articles taken down.", done) % done, refused)


def _each(articles: Iterable[Article], move: Callable[[Article], Any]) -> tuple[int, list[tuple[Article, str]]]:
    """Make the move with each article by itself; return how many went, and why the others did not."""
    done, refused = 0, []
    for article in articles:
        try:
            move(article)
            done += 1
        except (workflow.NotReady, workflow.NotPossible) as reason:
            refused.append((article, str(reason)))
        except PermissionDenied:
            refused.append((article, _("You may not do this.")))
    return done, refused


def _report(
    model_admin: admin.ModelAdmin, request: HttpRequest, said: str, refused: list[tuple[Article, str]]
) -> None:
    model_admin.message_user(request, said, messages.WARNING if refused else messages.SUCCESS)
    for reason, count in Counter(reason for _article, reason in refused).items():
        named = "; ".join(str(article) for article, why in refused if why == reason)
        model_admin.message_user(
            request,
            _("Skipped %(count)d (%(named)s): %(reason)s") % {"count": count, "named": named[:300], "reason": reason},
            messages.WARNING,
        )
