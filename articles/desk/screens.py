"""What the desk's admin screens have in common."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from js_asset import Media

from articles.desk import library
from articles.models import Illustration


class Complaint(NamedTuple):
    """One line of an error summary: where it leads to, and what to do there."""

    anchor: str
    message: str


class PlainSelects:
    """Selects without the admin's icons beside them: whoever writes a story does not edit sections from there."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class SummaryMixin:
    """A change form that answers a refused post with 422 and a summary of links, and works under our CSP."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["complaints"] = list(complaints(context))
        refused, context["errors"] = bool(context["errors"]), None  # our summary says it, stock's line need not
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))  # type: ignore[attr-defined]
        response = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        if refused:
            response.status_code = 422
        return response


def complaints(context: dict[str, Any]) -> Iterator[Complaint]:
    """Everything that a form and its rows are refused for, in the order of the page."""
    yield from _of_form(context["adminform"])
    for inline in context["inline_admin_formsets"]:
        group = f"{inline.formset.prefix}-group"
        for message in inline.formset.non_form_errors():
            yield Complaint(group, str(message))
        for form in inline.formset.forms:
            for name, messages in form.errors.items():
                anchor = form[name].id_for_label if name in form.fields else group
                yield from (Complaint(anchor, str(message)) for message in messages)


def _of_form(adminform: AdminForm) -> Iterator[Complaint]:
    form = adminform.form
    for name, messages in form.errors.items():
        anchor = form[name].id_for_label if name in form.fields else "content-start"
        yield from (Complaint(anchor, str(message)) for message in messages)


def thumb(illustration: Illustration | None, size: int = 64) -> SafeString:
    """A square picture of `size` pixels for a list, where the words beside it already say what it is."""
    address = library.thumbnail(illustration)
    if not address:
        return format_html('<span class="thumb thumb--none" title="{}"></span>', _("No picture"))
    return format_html('<img class="thumb" src="{0}" width="{1}" height="{1}" alt="" loading="lazy">', address, size)


def lines(first: Any, second: Any) -> SafeString:
    """Two lines of a cell, the second one quiet."""
    return format_html('{}<br><span class="quiet">{}</span>', first, second)
