"""Groups of stories in the admin: each is a choice of the moderators' queue."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.models import Tag

from articles.desk.forms.inputs import Ticks
from articles.models import Article, Edition, Section
from articles.public.views import find_article
from comments import moderation
from comments.models import Watchlist

# Tags and stories that one group may name.
MOST = 50


class WatchlistForm(forms.ModelForm):
    """Stories are named by their public addresses, tags by their names: a moderator need not see the stories' desk."""

    sections = forms.ModelMultipleChoiceField(
        Section.objects.order_by("name"),
        label=gettext_lazy("Sections"),
        required=False,
        widget=Ticks(gettext_lazy("Sections")),
    )
    tag_names = forms.CharField(
        label=gettext_lazy("Tags"),
        help_text=gettext_lazy("Their names, with a comma between."),
        max_length=5000,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    addresses = forms.CharField(
        label=gettext_lazy("Stories"),
        help_text=gettext_lazy("The addresses of their pages, one a line."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )

    class Meta:
        model = Watchlist
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "name" in self.fields:
            self.initial["sections"] = self.instance.sections.all()
            self.initial["tag_names"] = ", ".join(tag.name for tag in self.instance.tags.order_by("name"))
            self.initial["addresses"] = "\n".join(_addresses(self.instance))

    def clean_tag_names(self) -> list[Tag]:
        names = list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["tag_names"].split(",")))))
        if len(names) > MOST:
            raise forms.ValidationError(_("Name at most %(n)d.") % {"n": MOST})
        wanted = Q(pk__in=[])
        for name in names:
            wanted |= Q(name__iexact=name)
        found = {tag.name.casefold(): tag for tag in Tag.objects.filter(wanted)}
        if unknown := [name for name in names if name.casefold() not in found]:
            raise forms.ValidationError(_("No tag has this name: %(names)s.") % {"names": ", ".join(unknown)})
        return list(found.values())

    def clean_addresses(self) -> list[Article]:
        lines = list(dict.fromkeys(self.cleaned_data["addresses"].split()))
        if len(lines) > MOST:
            raise forms.ValidationError(_("Name at most %(n)d.") % {"n": MOST})
        found = {line: _article(line) for line in lines}
        if unknown := [line for line, article_id in found.items() if article_id is None]:
            raise forms.ValidationError(
                _("No published story has this address: %(lines)s") % {"lines": " ".join(unknown)[:500]}
            )
        return list(Article.objects.only("pk").filter(pk__in=[pk for pk in found.values() if pk]))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors and not any(typed.get(name) for name in ("sections", "tag_names", "addresses")):
            raise forms.ValidationError(_("Choose a section, a tag or a story."))
        return typed


class WatchlistAdmin(admin.ModelAdmin):
    form = WatchlistForm
    fields = ["name", "sections", "tag_names", "addresses"]
    list_display = ["name", "made_of", "queue"]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    # --- Who may do what ---

    def has_view_permission(self, request: HttpRequest, obj: Watchlist | None = None) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return False

    # --- The list ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Watchlist]:
        return super().get_queryset(request).prefetch_related("sections", "tags").annotate(stories=Count("articles"))

    @admin.display(description=gettext_lazy("made of"))
    def made_of(self, obj: Any) -> str:
        parts = [
            (_("Sections: %(what)s"), ", ".join(section.name for section in obj.sections.all())),
            (_("tags: %(what)s"), ", ".join(tag.name for tag in obj.tags.all())),
            (_("stories: %(what)s"), str(obj.stories or "")),
        ]
        return capfirst("; ".join(said % {"what": what} for said, what in parts if what))

    @admin.display(description=gettext_lazy("queue"))
    def queue(self, obj: Watchlist) -> SafeString:
        url = f"{reverse('admin:comments_comment_changelist')}?group={obj.pk}"
        return format_html('<a href="{}">{}</a>', url, _("Open its queue"))

    # --- Changes, all by `moderation`, which writes the log ---

    def save_model(self, request: HttpRequest, obj: Watchlist, form: Any, change: bool) -> None:
        made_of = {"sections": form.cleaned_data["sections"], "tags": form.cleaned_data["tag_names"]}
        moderation.watch(obj, by=_colleague(request), articles=form.cleaned_data["addresses"], **made_of)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: a group is stored as a whole."""

    def delete_model(self, request: HttpRequest, obj: Watchlist) -> None:
        moderation.unwatch(obj, by=_colleague(request))

    def log_addition(self, request: HttpRequest, obj: Watchlist, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Watchlist, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None


def _colleague(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # the admin lets nobody else in


def _article(line: str) -> int | None:
    try:
        return find_article(urlsplit(line).path, timezone.now())
    except ValueError:
        return None


def _addresses(group: Watchlist) -> list[str]:
    """The present addresses of its stories, however long they were up."""
    paths = Edition.objects.ever_live().filter(article__in=group.articles.values("pk"), live_from__lte=timezone.now())
    newest = dict(paths.order_by("live_from").values_list("article", "address__path"))
    return list(newest.values())
