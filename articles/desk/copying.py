"""A new article that begins as a copy of another."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import revisions
from articles.desk.rules import Action, may
from articles.models import Article


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        original = get_object_or_404(Article, pk=pk)
        user: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
        if not (may(user, Action.READ, original) and desk.has_add_permission(request)):
            raise PermissionDenied
        made = copy(original, by=user)
        said = _("This is a copy of “%(headline)s”, a draft of yours. Give it a headline and a slug of its own.")
        desk.message_user(request, said % {"headline": original}, messages.SUCCESS)
        return redirect("admin:articles_article_change", made.pk)

    return [path("<int:pk>/copy/", desk.admin_site.admin_view(require_POST(view)), name="articles_article_copy")]


@transaction.atomic
def copy(original: Article, *, by: User) -> Article:
    """A draft that says what the original's draft says. Its address, its times and its editions stay with the original.

    The headline is kept as it is: a mark in it would be one more thing to take out, and would be published by mistake.
    """
    wanted = revisions.snapshot(original)
    wanted["fields"]["slug"] = ""
    made = Article.objects.create(created_by=by)
    revisions.apply(made, wanted, by=by)
    made.refresh_from_db()
    said = _("Copied from article %(number)d.") % {"number": original.pk}
    LogEntry.objects.log_actions(by.pk, [made], ADDITION, change_message=said, single_object=True)
    return made
