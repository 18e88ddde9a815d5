"""What waits for one person: for editors what is handed in, for everybody what was sent back or given to them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import workflow
from articles.desk.rules import Action, may
from articles.desk.today.box import Box
from articles.models import Article, Edition, Note
from articles.models.remit import sections_of

SHOWN = 12
NOTES_SHOWN = 2


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""
    view: Callable[..., Any] = desk.admin_site.admin_view(require_POST(claim))
    return [path("<int:pk>/claim/", view, name="articles_article_claim")]


def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a story on: nobody else need look at it."""
    article = get_object_or_404(Article, pk=pk)
    user: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
    if not may(user, Action.ASSIGN, article):
        raise PermissionDenied
    workflow.assign(article, by=user, to=user)
    return redirect("admin:index")


def waiting_for(user: User) -> QuerySet[Article] | None:
    """Stories that this person is to do something about; None for those who write none."""
    if not user.has_perm("articles.change_article"):
        return None
    return Article.objects.editable_by(user).filter(needs(user))


def needs(user: User) -> Q:
    """The same as a condition on articles that the person may open.

    A union, not alternatives: each part is found by an index of its own, where for all at once SQLite reads the archive.
    """
    # Without an order of their own, which no part of a union may have.
    articles = Article.objects.order_by().values("pk")
    drafts = articles.filter(stage=Article.Stage.DRAFT)
    noted = Note.objects.filter(resolved_at=None).exclude(created_by=user).order_by().values("article")
    ever_out = Edition.objects.ever_live().filter(article=OuterRef("pk"))
    held = articles.filter(assignee=user)
    parts = [
        drafts.filter(Q(assignee=user) | Q(created_by=user), pk__in=noted),
        drafts.filter(~Q(created_by=user), ~Exists(ever_out), pk__in=held),
    ]
    handed_in = articles.filter(stage__in=[Article.Stage.REVIEW, Article.Stage.APPROVED])
    if user.has_perm("articles.publish_article"):
        parts.append(handed_in)
    elif sections := sections_of(user):
        parts.append(handed_in.filter(section__in=sections))
    return Q(pk__in=parts[0].union(*parts[1:]))


def box(user: User, at: datetime) -> Box:
    """Two queries."""
    found = waiting_for(user)
    rows = [] if found is None else list(_rows(found, user))
    for article in rows:
        _judge(article, user, at)
    return Box(
        name="waiting",
        title=_("Waiting for me"),
        rows=rows,
        empty=_("Nothing waits for you."),
        place=20,
    )


def _rows(found: QuerySet[Article], user: User) -> QuerySet[Article]:
    """Mine first, then what nobody has, then by the time it is wanted and how much it matters."""
    turn = Case(When(assignee=user, then=Value(0)), When(assignee=None, then=Value(1)), default=Value(2))
    notes = Note.objects.filter(resolved_at=None).exclude(created_by=user).select_related("created_by")
    return (
        found.select_related("section", "assignee")
        .only(
            *("headline", "stage", "due_at", "priority", "created_by", "saved_at", "section__name"),
            *("assignee__first_name", "assignee__last_name", "assignee__username"),
        )
        .prefetch_related(Prefetch("notes", notes.order_by("-pk"), to_attr="open_notes"))
        .order_by(turn, F("due_at").asc(nulls_last=True), "priority", "saved_at", "pk")[:SHOWN]
    )


def _judge(article: Any, user: User, at: datetime) -> None:
    """Put on the row what the template cannot ask."""
    article.is_late = article.due_at is not None and article.due_at <= at
    article.is_mine = article.assignee_id == user.pk
    article.claimable = not article.is_mine and may(user, Action.ASSIGN, article)
    article.shown_notes = article.open_notes[:NOTES_SHOWN]
    article.more_notes = len(article.open_notes) - len(article.shown_notes)
