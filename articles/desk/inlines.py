"""Sources and bylines inside the form of an article."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from articles.desk.forms.inputs import BylineForm, with_ids
from articles.desk.forms.rows import ArticleRows
from articles.desk.screens import PlainSelects
from articles.models import Byline, Source


class SourceRows(ArticleRows):
    identity = ("name", "url", "relation")


class BylineRows(ArticleRows):
    """Authors are typed by name; from here on they are ids."""

    identity = ("author",)

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(with_ids(data, kwargs["prefix"]) if data is not None else None, *args, **kwargs)


class RowInline(PlainSelects, admin.StackedInline):
    """Rows that belong to the article: whoever may change it changes them."""

    template = "admin/articles/article/_rows.html"
    extra = 1  # one to write in, also without script
    ordering = ["position", "pk"]
    # The admin's own widget for links repeats each link above its field.
    formfield_overrides = {models.URLField: {"widget": forms.URLInput}}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class SourceInline(RowInline):
    model = Source
    formset = SourceRows
    fields = [("name", "url", "relation", "position")]
    verbose_name = _("source")


class BylineInline(RowInline):
    model = Byline
    form = BylineForm
    formset = BylineRows
    fields = [("author", "position")]
    verbose_name = _("byline")
    verbose_name_plural = _("byline")

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Byline]":
        return super().get_queryset(request).select_related("author")
