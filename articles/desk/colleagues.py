"""What passes between people over a draft, on its way from and to the article form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import planning, workflow
from articles.desk.people import name_of
from articles.desk.rules import Action, demand, may
from articles.models import Article


def settle(request: HttpRequest, form: Any, article: Article) -> None:
    """Store what the form says beside the story: the plan, a note, a link. A refusal is told; the story stays saved.

    Raises PermissionDenied.
    """
    user: Any = request.user
    _attempt(request, lambda: planning.save(form, article, by=user))
    if form.cleaned_data.get("note_text"):
        _attempt(request, lambda: workflow.write_note(article, by=user, **form.note_said()), _("The note is there."))
    if "_share" in request.POST:
        said = _("The link is made. It stands under “Links for people outside”.")
        _attempt(request, lambda: workflow.share(article, by=user, **form.link_wanted()), said)


def _attempt(request: HttpRequest, act: Callable[[], object], said: str = "") -> None:
    try:
        act()
    except workflow.NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        if said:
            messages.success(request, said)


def article_for(request: HttpRequest, pk: int, action: Action) -> Article:
    """The article, for somebody who may do that with it. Raises PermissionDenied, or Http404."""
    article = get_object_or_404(Article.objects.select_related("section", "assignee", "created_by"), pk=pk)
    demand(request.user, action, article)  # type: ignore[arg-type]  # signed in, or not here
    return article


def respond(
    request: HttpRequest, desk: ModelAdmin, article: Article, panel: dict[str, str], said: str
) -> HttpResponse:
    """Answer a button of a panel: to the form's script the panel anew, to anyone else the form.

    Without the script the button has sent the whole form; what was typed in it is saved then, as by Save.
    """
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"panels": panel, "said": said})
    form = reverse("admin:articles_article_change", args=[article.pk])
    messages.success(request, said)
    if "version" in request.POST and may(request.user, Action.WRITE, article):  # type: ignore[arg-type]
        return desk.changeform_view(request, str(article.pk), form)
    return HttpResponseRedirect(form)


def who(user: Any) -> str:
    return name_of(user) or _("somebody who has left")
