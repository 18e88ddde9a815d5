"""Two versions of an article on one screen, and the way back to the older one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import compare, revisions, workflow
from articles.desk.draft import Snapshot
from articles.desk.history import restoring
from articles.desk.history.doors import readable, writable
from articles.desk.history.sides import SAVED, Side, names_of, side_of, usual_start
from articles.desk.workflow.record import locked, log
from articles.models import Article


class RestoreForm(forms.Form):
    start = forms.CharField(max_length=40)
    end = forms.CharField(max_length=40, required=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    parts = forms.MultipleChoiceField(choices=lambda: [(part, part) for part in restoring.PARTS], required=False)
    everything = forms.BooleanField(required=False)


@dataclass(frozen=True)
class Pair:
    """What is compared: `start` is what can be brought back, `end` what it is held against."""

    article: Article
    start: Side
    end: Side


def compare_two(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The comparison of `?from=` and `?to=`; of what readers see and what is saved, if nobody says."""
    article = readable(desk, request, pk)
    start = request.GET.get("from") or usual_start(article)
    pair = Pair(article, side_of(article, start), side_of(article, request.GET.get("to") or SAVED))
    return _page(desk, request, pair)


def restore(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Bring back the ticked parts of a version, or all of it, unless the article was saved meanwhile."""
    article = writable(desk, request, pk)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(form.errors.as_text(), content_type="text/plain; charset=utf-8")
    wish = form.cleaned_data
    with transaction.atomic():
        article = locked(article)
        start = side_of(article, wish["start"])
        pair = Pair(article, start, side_of(article, wish["end"] or SAVED))
        refusal = _refusal(article, wish)
        if refusal is None:
            _bring_back(request, pair, restoring.PARTS if wish["everything"] else wish["parts"])
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
    status, said = refusal
    messages.error(request, said)
    return _page(desk, request, pair, ticked=wish["parts"], status=status)


def _refusal(article: Article, wish: dict[str, Any]) -> tuple[int, str] | None:
    """Why nothing is brought back, with the status of the answer."""
    if article.version != wish["version"]:
        return 409, _("The article was saved by somebody meanwhile. Nothing is changed: look again, and choose anew.")
    if not (wish["parts"] or wish["everything"]):
        return 422, _("Tick at least one part to bring back.")
    return None


def _bring_back(request: HttpRequest, pair: Pair, parts: Collection[str]) -> None:
    user, start = request.user, pair.start
    wish = restoring.fit(pair.article, start.snapshot, parts, by=user)  # type: ignore[arg-type]
    changed = restoring.differing(revisions.snapshot(pair.article), wish)
    for sentence in wish.left_out:
        messages.warning(request, sentence)
    if not changed:
        messages.info(request, _("Nothing had to be brought back: the article says that already."))
        return
    revisions.apply(pair.article, wish.snapshot, by=user, only=changed)  # type: ignore[arg-type]
    named = ", ".join(compare.label(part) for part in changed)
    said = _("Brought back from %(side)s: %(parts)s.") % {"side": start.label, "parts": named}
    log(user, pair.article, said)  # type: ignore[arg-type]
    messages.success(request, said)
    if workflow.reopen_if_approved(pair.article, by=user):  # type: ignore[arg-type]
        messages.info(request, _("The story is in review again, because it was changed after its approval."))


def _page(
    desk: ModelAdmin, request: HttpRequest, pair: Pair, *, ticked: Collection[str] = (), status: int = 200
) -> HttpResponse:
    context = desk.admin_site.each_context(request) | {
        "title": _("Compare"),
        "subtitle": str(pair.article),
        "opts": desk.opts,
        "article": pair.article,
        "start": pair.start,
        "end": pair.end,
        "sides": [pair.start, pair.end],
        "comparison": _compared(pair.start.snapshot, pair.end.snapshot),
        "ticked": ticked,
        "columns": request.GET.get("view") == "columns",
        "writable": not pair.start.is_saved and desk.has_change_permission(request, pair.article),
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context, status=status)


def _compared(start: Snapshot, end: Snapshot) -> compare.Comparison:
    return compare.compare(start, end, names_of(start, end))
