"""The sidebar: the places of the desk, grouped by work, with how much waits in them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.today import waiting_for
from comments.desk.boxes import errors_for, pending_for

# A count stops here: that much is too much to count, and counting it costs.
MOST = 99


class Screen(NamedTuple):
    """A page that is no list of a model, and what one must be allowed to do to use it."""

    name: str | Promise
    view: str
    permission: str = ""


class Place(NamedTuple):
    name: str
    url: str
    waiting: str = ""
    is_current: bool = False


class Group(NamedTuple):
    name: str
    places: list[Place]


# Each place is a screen or the name of a model; models that are not named here stand in the last group.
TODAY = Screen(gettext_lazy("Today"), "index")
GROUPS: list[tuple[str | Promise, list[Screen | str]]] = [
    (
        gettext_lazy("Desk"),
        [
            TODAY,
            "Article",
            Screen(gettext_lazy("Calendar"), "articles_article_calendar", "articles.view_article"),
            Screen(gettext_lazy("Front page"), "articles_article_front", "articles.arrange_front"),
            "Illustration",
            "Section",
            "Tag",
            "Author",
            Screen(gettext_lazy("Reports"), "articles_article_reports", "articles.view_article"),
        ],
    ),
    (
        gettext_lazy("Conversation"),
        [
            "Comment",
            Screen(gettext_lazy("Comments"), "comments_comment_all", "comments.moderate_comment"),
            "Commenter",
            "Block",
            "Watchlist",
            "Discussion",
            "Mention",
            "Policy",
            "ErrorReport",
            Screen(gettext_lazy("My mail on comments"), "comments_mail"),
        ],
    ),
    (
        gettext_lazy("House"),
        [
            "Page",
            "Identity",
            "Redirect",
            "MissingPage",
            "User",
            "Group",
            "LogEntry",
            "Webhook",
            "Delivery",
            Screen(gettext_lazy("Operations"), "operations", "django_tasks_database.view_dbtaskresult"),
        ],
    ),
]
NAMES = {
    "Block": gettext_lazy("Block rules"),
    "Comment": gettext_lazy("Moderation"),
    "Commenter": gettext_lazy("People"),
    "ErrorReport": gettext_lazy("Errors reported"),
    "Identity": gettext_lazy("The site"),
    "Illustration": gettext_lazy("Pictures"),
    "LogEntry": gettext_lazy("Log"),
    "Policy": gettext_lazy("Rules"),
}
WAITING: dict[Screen | str, Callable[[User], QuerySet | None]] = {
    TODAY: waiting_for,
    "Comment": pending_for,
    "ErrorReport": errors_for,
}


def groups(request: HttpRequest, apps: list[dict[str, Any]]) -> list[Group]:
    """The places that this person may go to. `apps` is the admin's own list of them, by app."""
    models = {model["object_name"]: model for app in apps for model in app["models"] if model["admin_url"]}
    named = [(str(name), list(_places(entries, models, request.user))) for name, entries in GROUPS]  # type: ignore[arg-type]
    rest = models.keys() - {entry for _name, entries in GROUPS for entry in entries}
    named[-1][1].extend(_place(name, models[name]) for name in sorted(rest))
    current = _current(request.path, (place for _name, places in named for place in places))
    return [
        Group(name, [place._replace(is_current=place.url == current) for place in places])
        for name, places in named
        if places
    ]


def _places(entries: Iterable[Screen | str], models: dict[str, Any], user: User) -> Iterator[Place]:
    for entry in entries:
        if isinstance(entry, Screen):
            place = _screen(entry, user)
        else:
            place = _place(entry, models[entry]) if entry in models else None
        if place is not None:
            yield place._replace(waiting=_waiting(entry, user))


def _screen(screen: Screen, user: User) -> Place | None:
    if screen.permission and not user.has_perm(screen.permission):
        return None
    try:
        return Place(str(screen.name), reverse(f"admin:{screen.view}"))
    except NoReverseMatch:
        return None


def _place(name: str, model: dict[str, Any]) -> Place:
    label = str(NAMES.get(name, model["name"]))
    return Place(label[:1].upper() + label[1:], model["admin_url"])


def _waiting(entry: Screen | str, user: User) -> str:
    rows = WAITING[entry](user) if entry in WAITING else None
    if rows is None:
        return ""
    count = rows.order_by()[: MOST + 1].count()
    return _("%(n)d+") % {"n": MOST} if count > MOST else str(count or "")


def _current(path: str, places: Iterable[Place]) -> str:
    """The address of the place that this page belongs to: the longest one that it begins with."""
    index = reverse("admin:index")
    found = [place.url for place in places if path.startswith(place.url) and (place.url != index or path == index)]
    return max(found, key=len, default="")
