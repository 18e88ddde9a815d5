"""Screens about several tags: choosing which to keep, what was merged, and which may be one."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from taggit.models import Tag

from articles import tags
from articles.desk import tag_merge, tag_search
from articles.desk.workflow.refusals import NotPossible
from articles.models import ArticleTag, TagMerge

# Tags that one form merges.
AT_ONCE = 20
PAGE = 50


@dataclass(frozen=True)
class Choice:
    tag: Tag
    live: int
    """Live stories with it."""
    written: int
    """Stories with it at the desk, live or not."""


class TagsField(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        """SQLite takes no number of twenty digits, so what is no id is left out, and then found missing."""
        return super().clean([one for one in value or () if one.isascii() and one.isdigit() and len(one) < 19])


class MergeForm(forms.Form):
    """`keep` is one of the tags, or another one by its name."""

    keep = forms.CharField(required=False)
    other = forms.CharField(required=False, max_length=tags.MAX_LENGTH)
    tags = TagsField(Tag.objects.select_related("profile").order_by("name"))

    def clean_tags(self) -> list[Tag]:
        chosen = list(self.cleaned_data["tags"])
        if len(chosen) > AT_ONCE:
            raise ValidationError(_("Merge at most %(most)d tags at once."), params={"most": AT_ONCE})
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "tags" in data and "other" in data:
            data["into"] = self._named(data["other"]) if data["other"].strip() else self._chosen(data)
            if data["tags"] == [data["into"]]:
                raise ValidationError(_("Choose another tag: this one cannot be merged into itself."))
        return data

    def _chosen(self, data: dict[str, Any]) -> Tag:
        for tag in data["tags"]:
            if str(tag.pk) == data.get("keep"):
                return tag
        raise ValidationError(_("Choose the tag to keep."), code="no_keep")

    def _named(self, name: str) -> Tag:
        found = tags.known([name]).get(tags.key(name))
        if found is None:
            raise ValidationError(_("There is no tag “%(name)s”."), code="no_tag", params={"name": name})
        return found


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the tags."""

    def screen(address: str, view: Any, name: str) -> URLPattern:
        def shown(request: HttpRequest, **parts: Any) -> HttpResponse:
            if not tag_merge.may(request.user):  # type: ignore[arg-type]  # signed in, or not here
                raise PermissionDenied
            return view(request, desk.admin_site.each_context(request) | {"opts": desk.opts}, **parts)

        return path(address, desk.admin_site.admin_view(shown), name=f"taggit_tag_{name}")

    return [
        screen("merge/", require_http_methods(["GET", "HEAD", "POST"])(merge), "merge"),
        screen("merges/", require_safe(merges), "merges"),
        screen("merges/<int:pk>/undo/", require_POST(undo), "undo"),
        screen("doubles/", require_safe(doubles), "doubles"),
    ]


def merge(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Ask which of the tags to keep, and merge the others into it."""
    form = MergeForm(request.POST or request.GET)
    form.is_valid()
    chosen = form.cleaned_data.get("tags")
    if not chosen:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            return _merge(request, chosen, form.cleaned_data["into"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    errors = list(form.non_field_errors()) if request.method == "POST" else []
    choices = _choices(chosen)
    context |= {
        "title": _("Merge tags"),
        "choices": choices,
        "keep": form.data.get("keep")
        or str(max(choices, key=lambda one: (one.live, one.written, -one.tag.pk)).tag.pk),
        "other": form.data.get("other", ""),
        "problems": errors,
        "search": reverse("admin:articles_article_tags"),
    }
    return render(request, "admin/taggit/tag/merge.html", context, status=422 if errors else 200)


def _merge(request: HttpRequest, chosen: list[Tag], into: Tag) -> HttpResponse:
    """Merge one after the other, each by itself: a merge locks the stories of its tag before the tag."""
    done: list[str] = []
    for tag in chosen:
        if tag == into:
            continue
        try:
            tag_merge.merge(tag, into=into, by=request.user)  # type: ignore[arg-type]
        except NotPossible as refusal:
            if not done:
                raise
            messages.warning(request, _("“%(name)s” was not merged. %(reason)s") % {"name": tag, "reason": refusal})
            break
        done.append(tag.name)
    said = _("Merged into “%(kept)s”: %(names)s. It can be undone below.")
    messages.success(request, said % {"kept": into.name, "names": ", ".join(done)})
    return HttpResponseRedirect(reverse("admin:taggit_tag_change", args=[into.pk]))


def merges(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Every merge, the latest first."""
    page = Paginator(merges_of(TagMerge.objects.all()), PAGE).get_page(request.GET.get("page"))
    context |= {"title": _("Merged tags"), "page": page, "merges": list(page.object_list)}
    return render(request, "admin/taggit/tag/merges.html", context)


def merges_of(done: QuerySet[TagMerge]) -> QuerySet[TagMerge]:
    """These merges with all that a list shows of them, and without the long lists that undoing one takes."""
    return done.select_related("kept", "merged_by").defer("undo")


def undo(request: HttpRequest, context: dict[str, Any], pk: int) -> HttpResponse:
    done = get_object_or_404(TagMerge.objects.defer("undo"), pk=pk)
    try:
        tag = tag_merge.undo(done, by=request.user)  # type: ignore[arg-type]
    except NotPossible as refusal:
        messages.warning(request, _("Nothing was undone. %(reason)s") % {"reason": refusal})
        return HttpResponseRedirect(reverse("admin:taggit_tag_merges"))
    messages.success(request, _("“%(name)s” is a tag of its own again.") % {"name": tag.name})
    return HttpResponseRedirect(reverse("admin:taggit_tag_change", args=[tag.pk]))


def doubles(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Pairs of tags that may be one."""
    context |= {"title": _("Tags that may be one"), "pairs": tag_search.doubles()}
    return render(request, "admin/taggit/tag/doubles.html", context)


def _choices(chosen: list[Tag]) -> list[Choice]:
    live = tag_search.count(tag.pk for tag in chosen)
    links = ArticleTag.objects.filter(tag__in=chosen).order_by().values_list("tag")
    written = dict(links.annotate(stories=Count("pk")))
    return [Choice(tag, live.get(tag.pk, 0), written.get(tag.pk, 0)) for tag in chosen]
