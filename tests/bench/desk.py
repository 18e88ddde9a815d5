"""What editors ask for, measured in an archive of 20,000 articles and a million revisions."""

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

from tests.bench import __main__ as table
from tests.bench.pages import WARM, build, compare, progress

REVISIONS = 1_000_000
OF_ONE_ARTICLE = 1_000
SAMPLE = 60
LENGTH = 1_000  # words of the two that are compared
FIRST_NUMBER = 10_000  # of the revisions that are made here


def main(size: int) -> None:
    import django

    django.setup()
    build(size)
    pk = _long_history()
    _fill()
    json.dump(_measure(size, pk), sys.stdout)


# --- The archive ---


def _long_history() -> int:
    """The article with a thousand revisions; the last two of them are long and differ."""
    from articles.desk import revisions
    from articles.models import Article, Revision

    article = Article.objects.order_by("pk").first()
    missing = OF_ONE_ARTICLE - 2 - article.revisions.count()
    snapshot = revisions.snapshot(article)
    if missing > 0:
        Revision.objects.bulk_create(
            Revision(article=article, number=100 + number, snapshot=snapshot) for number in range(missing)
        )
        for number, body in enumerate(_two_texts()):
            long = snapshot | {"fields": snapshot["fields"] | {"body": body}}
            Revision.objects.create(article=article, number=FIRST_NUMBER - 2 + number, snapshot=long)
    return article.pk


def _two_texts() -> tuple[str, str]:
    """A text of LENGTH words in paragraphs of fifty, and the same with every tenth word another and two parts moved."""
    chance = random.Random(LENGTH)
    words = [f"{chance.choice('bcdfghklmnprst')}{chance.choice('aeiou')}{number % 211}" for number in range(LENGTH)]
    other = [f"{word}x" if number % 10 == 3 else word for number, word in enumerate(words)]
    old, new = ([side[start : start + 50] for start in range(0, LENGTH, 50)] for side in (words, other))
    new[3], new[12] = new[12], new[3]
    return _html(old), _html(new)


def _html(paragraphs: list[list[str]]) -> str:
    return "".join(f"<p>{' '.join(words)}.</p>" for words in paragraphs)


def _fill() -> None:
    """Add one more revision to every article, over and over, until there are REVISIONS."""
    from django.db.models import Max

    from articles.models import Article, Revision

    last = Revision.objects.aggregate(last=Max("number"))["last"]
    missing = REVISIONS - Revision.objects.count()
    rounds = -(-missing // Article.objects.count()) if missing > 0 else 0
    for number in progress("revisions, rounds", [last + 1 + number for number in range(rounds)]):
        _one_more_each(number)


def _one_more_each(number: int) -> None:
    from django.db import connection

    snapshot = json.dumps({"fields": {"headline": "As it was"}, "tags": [], "bylines": [], "sources": []})
    as_json = "CAST(%s AS jsonb)" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_revision (article_id, number, kind, name, snapshot, sitting, created_at)"
            f" SELECT id, %s, 'saved', '', {as_json}, '', saved_at FROM articles_article",
            [number, snapshot],
        )


# --- Measuring ---


def _measure(size: int, pk: int) -> list[dict[str, Any]]:
    from tests.bench.server import serving

    client = _signed_in()
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    pages = _requests(client, pk)
    bodies = {name: _save_bare(client, name, requests[0]) for name, requests in pages.items()}
    queries = {name: _queries(client, requests.pop()) for name, requests in pages.items()}
    rows, environment = [], dict(os.environ)
    with (
        serving("newsroom.wsgi:application", environment) as site,
        serving("tests.bench.bare:application", environment) as bare,
    ):
        for name, requests in pages.items():
            floor = [("GET", f"/{bodies[name]}", None)] * SAMPLE
            site.ask([("GET", "/admin/articles/article/", None)] * 3, cookie)
            bare.ask(floor[:WARM])
            cost = compare(_SignedIn(site, cookie), requests, bare, floor)
            rows.append({"size": size, "page": name, "queries": queries[name], **cost})
    return rows


class _SignedIn:
    """A server, asked as somebody."""

    def __init__(self, server: Any, cookie: str) -> None:
        self.server, self.cookie = server, cookie

    def ask(self, requests: list[Any]) -> Any:
        return self.server.ask(requests, self.cookie)


def _signed_in() -> Any:
    from django.contrib.auth.models import User
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client

    person, _made = User.objects.get_or_create(
        username="bench", defaults={"is_staff": True, "is_superuser": True, "is_active": True}
    )
    client = Client()
    client.force_login(person)
    client.cookies["csrftoken"] = _get_new_csrf_string()
    return client


def _requests(client: Any, pk: int) -> dict[str, list[tuple[str, str, dict[str, str] | None]]]:
    """What is asked, one more than the sample of each: the last one is only to count its queries."""
    from django.urls import NoReverseMatch, reverse

    change = "/admin/articles/article"
    pair = f"from=revision:{FIRST_NUMBER - 2}&to=revision:{FIRST_NUMBER - 1}"
    read = {
        "article list": f"{change}/",
        "history, 1,000 revisions": f"{change}/{pk}/history/",
        "compare 1,000 words": f"{change}/{pk}/compare/?{pair}",
        "article form": f"{change}/{pk}/change/",
    }
    pages: dict[str, Any] = {name: [("GET", path, None)] * (SAMPLE + 1) for name, path in read.items()}
    forms = list(_forms(client))
    pages["save"] = [("POST", f"{change}/{one}/change/", form) for one, form in forms[: SAMPLE + 1]]
    try:
        reverse("admin:articles_article_pulse", args=[1])
    except NoReverseMatch:
        return pages
    rest = forms[SAMPLE + 1 :]
    pages["autosave"] = [("POST", f"{change}/{one}/pulse/", form | {"sitting": f"bench{one}"}) for one, form in rest]
    return pages


def _forms(client: Any):  # a generator
    """What a browser would send of the forms of some articles with another headline, twice the sample."""
    import secrets

    from articles.models import Article
    from tests.articles.desk.conftest import typed

    run, token = secrets.token_hex(3), {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    for article in Article.objects.order_by("pk")[10 : 12 + 2 * SAMPLE]:
        yield article.pk, typed(article, headline=f"Measured, {run}", _save="1") | token


def _queries(client: Any, request: tuple[str, str, dict[str, str] | None]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    method, path, form = request
    with CaptureQueriesContext(connection) as captured:
        client.get(path) if method == "GET" else client.post(path, form)
    return len([query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))])


def _save_bare(client: Any, name: str, request: tuple[str, str, dict[str, str] | None]) -> str:
    """Store the bytes of a page for the bare view: for a post, those of the form it came from."""
    from django.conf import settings

    slug = name.replace(", ", "-").replace(",", "").replace(" ", "-")
    folder = Path(settings.VAR_DIR) / "bare"
    folder.mkdir(parents=True, exist_ok=True)
    method, path, _form = request
    page = client.get(path if method == "GET" else path.replace("/pulse/", "/change/"))
    (folder / slug).write_bytes(page.content)
    return slug


if __name__ == "__main__":
    main(int(sys.argv[1])) if sys.argv[1:] else table.main(["--only", "desk"])
