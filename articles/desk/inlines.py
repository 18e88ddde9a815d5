"""Sources and bylines inside the form of an article."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.desk.forms.rows import ArticleRows
from articles.desk.screens import PlainSelects
from articles.models import Byline, Source


class SourceRows(ArticleRows):
    identity = ("name", "url", "relation")


class BylineRows(ArticleRows):
    identity = ("author",)


class RowInline(PlainSelects, admin.StackedInline):
    """Rows that belong to the article: whoever may change it changes them."""

    extra = 0
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
    formset = BylineRows
    fields = [("author", "position")]
    autocomplete_fields = ["author"]
    verbose_name = _("byline")
    verbose_name_plural = _("byline")
