"""Build an archive of a size, then measure its pages. Runs in a process of its own for each size and database."""

import json
import os
import random
import secrets
import sys
from pathlib import Path
from statistics import median
from typing import Any

SAMPLE = 300
TURNS = 5
POSTS = 100
WARM = 20
PICTURES = 40


def main(size: int) -> None:
    import django

    django.setup()
    build(size)
    rows = _measure(size)
    json.dump(rows, sys.stdout)


def build(size: int) -> None:
    from django.core.management import call_command

    from articles.models import Article, Author, Illustration
    from newsroom.demo import archive, load, people

    call_command("migrate", verbosity=0)
    load._sections()
    for slug, name, role, _biography in people.AUTHORS:
        Author.objects.get_or_create(slug=slug, defaults={"name": name, "role": role})
    if not Illustration.objects.exists():
        Illustration.objects.bulk_create(_picture(number) for number in range(PICTURES))
    if Article.objects.count() < size:
        archive.fill(size, progress)


def _picture(number: int):
    """A picture as the library stores it. Pages only name its files, which nobody fetches here."""
    from articles.models import Illustration
    from articles.pictures.geometry import Shape, plan
    from articles.pictures.names import entry

    size = (1600, 900)
    renditions = [entry(f"renditions/bench-{number}", spec) for shape in Shape for spec in plan(size, shape)]
    return Illustration(
        title=f"Picture {number}",
        file=f"originals/bench-{number}.jpg",
        width=1600,
        height=900,
        decorative=True,
        credit="Bench",
        renditions=renditions,
    )


def progress(what: str, items: list[Any]):  # a generator
    for number, item in enumerate(items, start=1):
        if number % max(1, len(items) // 10) == 0:
            sys.stderr.write(f"\r  {what}: {number} of {len(items)}   ")
        yield item
    sys.stderr.write("\n")


def _measure(size: int) -> list[dict[str, Any]]:
    from articles.models import Edition, EditionTag
    from newsroom.demo import people
    from tests.bench.server import serving

    chance = random.Random(size)
    ids = list(Edition.objects.listed().values_list("pk", flat=True))
    paths = [
        e.address.path for e in Edition.objects.filter(pk__in=chance.sample(ids, SAMPLE)).select_related("address")
    ]
    tag = EditionTag.objects.live().values_list("tag__slug", flat=True).order_by("tag_id").first()
    author = people.AUTHORS[0][0]
    run = secrets.token_hex(4)  # so that no comment is a duplicate of an earlier run's
    pages = {
        "article, hot": [("GET", paths[0], None)] * SAMPLE,
        "article, random": [("GET", path, None) for path in paths],
        "front": [("GET", "/", None)] * SAMPLE,
        "tag": [("GET", f"/tag/{tag}/", None)] * SAMPLE,
        "section": [("GET", "/section/world/", None)] * SAMPLE,
        "author": [("GET", f"/author/{author}/", None)] * SAMPLE,
        "archive": [("GET", "/archive/", None)] * SAMPLE,
        "archive, month": [("GET", f"/archive{paths[0][:9]}", None)] * SAMPLE,
        "feed": [("GET", "/feed/", None)] * SAMPLE,
        "feed of a tag": [("GET", f"/tag/{tag}/feed/atom/", None)] * SAMPLE,
        "JSON feed": [("GET", "/feed.json", None)] * SAMPLE,
        "JSON of stories": [("GET", f"/stories/index.json?section=world&tag={tag}", None)] * SAMPLE,
        "JSON of an article": [("GET", f"{path}index.json", None) for path in paths],
        "comment post": [
            ("POST", f"{path}comment/", _comment(f"{run}-{number}")) for number, path in enumerate(paths[:POSTS])
        ],
    }
    queries = {name: _queries(requests[0]) for name, requests in pages.items()}
    bodies = {name: _save_bare(name, requests[0]) for name, requests in pages.items()}
    rows = []
    environment = dict(os.environ)
    with (
        serving("newsroom.wsgi:application", environment) as site,
        serving("tests.bench.bare:application", environment) as bare,
    ):
        for name, requests in pages.items():
            floor = [("GET", f"/{bodies[name]}", None)] * SAMPLE
            warm = [("GET", path.removesuffix("comment/"), None) for _method, path, _form in requests[:WARM]]
            site.ask(warm), bare.ask(floor[:WARM])
            rows.append({"size": size, "page": name, "queries": queries[name], **compare(site, requests, bare, floor)})
    return rows


def _comment(mark: str) -> dict[str, str]:
    return {
        "text": f"A measured comment, {mark}, which is held.",
        "name": f"Reader {mark}",
        "email": f"{mark}@example.org",
    }


def compare(site, requests, bare, floor) -> dict[str, Any]:
    """Ask both in turns, so that a drift of the machine shows in neither alone. Medians over the turns."""
    turns = [(site.ask(requests[turn::TURNS]), bare.ask(floor[turn::TURNS])) for turn in range(TURNS)]
    costs, floors = zip(*turns, strict=True)
    cpu, least = (median(cost.cpu for cost in side) for side in (costs, floors))
    return {
        "cpu": round(cpu, 2),
        "bare": round(least, 2),
        "ratio": round(median(cost.cpu / least.cpu for cost, least in turns), 1),
        "wall": round(median(cost.wall for cost in costs), 2),
        "statuses": sorted(set().union(*(cost.statuses for cost in costs))),
    }


def _queries(request: tuple[str, str, dict[str, str] | None]) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    method, path, form = request
    client = Client()
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get(path) if method == "GET" else client.post(path, _comment(secrets.token_hex(8)))
    return len([query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def _save_bare(name: str, request: tuple[str, str, dict[str, str] | None]) -> str:
    """Store the bytes of a page for the bare view. A redirect's page is what the bare view returns for a post."""
    from django.conf import settings
    from django.test import Client

    slug = name.replace(", ", "-").replace(" ", "-")
    folder = Path(settings.VAR_DIR) / "bare"
    folder.mkdir(parents=True, exist_ok=True)
    method, path, _form = request
    (folder / slug).write_bytes(Client().get(path if method == "GET" else path.removesuffix("comment/")).content)
    return slug


if __name__ == "__main__":
    main(int(sys.argv[1]))
