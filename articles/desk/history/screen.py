"""Everything that was saved of an article, what came of it, and who did what."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk.history.doors import readable, writable
from articles.desk.workflow.record import locked, log
from articles.models import Article, Edition, Revision

PER_PAGE = 50
AUTOSAVES = 20
ACTS = 20


class NameForm(forms.ModelForm):
    class Meta:
        model = Revision
        fields = ["name"]


class PlaceForm(forms.Form):
    """Where in the history a page begins: below that number."""

    before = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


@dataclass
class Row:
    """A revision, the one saved before it, and the editions that were made from it."""

    revision: Revision
    previous: Revision | None
    is_preset: bool
    """Chosen for comparison with what is saved, unless somebody chooses otherwise."""
    editions: list[Edition] = field(default_factory=list)

    @property
    def code(self) -> str:
        return f"revision:{self.revision.number}"


def history(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    place = PlaceForm(request.GET)
    if not place.is_valid():
        raise Http404
    article = readable(desk, request, pk)
    return _page(desk, request, article, place.cleaned_data["before"])


def name(desk: ModelAdmin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give a revision a name, which keeps it from being pruned; an empty one takes the name back."""
    article = writable(desk, request, pk)
    with transaction.atomic():
        locked(article)
        revision = get_object_or_404(article.revisions.saves().for_history(), number=number)
        form = NameForm(request.POST, instance=revision)
        if form.is_valid():
            _name(request, article, revision)
            return HttpResponseRedirect(reverse("admin:articles_article_history", args=[pk]))
    messages.error(request, " ".join(str(problem) for problem in form.errors["name"]))
    return _page(desk, request, article, None, status=422)


def _name(request: HttpRequest, article: Article, revision: Revision) -> None:
    revision.kind = Revision.Kind.NAMED if revision.name else Revision.Kind.SAVED
    revision.save(update_fields=["name", "kind"])
    if revision.name:
        said = _("Revision %(number)d is named “%(name)s”.")
    else:
        said = _("Revision %(number)d has no name any more.")
    said %= {"number": revision.number, "name": revision.name}
    log(request.user, article, said)  # type: ignore[arg-type]
    messages.success(request, said)


def _page(
    desk: ModelAdmin, request: HttpRequest, article: Article, before: int | None, *, status: int = 200
) -> HttpResponse:
    rows = _rows(article, before)
    context = desk.admin_site.each_context(request) | {
        "title": _("History"),
        "subtitle": str(article),
        "opts": desk.opts,
        "article": article,
        "rows": rows[:PER_PAGE],
        "older": rows[PER_PAGE - 1].revision.number if len(rows) > PER_PAGE else None,
        "is_first_page": before is None,
        "autosaves": []
        if before
        else list(article.revisions.autosaves().for_history().order_by("-created_at")[:AUTOSAVES]),
        "acts": [] if before else _acts(article),
        "writable": desk.has_change_permission(request, article),
    }
    return TemplateResponse(request, "admin/articles/article/history.html", context, status=status)


def _rows(article: Article, before: int | None) -> list[Row]:
    """A page of revisions and one more, newest first, with their editions. Two queries."""
    found = article.revisions.saves().for_history()
    revisions = list((found.filter(number__lt=before) if before else found)[: PER_PAGE + 1])
    rows = {
        revision.pk: Row(revision, previous, is_preset=number == (1 if len(revisions) > 1 else 0))
        for number, (revision, previous) in enumerate(zip(revisions, [*revisions[1:], None], strict=True))
    }
    shown = ("revision", "number", "change", "note", "live_from", "live_until", "article")
    for edition in Edition.objects.filter(article=article, revision__in=list(rows)).only(*shown):
        rows[edition.revision_id].editions.append(edition)
    return list(rows.values())


def _acts(article: Article) -> list[dict[str, Any]]:
    kind = ContentType.objects.get_for_model(Article)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(article.pk)).select_related("user")
    return [
        {"when": entry.action_time, "who": entry.user, "what": entry.get_change_message() or entry}
        for entry in entries.order_by("-action_time", "-pk")[:ACTS]
    ]
