"""Adding many pictures at once. Each file stands for itself: one that is refused keeps no other out."""

import logging
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import library
from articles.models import Illustration
from articles.pictures.guard import PictureRefused

logger = logging.getLogger(__name__)


class SharedForm(forms.ModelForm):
    """What is the same for all pictures of one upload. Descriptions are not: they follow, one by one."""

    class Meta:
        model = Illustration
        fields = ("credit", "licence", "ai_made")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "upload_%s")
        super().__init__(*args, **kwargs)
        self.fields["licence"].required = False

    def clean_licence(self) -> str:
        return self.cleaned_data["licence"] or Illustration.Licence.OWN


class Outcome(NamedTuple):
    """What became of one file: a picture, or the reason why there is none."""

    name: str
    picture: Illustration | None = None
    reason: str = ""

    @property
    def address(self) -> str:
        return reverse("admin:articles_illustration_change", args=[self.picture.pk]) if self.picture else ""

    @property
    def thumb(self) -> str:
        return library.thumbnail(self.picture)


def urls(desk: admin.ModelAdmin) -> list[URLPattern]:
    def view(request: HttpRequest) -> HttpResponse:
        if not desk.has_add_permission(request):
            raise PermissionDenied
        return upload(request, desk.admin_site.each_context(request))

    return [path("upload/", desk.admin_site.admin_view(require_POST(view)), name="articles_illustration_upload")]


def upload(request: HttpRequest, site: dict[str, Any]) -> HttpResponse:
    """Store the files of the request. The script sends one and reads JSON; a plain form sends all and gets a report."""
    shared, files = SharedForm(request.POST), request.FILES.getlist("files")
    if not files or not shared.is_valid():
        reason = _("Choose at least one picture.") if not files else _first_error(shared)
        outcomes = [Outcome("", reason=reason)]
    else:
        outcomes = [_store(file, shared.cleaned_data, request.user) for file in files]  # type: ignore[arg-type]
    status = 201 if all(outcome.picture for outcome in outcomes) else 422
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"results": [_as_json(outcome) for outcome in outcomes]}, status=status)
    context = site | {"title": _("Uploaded pictures"), "outcomes": outcomes, **_tally(outcomes)}
    return render(request, "admin/articles/illustration/uploaded.html", context, status=status)


def title_of(name: str) -> str:
    """A first title, made of the name of a file: `IMG_2044 harbour-at-noon.jpg` becomes `IMG 2044 harbour at noon`."""
    words = PurePath(name.replace("\x00", "")).stem.replace("_", " ").replace("-", " ").split()
    return " ".join(words)[:120].strip() or _("Untitled picture")


def _store(file: UploadedFile, shared: dict[str, Any], by: User) -> Outcome:
    name = str(file.name)
    try:
        taken = library.take(file)
    except PictureRefused as refusal:
        return Outcome(name, reason=str(refusal))
    picture = Illustration(title=title_of(name), created_by=by, **shared)
    picture.ai_made, picture.ai_term = picture.ai_made or bool(taken.ai_term), taken.ai_term
    try:
        library.store_picture(picture, taken.picture)
    except OSError:
        logger.exception("A picture could not be stored.")
        return Outcome(name, reason=str(library.NOT_STORED))
    LogEntry.objects.log_actions(by.pk, [picture], ADDITION, change_message=[{"added": {}}], single_object=True)
    return Outcome(name, picture)


def _as_json(outcome: Outcome) -> dict[str, Any]:
    if outcome.picture is None:
        return {"name": outcome.name, "reason": outcome.reason}
    return {"name": outcome.name, "title": outcome.picture.title, "thumb": outcome.thumb, "address": outcome.address}


def _tally(outcomes: Iterable[Outcome]) -> dict[str, int]:
    stored = [outcome.picture is not None for outcome in outcomes]
    return {"stored": stored.count(True), "refused": stored.count(False)}


def _first_error(form: forms.ModelForm) -> str:
    name, messages = next(iter(form.errors.items()))
    return f"{form[name].label}: {messages[0]}"
