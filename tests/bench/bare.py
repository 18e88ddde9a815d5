"""The yardstick: a Django with one view that returns stored bytes, and one that stores a row. No middleware, no template."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

FOLDER = Path(os.environ["NEWSROOM_VAR_DIR"]) / "bare"

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": FOLDER / "rows.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"},
}
settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="of the benchmark",
    MIDDLEWARE=[],
    DATABASES={"default": SQLITE},
)


@cache
def stored(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def page(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(stored(name))


@cache
def _made() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS said (id integer PRIMARY KEY, text text, name text, email text)")


def row(request: HttpRequest) -> HttpResponse:
    """Store what was posted, and lead on: the least that taking a comment can cost."""
    _made()
    with connection.cursor() as cursor:
        typed = [request.POST[name] for name in ("text", "name", "email")]
        cursor.execute("INSERT INTO said (text, name, email) VALUES (%s, %s, %s)", typed)
    return HttpResponseRedirect("/")


urlpatterns = [path("store/", row), path("<slug:name>", page)]
application = WSGIHandler()
