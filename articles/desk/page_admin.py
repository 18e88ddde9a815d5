"""The paper's pages about itself in the admin: all of them in one list, each with what it said before."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import html
from articles.desk.forms.body import BodyWidget
from articles.desk.pages import TEXT, opened, remove_page, save_page, unwritten
from articles.desk.screens import SummaryMixin
from articles.models import Page, PageText
from articles.models.page import address_of

# Earlier texts that the form offers.
LISTED = 20
NUMBER = re.compile(r"[0-9]{1,18}")


class PageForm(forms.ModelForm):
    """`seen` is when the text was last changed before this form was opened; empty for one that nobody has written."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Page
        fields = ("slug", "title", "standfirst", "body", "in_footer")
        widgets = {"body": BodyWidget, "standfirst": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self._stand()

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in Page.Kind.values:
            raise forms.ValidationError(gettext_lazy("This page is there already; choose it in the list."))
        return slug

    def clean_body(self) -> str:
        body = html.sanitise(self.cleaned_data["body"])
        if not body:
            raise forms.ValidationError(gettext_lazy("Write a text. To take a page down, delete it."), code="required")
        return body

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen", "") != self._stand():
            # Sent once more, it takes the place of what the colleague wrote, which is then an earlier text.
            self.data = {**self.data.dict(), "seen": self._stand()}  # type: ignore[attr-defined]  # a QueryDict
            said = gettext_lazy(
                "A colleague has changed this page since you opened it. Look at their text on the site; if you save"
                " once more, yours takes its place and theirs is kept below."
            )
            raise forms.ValidationError(said, code="stale")
        return cleaned

    def _stand(self) -> str:
        return self.instance.changed_at.isoformat() if self.instance.changed_at else ""


class PageAdmin(SummaryMixin, admin.ModelAdmin):
    form = PageForm
    change_form_template = "admin/articles/page/change_form.html"
    view_on_site = False
    prepopulated_fields = {"slug": ["title"]}

    # --- The list ---

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        rows = {page.slug: page for page in Page.objects.select_related("changed_by").defer("body")}
        kinds = [rows.get(kind.value) or Page(slug=kind.value, title=str(kind.label)) for kind in Page.Kind]
        context = self.admin_site.each_context(request) | {
            "title": _("Pages"),
            "opts": self.opts,
            "pages": [*kinds, *(page for page in rows.values() if not page.is_of_a_kind)],
            "unwritten": unwritten(),
            "kinds": len(kinds),
            "may_add": self.has_add_permission(request),
        }
        return render(request, "admin/articles/page/change_list.html", context)

    # --- The form ---

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Page | None:
        """The page as it stands; with `?text=ID` under that earlier text, which readers see only once it is saved."""
        page, earlier = opened(object_id), self._asked_for(request, object_id)
        if page is not None and earlier is not None:
            for name in TEXT:
                setattr(page, name, getattr(earlier, name))
        return page

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        is_there = obj is None or not obj._state.adding
        return is_there and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> Any:
        return [] if obj is None else ["slug"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Page | None = None) -> Any:
        return {} if obj is not None else super().get_prepopulated_fields(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Page | None = None) -> Any:
        words, where = ["title", "standfirst", "body"], ["in_footer"] if obj else ["slug", "in_footer"]
        return [(None, {"fields": words}), (_("Where it stands"), {"fields": [*where, "seen"]})]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Page | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            earlier = PageText.objects.filter(slug=obj.slug).select_related("changed_by").defer("body")
            context |= {
                "earlier": list(earlier[:LISTED]),
                "shown": self._asked_for(request, obj.slug),
                "is_first_text": obj._state.adding,
                "address": address_of(obj.slug),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        by: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
        save_page(obj, by=by)

    def response_change(self, request: HttpRequest, obj: Page) -> HttpResponse:
        if not obj._state.adding:
            return super().response_change(request, obj)
        # The software's text, saved as it was, is still that.
        self.message_user(request, _("Nothing was changed: the text is still the one that came with the software."))
        return HttpResponseRedirect(reverse("admin:articles_page_changelist"))

    def delete_model(self, request: HttpRequest, obj: Page) -> None:
        by: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
        remove_page(obj, by=by)

    def log_addition(self, request: HttpRequest, obj: Page, message: Any) -> Any:
        return None  # `save_page` writes the log, and `remove_page`

    def log_change(self, request: HttpRequest, obj: Page, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None

    def _asked_for(self, request: HttpRequest, slug: str) -> PageText | None:
        number = request.GET.get("text", "") if request.method == "GET" else ""
        found = PageText.objects.filter(slug=slug).select_related("changed_by")
        return found.filter(pk=int(number)).first() if NUMBER.fullmatch(number) else None
