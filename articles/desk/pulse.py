"""What an open form tells the desk while somebody writes, and what the desk answers.

The form sends itself every few seconds. What it says is kept as an autosave, the article is not touched, and the panels
beside the form come back as they read for what is typed. Only a form without an article makes one, by its first word.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.desk import (
    authors,
    checks,
    notes,
    presence,
    reading,
    recovery,
    revisions,
    rules,
    similar_panel,
    sittings,
    typed,
)
from articles.desk.colleagues import article_for
from articles.desk.draft import Draft
from articles.desk.reading import Typed
from articles.desk.workflow.record import log_start
from articles.models import Article, Revision
from articles.models.prepared import Prepared

Panel = Callable[[Draft, Article, User], str]


def _checks(draft: Draft, article: Article, user: User) -> str:
    return render_to_string("admin/articles/article/_checks.html", {"problems": checks.examine(draft)})


def _similar(draft: Draft, article: Article, user: User) -> str:
    # Somebody who writes asks again every few seconds, and most of the time with the tags that were there before.
    return similar_panel.rendered(draft, user, is_again=True)


def _notes(draft: Draft, article: Article, user: User) -> str:
    return notes.rendered(article)


# Panels that speak as somebody types, by the name in their `data-panel`: of what is typed, or of what others have done.
PANELS: dict[str, Panel] = {"checks": _checks, "similar": _similar, "notes": _notes}


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""

    @never_cache
    @require_POST
    def pulse(request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if not request.user.is_active or not desk.admin_site.has_permission(request):
            return _refused(401, _("You are signed out."))
        if request.POST.get("writer", str(request.user.pk)) != str(request.user.pk):
            return _refused(409, _("Somebody else is signed in here now."))
        of = sittings.go_on(request, str(pk) if pk is not None else None)
        article = _articles.first(pk=typed.number(of) or 0) if of is not None else None
        if of is not None and article is None:
            return _refused(404, _("This story was deleted."))
        if not _may_write(desk, request, article):
            return _refused(403, _("You may not write in this story."))
        return _of_a_story(request, article) if article else _of_a_new_one(request)

    def take_over(request: HttpRequest, pk: int) -> HttpResponse:
        article = article_for(request, pk, rules.Action.WRITE)
        presence.take_over(article, request.user)
        if "application/json" in request.headers.get("Accept", ""):
            return _of_a_story(request, article)
        messages.success(request, _("It is your turn to write. Whatever the others have typed is kept and merged."))
        return recovery.back(request, article)

    view = desk.admin_site.admin_view(require_POST(take_over))
    return [
        path("<int:pk>/take-over/", view, name="articles_article_take_over"),
        path("add/pulse/", pulse, name="articles_article_add_pulse"),
        path("<int:pk>/pulse/", pulse, name="articles_article_pulse"),
    ]


_articles = Prepared(
    lambda pk: Article.objects.select_related("section", "illustration").filter(pk=pk).order_by(), pk=int
)


def _may_write(desk: ModelAdmin, request: HttpRequest, article: Article | None) -> bool:
    if article is None:
        return desk.has_add_permission(request)
    may = rules.may(request.user, rules.Action.WRITE, article)  # type: ignore[arg-type]  # signed in, or not here
    return may and desk.has_change_permission(request, article)


def _refused(status: int, reason: str) -> JsonResponse:
    return JsonResponse({"error": reason}, status=status)


def _of_a_story(request: HttpRequest, article: Article) -> JsonResponse:
    presence.seen(article, request.user)
    read = reading.read(request.POST, article)
    kept = recovery.keep_typed(request, article, read.unsaved)
    return _answer(request, article, kept, read)


def _of_a_new_one(request: HttpRequest) -> JsonResponse:
    read, token = reading.read(request.POST, Article()), sittings.token_of(request.POST.get("sitting"))
    if not token or reading.is_blank(read.unsaved, by=authors.own(request.user)):
        return JsonResponse({"kept": None, "article": None, "panels": {}})
    first = _begin(read, request.user)
    article, number = Article.objects.get(pk=first.article_id), first.number
    sittings.remember(request, token, sittings.Sitting(article.pk, article.version, number))
    _go_on_from(request, article, number)
    presence.seen(article, request.user)
    kept = recovery.keep_typed(request, article, read.unsaved)
    return _answer(request, article, kept, read)


def _begin(read: Typed, user: Any) -> Revision:
    """The first save of a new article: what can be stored of the form. The rest stays in the autosave."""
    ready = {*read.snapshot["fields"], *revisions.LISTS} - read.unready
    with transaction.atomic():
        first = revisions.apply(Article.objects.create(created_by=user), read.snapshot, by=user, only=ready)
        log_start(user, first.article, _("Begun by typing: the first words were kept."))
        return first


def _go_on_from(request: HttpRequest, article: Article, number: int) -> None:
    data = request.POST.copy()
    data["version"], data["base"] = str(article.version), str(number)
    request.POST = data  # type: ignore[assignment]  # a copy that may be changed


def _answer(request: HttpRequest, article: Article, kept: Revision | None, read: Typed) -> JsonResponse:
    user: Any = request.user
    draft = Draft.from_snapshot(article, read.snapshot)
    banner = presence.banner(article, user)
    panels = {name: panel(draft, article, user) for name, panel in PANELS.items()}
    panels["presence"] = render_to_string("admin/articles/article/_presence.html", {"presence": banner})
    form = reverse("admin:articles_article_change", args=[article.pk])
    return JsonResponse(
        {
            "kept": formats.time_format(timezone.localtime(kept.created_at if kept else None), "TIME_FORMAT"),
            "article": article.pk,
            "version": typed.number(request.POST.get("version", "")),
            "base": typed.number(request.POST.get("base", "")),
            "others": [name for name in (banner.holder, *banner.others) if name],
            "form": form,
            "pulse": reverse("admin:articles_article_pulse", args=[article.pk]),
            "unsaved": f"{form}?autosave={kept.pk}" if kept else None,
            "panels": panels,
        }
    )
