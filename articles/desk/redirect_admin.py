"""Old addresses in the admin: what leads where, how often it is used, files in and out, and what was asked for in vain."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import redirects, spreadsheet
from articles.desk.screens import SummaryMixin
from articles.models import MissingPage, Redirect

LARGEST_FILE = 10 * 1024**2
# Lines that could not be brought in are named up to so many; a file that is wrong throughout need not be told in full.
NAMED = 200


class RedirectForm(forms.ModelForm):
    class Meta:
        model = Redirect
        fields = ["old", "target", "is_gone"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            wanted = redirects.settle(self.instance.pk, cleaned["old"], cleaned["target"], cleaned["is_gone"])
            cleaned |= {"old": wanted.old, "target": wanted.target, "is_gone": wanted.target == redirects.GONE}
        return cleaned


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV in UTF-8, two columns: the old address and the new one. Without a new one it is gone."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(gettext_lazy("The file is larger than 10 MB. Divide it."), code="large")
        return file


class RedirectAdmin(SummaryMixin, admin.ModelAdmin):
    form = RedirectForm
    change_form_template = "admin/articles/desk_form.html"
    change_list_template = "admin/articles/redirect/change_list.html"
    list_display = ["old", "leads_to", "hits", "last_hit_at", "created_by", "created_at"]
    list_filter = ["is_gone", "created_at"]
    list_select_related = ["created_by"]
    list_per_page = 50
    search_fields = ["old", "target"]
    search_help_text = gettext_lazy("By a part of the old address or of the new one")
    sortable_by = ["old", "hits", "last_hit_at", "created_at"]
    show_full_result_count = False
    view_on_site = False

    @admin.display(description=Redirect._meta.get_field("target").verbose_name)
    def leads_to(self, redirect: Redirect) -> SafeString | str:
        if redirect.is_gone:
            return _("gone (410)")
        return format_html('<a href="{0}">{0}</a>', redirect.target)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.take_over), name="articles_redirect_import"),
            path("export/", view(self.hand_out), name="articles_redirect_export"),
            *super().get_urls(),
        ]

    def take_over(self, request: HttpRequest) -> HttpResponse:
        """Bring in a file, and say of each line that was left out why."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form, report = FileForm(request.POST or None, request.FILES or None), None
        if request.method == "POST" and form.is_valid():
            try:
                report = redirects.take_over(redirects.read(form.cleaned_data["file"].read()), by=_by(request))
            except redirects.NotReadable as error:
                form.add_error("file", str(error))
        context = self.admin_site.each_context(request) | {
            "title": _("Bring in redirects"),
            "opts": self.opts,
            "form": form,
            "report": report,
            "named": report.refused[:NAMED] if report else [],
            "unnamed": max(0, len(report.refused) - NAMED) if report else 0,
        }
        refused = form.is_bound and bool(form.errors)
        return render(request, "admin/articles/redirect/import.html", context, status=422 if refused else 200)

    def hand_out(self, request: HttpRequest) -> StreamingHttpResponse:
        """All redirects as a file that can be brought in elsewhere."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return spreadsheet.download("redirects.csv", redirects.rows())

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        redirects.save(obj, by=_by(request))

    def delete_model(self, request: HttpRequest, obj: Redirect) -> None:
        redirects.remove([obj], by=_by(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Redirect]) -> None:
        redirects.remove(queryset, by=_by(request))

    def log_addition(self, request: HttpRequest, obj: Redirect, message: Any) -> Any:
        return None  # `redirects.save` writes the log, and `redirects.remove`

    def log_change(self, request: HttpRequest, obj: Redirect, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None


class MissingPageAdmin(admin.ModelAdmin):
    """What was asked for in vain, the most wanted first. A redirect can be made of each; then it is off the list."""

    list_display = ["path", "hits", "first_at", "last_at", "came_from", "make_redirect"]
    list_display_links = None
    list_filter = ["last_at"]
    list_per_page = 50
    search_fields = ["path"]
    sortable_by = ["hits", "last_at", "path"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: MissingPage | None = None) -> bool:
        return False

    @admin.display(description="")
    def make_redirect(self, missing: MissingPage) -> SafeString:
        address = f"{reverse('admin:articles_redirect_add')}?{urlencode({'old': missing.path})}"
        words = format_html('<span class="visually-hidden"> {}</span>', missing.path)
        return format_html('<a href="{}">{}{}</a>', address, _("Make a redirect"), words)


def _by(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # the admin lets nobody else in
