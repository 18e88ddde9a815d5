"""Every door of the desk that leads to an article: what is sent, and how one sees that it let somebody in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.desk import revisions, workflow
from articles.models import Article, Note
from tests import make
from tests.articles.desk.conftest import change_url, typed

LIST = "/admin/articles/article/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TIME = "%Y-%m-%dT%H:%M"


def nothing(article: Article) -> None:
    """The story as it was made."""


def live(article: Article) -> None:
    """Readers see it, and something newer is saved."""
    workflow.publish(article, by=make.superuser())
    make.rewrite(article, "Newer words")


def ending(article: Article) -> None:
    live(article)
    workflow.unpublish(article, by=make.superuser(), at=timezone.now() + HOUR)


def coming(article: Article) -> None:
    workflow.schedule(article, by=make.superuser(), live_from=timezone.now() + HOUR)


def planned(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(planned_for=timezone.now() + DAY)


def noted(article: Article) -> None:
    Note.objects.create(article=article, text="Who says so?")


def shared(article: Article) -> None:
    workflow.share(article, by=make.superuser(), person="Counsel", days=7)


def saved_twice(article: Article) -> None:
    make.rewrite(article, "Second words")
    revisions.record(article, by=None)


@dataclass(frozen=True)
class Door:
    """`send` knocks; `opened` tells, from the answer or from what is stored, whether it opened."""

    name: str
    send: Callable[[Any, Article], Any]
    opened: Callable[[Any, Article], bool]
    before: Callable[[Article], None] = nothing
    url_name: str = ""
    also: str = ""
    """A permission that it takes beside the table's."""
    is_page: bool = False
    """Whether it only shows something."""

    def __str__(self) -> str:
        return self.name


def page(name: str, view: str, query: str = "", before: Callable[[Article], None] = nothing) -> Door:
    """A page to look at."""
    return Door(
        name,
        lambda client, article: client.get(change_url(article, view) + query),
        lambda response, article: response.status_code == 200,
        before,
        f"articles_article_{view}",
        is_page=True,
    )


def form(name: str, opened: Callable[[Any, Article], bool], before=nothing, **fields: Any) -> Door:
    """The article form, sent with a button and some fields; those that are functions are asked for their value."""

    def send(client: Any, article: Article) -> Any:
        said = {key: value(article) if callable(value) else value for key, value in fields.items()}
        return client.post(change_url(article), typed(article, **said))

    return Door(name, send, opened, before, "articles_article_change")


def post(
    name: str,
    view: str,
    data: Callable[[Article], dict],
    opened: Callable[[Any, Article], bool],
    before=nothing,
    args=None,
    also: str = "",
) -> Door:
    """An address of its own."""

    def send(client: Any, article: Article) -> Any:
        more = args(article) if args else []
        return client.post(reverse(f"admin:articles_article_{view}", args=[article.pk, *more]), data(article))

    return Door(name, send, opened, before, f"articles_article_{view}", also)


def listed(name: str, action: str, opened: Callable[[Any, Article], bool], before=nothing, **data: Any) -> Door:
    """An action of the list; fields that are functions are asked for their value."""

    def send(client: Any, article: Article) -> Any:
        said = {key: value(article) if callable(value) else value for key, value in data.items()}
        return client.post(LIST, {"action": action, "_selected_action": [article.pk], **said})

    return Door(name, send, opened, before)


def stored(**fields: Any) -> Callable[[Any, Article], bool]:
    return lambda response, article: Article.objects.filter(pk=article.pk, **fields).exists()


def logged(words: str) -> Callable[[Any, Article], bool]:
    return lambda response, article: LogEntry.objects.filter(
        object_id=str(article.pk), change_message__startswith=words
    ).exists()


def editions(number: int) -> Callable[[Any, Article], bool]:
    """Whether that many are live now or to come."""
    return lambda response, article: article.editions.ever_live().not_over(timezone.now()).count() == number


def gone(response: Any, article: Article) -> bool:
    return not Article.objects.filter(pk=article.pk).exists()


def scheduled(article: Article) -> str:
    return str(article.editions.scheduled().get().pk)


def soon(article: Article) -> str:
    return timezone.localtime(timezone.now() + 2 * HOUR).strftime(TIME)


def ada(article: Article) -> str:
    return str(User.objects.get(username="ada").pk)


def law(article: Article) -> str:
    return str(make.section("Law").pk)


def pin(article: Article) -> dict:
    return {"_similar": f"pin:{make.live('Another', by=make.superuser()).article_id}"}


def restore(article: Article) -> dict:
    return {"start": "revision:1", "version": str(article.version), "everything": "on"}


def reschedule(client: Any, article: Article) -> Any:
    edition = article.editions.scheduled().get()
    return client.post(
        change_url(article), typed(article, _reschedule=str(edition.pk), **{f"move_{edition.pk}": soon(article)})
    )


def calendar(name: str, kind: str, row: Callable[[Article], Any], before, opened) -> Door:
    """An entry of the calendar, moved to another day."""

    def send(client: Any, article: Article) -> Any:
        entry = row(article)
        was = entry.planned_for if kind == "planned" else entry.live_from
        data = {"kind": kind, "row": entry.pk, "was": was.isoformat()}
        later = timezone.localdate() + 3 * DAY
        return client.post(reverse("admin:articles_article_calendar_move"), data | {"date": later.isoformat()})

    return Door(name, send, opened, before)
