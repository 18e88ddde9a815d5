"""Build an archive of a size, then measure its pages. Runs in a process of its own for each size and database."""

import json
import os
import random
import secrets
import sys
from pathlib import Path
from statistics import median
from typing import Any

SAMPLE = 100
KEPT = 500
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
    last = Edition.objects.order_by("-pk")[0].pk
    some = Edition.objects.listed().filter(pk__in=chance.sample(range(1, last + 1), min(last, SAMPLE * 2)))
    stories = list(some.select_related("address")[:SAMPLE])
    chance.shuffle(stories)
    paths = [story.address.path for story in stories]
    # The tag of most stories, whose list is the longest, and the day and month of any.
    tag = EditionTag.objects.live().values_list("tag__slug", flat=True).order_by("tag_id").first()
    author, story = people.AUTHORS[0][0], stories[0]
    run = secrets.token_hex(4)  # so that no comment is a duplicate of an earlier run's
    once = {
        "front": "/",
        "tag": f"/tag/{tag}/",
        "section": "/section/world/",
        "author": f"/author/{author}/",
        "archive": "/archive/",
        "archive, year": f"{story.published_at:/archive/%Y/}",
        "archive, month": f"{story.published_at:/archive/%Y/%m/}",
        "archive, day": f"{story.published_at:/archive/%Y/%m/%d/}",
        "conversations": "/conversations/",
        "corrections": "/corrections/",
        "text edition": "/text/",
        "search": f"/search/?q={story.headline.split()[1]}+{story.headline.split()[-1]}",
        "feed": "/feed/",
        "feed of a tag": f"/tag/{tag}/feed/atom/",
        "JSON feed": "/feed.json",
        "JSON of stories": f"/stories/index.json?section=world&tag={tag}",
        "news sitemap": "/news-sitemap.xml",
        "sitemap of a month": f"{story.published_at:/sitemap-%Y-%m.xml}",
        "comments feed": "/comments/feed/",
    }
    pages = {
        "article, random": [("GET", path, None) for path in paths],
        "article, the same": [("GET", paths[0], None)] * SAMPLE,
        "what changed": [("GET", f"{path}changes/", None) for path in paths],
        "JSON of an article": [("GET", f"{path}index.json", None) for path in paths],
        **{name: [("GET", path, None)] * SAMPLE for name, path in once.items()},
        "comment post": [
            ("POST", f"{path}comment/", _comment(f"{run}-{number}")) for number, path in enumerate(paths[:POSTS])
        ],
    }
    queries = {name: _queries(requests[0], after=paths[-1]) for name, requests in pages.items()}
    bodies = {name: _save_bare(name, requests[0]) for name, requests in pages.items()}
    rows = []
    environment = os.environ | {"NEWSROOM_PAGE_CACHE_MB": "0"}
    with (
        serving("newsroom.wsgi:application", environment) as site,
        serving("newsroom.wsgi:application", environment | {"NEWSROOM_PAGE_CACHE_MB": "16"}) as keeping,
        serving("tests.bench.bare:application", environment) as bare,
    ):
        for name, requests in pages.items():
            floor = [("GET", f"/{bodies[name]}", None)] * len(requests)
            warm = [("GET", path.removesuffix("comment/"), None) for _method, path, _form in requests[:WARM]]
            site.ask(warm), bare.ask(floor[:WARM])
            row = {"size": size, "page": name, "queries": queries[name], **compare(site, requests, bare, floor)}
            if name != "comment post":
                keeping.ask(warm)
                kept = compare(keeping, requests[:1] * KEPT, bare, floor[:1] * KEPT)
                row |= {"kept": kept["cpu"], "kept_ratio": kept["ratio"], "floor": kept["bare"]}
            rows.append(row)
            sys.stderr.write(f"  {name}: {row['cpu']} ms, kept {row.get('kept', '–')} ms\n")
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
        "cpu": round(cpu, 3),
        "bare": round(least, 3),
        "best": round(min(cost.cpu for cost in costs), 3),
        "ratio": round(median(cost.cpu / least.cpu for cost, least in turns), 2),
        "wall": round(median(cost.wall for cost in costs), 2),
        "statuses": sorted(set().union(*(cost.statuses for cost in costs))),
    }


def _queries(request: tuple[str, str, dict[str, str] | None], after: str = "/") -> int:
    """Those of a first visit, by a process that has shown the front page and `after`: what Django asks once of a database is
    past."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    method, path, form = request
    client = Client()
    client.get("/"), client.get(after)
    with CaptureQueriesContext(connection) as captured:
        client.get(path) if method == "GET" else client.post(path, _comment(secrets.token_hex(8)))
    return len(
        [query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    )


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
