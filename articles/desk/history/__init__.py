"""The revisions of an article: the list, the comparison of any two versions, and the way back."""

from functools import partial

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from articles.desk.history import comparing, screen


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""
    view = desk.admin_site.admin_view
    return [
        path("<int:pk>/history/", view(require_safe(partial(screen.history, desk))), name="articles_article_history"),
        path(
            "<int:pk>/history/<int:number>/name/",
            view(require_POST(partial(screen.name, desk))),
            name="articles_article_name_revision",
        ),
        path(
            "<int:pk>/compare/",
            view(require_safe(partial(comparing.compare_two, desk))),
            name="articles_article_compare",
        ),
        path(
            "<int:pk>/restore/", view(require_POST(partial(comparing.restore, desk))), name="articles_article_restore"
        ),
    ]
