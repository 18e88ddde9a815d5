"""Which articles stand on a page of the list, in which order, and what is fetched with them."""

from typing import Literal

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR
from django.core.paginator import InvalidPage
from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest

from articles.desk.article_list.brought import BROUGHT
from articles.desk.facets import FacetedList
from articles.desk.today.waiting import needs
from articles.models import Article, Byline, Edition, Revision

# So many stories that wait for the person stand before the newest. The rest of the order is an index's own.
PRESSING = 25


class ArticleChangeList(FacetedList):
    def get_results(self, request: HttpRequest) -> None:
        """Settle on the rows by their ids alone, then fetch these few rows with all that the columns show."""
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        self.result_count = self.full_result_count = self.paginator.count
        self.show_full_result_count, self.show_admin_actions = False, True
        self.can_show_all, self.multi_page = False, self.paginator.num_pages > 1
        try:
            number = self.paginator.validate_number(self.page_num)
        except InvalidPage as error:
            raise IncorrectLookupParameters from error
        start = (number - 1) * self.list_per_page
        self.result_list = _rows(self._ids(request, start, start + self.list_per_page))
        for column in BROUGHT:
            column.fill(self.result_list)

    def get_ordering_field_columns(self) -> dict[int, Literal["desc", "asc"]]:
        """No column is marked as sorted by default: what waits for the person comes first then, whatever it is."""
        return super().get_ordering_field_columns() if ORDER_VAR in self.params else {}

    def _ids(self, request: HttpRequest, start: int, stop: int) -> list[int]:
        ids = self.queryset.values_list("pk", flat=True)
        if ORDER_VAR in self.params:
            return list(ids[start:stop])
        pressing = self.queryset.filter(needs(request.user)).order_by(  # type: ignore[arg-type]  # signed in, or not here
            F("due_at").asc(nulls_last=True), "priority", "-saved_at", "-pk"
        )
        first = list(pressing.values_list("pk", flat=True)[:PRESSING])
        rest = ids.exclude(pk__in=first)[max(0, start - len(first)) : max(0, stop - len(first))]
        return [*first[start:stop], *rest]


def _rows(ids: list[int]) -> list[Article]:
    """The articles in this order. Seven queries, however many they are."""
    saved = Revision.objects.saves().filter(article=OuterRef("pk")).order_by("-number")
    name = Coalesce(NullIf("created_by__first_name", Value("")), "created_by__username")
    found = (
        Article.objects.filter(pk__in=ids)
        .select_related("section", "illustration", "assignee")
        .prefetch_related(
            Prefetch("editions", _intervals()),
            Prefetch("bylines", Byline.objects.select_related("author")),
            "sources",
            "tags",  # type: ignore[misc]  # taggit's manager, which the plugin does not know
        )
        .annotate(saved_by=Subquery(saved.values(by=name)[:1]))
    )
    by_id = {article.pk: article for article in found.order_by()}
    return [by_id[pk] for pk in ids if pk in by_id]


def _intervals() -> QuerySet[Edition]:
    fields = ["article", "number", "change", "live_from", "live_until", "published_at", "address__path"]
    return Edition.objects.select_related("address").only(*fields)
