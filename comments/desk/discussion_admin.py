"""Discussions in the admin: whether more may be written under a story."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.forms.publishing import moment_field
from articles.models import Article
from articles.public.views import find_article
from comments import moderation
from comments.desk.shown import moment, read_headline
from comments.models import Discussion, Policy

HOLDS = ("hold_first", "hold_links")


class DiscussionForm(forms.ModelForm):
    """A story is named by its public address, which everybody has; only one that was published can be."""

    article = forms.CharField(
        label=gettext_lazy("Address of the story"),
        help_text=gettext_lazy("Copy it from the page of the story. A story that was never published has none."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    closes_at = moment_field(
        gettext_lazy("Closes"), gettext_lazy("From then on no comment is accepted. Empty: it stays open.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = Policy.current()
        for name in HOLDS:
            if name in self.fields:
                value = {"n": getattr(site, name)}
                self.fields[name].help_text = _("Empty: as the rules of the site say, now %(n)d.") % value
        if "mode" in self.fields:
            mode = {"mode": site.get_mode_display()}
            says = _("The rules of the site say now: %(mode)s.") % mode
            self.fields["mode"].help_text = f"{self.fields['mode'].help_text} {says}"

    def clean_article(self) -> Article:
        try:
            path = urlsplit(self.cleaned_data["article"]).path
        except ValueError:
            path = ""
        article_id = find_article(path, timezone.now())
        if article_id is None:
            raise forms.ValidationError(_("No published story has this address."))
        return Article.objects.only("pk").get(pk=article_id)


class DiscussionAdmin(admin.ModelAdmin):
    form = DiscussionForm
    list_display = ["story", "mode", "closes", "count"]
    list_filter = ["mode"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["headline"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return "\0" not in value and super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Discussion]:
        return super().get_queryset(request).annotate(headline=read_headline("pk")).order_by("-article_id")

    def get_fields(self, request: HttpRequest, obj: Discussion | None = None) -> Any:
        return ["story" if obj else "article", "mode", "closes_at", *HOLDS, "since", "count"]

    def get_readonly_fields(self, request: HttpRequest, obj: Discussion | None = None) -> list[str]:
        # The article is not shown then; read-only, it is not asked for either.
        return ["story", "since", "count", *(["article"] if obj else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("story"))
    def story(self, obj: Any) -> str:
        return obj.headline or "–"

    @admin.display(description=gettext_lazy("closes"), ordering="closes_at")
    def closes(self, obj: Discussion) -> str:
        return moment(obj.closes_at)

    @admin.display(description=gettext_lazy("since"))
    def since(self, obj: Discussion) -> str:
        return moment(obj.mode_since)

    def save_model(self, request: HttpRequest, obj: Discussion, form: Any, change: bool) -> None:
        by: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
        moderation.set_mode(obj, mode=obj.mode, closes_at=obj.closes_at, by=by)
        moderation.set_holds(obj, hold_first=obj.hold_first, hold_links=obj.hold_links, by=by)

    # `moderation` writes the log.

    def log_addition(self, request: HttpRequest, obj: Discussion, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Discussion, message: Any) -> Any:
        return None
