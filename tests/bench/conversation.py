"""What readers say, measured in archives of ten thousand to a million comments."""

import argparse
import json
import os
import random
import secrets
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import __main__ as table
from tests.bench.pages import TURNS, build, compare, progress

SIZES = [10_000, 200_000, 1_000_000]
OF_ONE_STORY = 10_000
SAMPLE = 25
POSTS = 80
WARM = 5
TABS = ("pending", "reported", "approved", "spam", "bin")

Request = tuple[str, str, dict[str, str] | None]


@dataclass
class Page:
    """What is asked, as whom, and what the bare view is asked instead."""

    requests: list[Request]
    floor: Request
    cookie: str = ""
    stored: str = ""
    """Of a post: what status its comments must have."""
    queries: int = 0


def main(size: int, sizes: list[int], shape: int) -> None:
    import django

    django.setup()
    build(size)
    from tests.bench import crowd

    if crowd.number() > sizes[0]:
        crowd.clear()
    crowd.rules()
    made = _timed("long discussions", lambda: crowd.shapes(shape))
    rows = _in_process()
    for number in sizes:
        _timed(f"{number} comments", lambda number=number: crowd.grow(number, progress))
        rows += _measure(number, made)
    rows.sort(key=lambda row: row["order"])
    json.dump(rows, sys.stdout)


def _timed(what: str, act: Any) -> Any:
    started, result = time.monotonic(), act()
    sys.stderr.write(f"  {what}: built in {time.monotonic() - started:.0f} s\n")
    return result


# --- What is asked ---


def _pages(made: dict[str, int]) -> dict[str, Page]:
    pages = {f"post, {name}": page for name, page in _posts().items()}
    pages |= {f"thread, {name}": page for name, page in _threads(made).items()}
    cookie = _signed_in()
    for tab in TABS:
        pages[f"queue, {tab}"] = _read(f"/admin/comments/comment/?tab={tab}", cookie)
    story = _path(made["roots"])
    pages["count"] = _read(f"{story}comments/count/?since=1")
    pages["feed of all"] = _read("/comments/feed/")
    pages["feed of a story"] = _read(f"{story}feed/")
    return pages


def _read(path: str, cookie: str = "") -> Page:
    return Page([("GET", path, None)] * SAMPLE, ("GET", "/", None), cookie)


def _path(article: int) -> str:
    from articles.models import Edition

    return Edition.objects.listed().select_related("address").get(article=article).address.path


def _posts() -> dict[str, Page]:
    """A first comment, which is held; and one by somebody known, by itself or in answer, which is not."""
    from comments.models import Comment

    known = Comment.objects.approved().exclude(email="").order_by("pk")
    # Others in each run, or the limit of an hour would be met at last.
    start = random.randrange(max(1, known.count() - POSTS * 8))
    readers = list({row["email"]: row for row in known.values("name", "email")[start : start + POSTS * 8]}.values())
    parents = list(known.filter(parent=None).order_by("-pk")[:POSTS])
    run = secrets.token_hex(4)
    strangers = [{"name": f"Stranger {n}", "email": f"{run}{n}@example.org"} for n in range(POSTS)]
    stories = [parent.discussion_id for parent in parents]
    return {
        "held": _post(strangers, stories, "pending"),
        "approved": _post(readers, stories, "approved"),
        "answer": _post(readers[::-1], stories, "approved", parents),
    }


def _post(people: list[dict[str, str]], stories: list[int], stored: str, parents: Any = ()) -> Page:
    from django.utils import timezone

    from comments import signed
    from tests.bench import crowd

    chance, asked = random.Random(), []
    for number, (person, story) in enumerate(zip(people, stories, strict=False)):
        form = {
            "text": crowd.remark(chance.randrange(10**9), chance),
            "stamp": signed.stamp(story, timezone.now() - timedelta(minutes=5)),
            "parent": str(parents[number].pk) if parents else "",
            "website": "",
            "topic": "",
        }
        asked.append(("POST", f"{_path(story)}comment/", person | form))
    return Page(asked, ("POST", "/store/", asked[0][2]), stored=stored)


def _threads(made: dict[str, int]) -> dict[str, Page]:
    """The first, the middle and the last page of each long discussion, in every order."""
    from django.conf import settings

    from comments.models import Comment
    from comments.threads import ORDERS, REPLIES_ALONE

    pages = {}
    path, last = _path(made["roots"]), -(-_answers(made["roots"]) // settings.NEWSROOM_COMMENT_ROOTS)
    for order in ORDERS:
        for place, number in {"first": 1, "middle": last // 2, "last": last}.items():
            pages[f"roots, {order or 'oldest'}, {place}"] = _read(f"{path}?order={order}&page={max(1, number)}")
    for shape in ("one root", "chain"):
        path, root = _path(made[shape]), Comment.objects.get(discussion=made[shape], parent=None)
        last = -(-root.answers // REPLIES_ALONE)
        pages[f"{shape}, among others"] = _read(path)
        for place, number in {"first": 1, "middle": last // 2, "last": last}.items():
            pages[f"{shape}, {place}"] = _read(f"{path}?thread={root.pk}&page={max(1, number)}")
    return pages


def _answers(article: int) -> int:
    from comments.models import Discussion

    return Discussion.objects.get(pk=article).count


def _signed_in() -> str:
    from django.contrib.auth.models import User
    from django.test import Client

    User.objects.get_or_create(
        username="bench-mail", defaults={"email": "m@example.org", "is_staff": True, "is_superuser": True}
    )
    person, _made = User.objects.get_or_create(username="bench", defaults={"is_staff": True, "is_superuser": True})
    client = Client()
    client.force_login(person)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


# --- Measuring ---


def _measure(number: int, made: dict[str, int]) -> list[dict[str, Any]]:
    from tests.bench.desk import _SignedIn
    from tests.bench.server import serving

    pages, rows, environment = _pages(made), [], dict(os.environ)
    for name, page in pages.items():
        page.queries = _queries(page)
        if page.floor[0] == "GET":
            page.floor = ("GET", f"/{_save_bare(name, page)}", None)
    with (
        serving("newsroom.wsgi:application", environment) as site,
        serving("tests.bench.bare:application", environment) as bare,
    ):
        for order, (name, page) in enumerate(pages.items()):
            asked, floor = page.requests, [page.floor] * SAMPLE
            asker = _SignedIn(site, page.cookie)
            asker.ask(asked[:WARM]), bare.ask(floor[:WARM])
            asked = asked[WARM:-1] if page.stored else asked[: SAMPLE - SAMPLE % TURNS]
            cost = compare(asker, asked, bare, floor)
            _demand(name, page, len(asked))
            sys.stderr.write(f"  {number} comments, {name}: {cost['cpu']} ms, ratio {cost['ratio']}\n")
            rows.append({"order": order, "size": number, "page": name, "queries": page.queries, **cost})
    return rows


def _demand(name: str, page: Page, number: int) -> None:
    """A post that was refused, or held for a reason that was not meant, would be measured for another."""
    from comments.models import Comment

    if page.stored:
        statuses = set(Comment.objects.order_by("-pk").values_list("status", flat=True)[:number])
        if statuses != {page.stored}:
            raise RuntimeError(f"{name}: comments became {statuses}, not {page.stored}.")


def _client(page: Page) -> Any:
    from django.test import Client

    client = Client(headers={"X-Forwarded-For": f"10.0.{random.randrange(256)}.{random.randrange(256)}"})
    client.cookies.load(page.cookie)
    return client


def _queries(page: Page) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    method, path, form = page.requests[-1]
    client = _client(page)
    client.get(path if method == "GET" else path.removesuffix("comment/"))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path) if method == "GET" else client.post(path, form)
    if answer.status_code >= 400:
        raise RuntimeError(f"{path} answers {answer.status_code}.")
    not_asked = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return len([query for query in captured if not query["sql"].startswith(not_asked)])


def _save_bare(name: str, page: Page) -> str:
    from django.conf import settings

    slug = name.replace(", ", "-").replace(" ", "-")
    folder = Path(settings.VAR_DIR) / "bare"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / slug).write_bytes(_client(page).get(page.requests[0][1]).content)
    return slug


# --- Without a request ---


def _in_process() -> list[dict[str, Any]]:
    """What a comment of forty words costs the spam filter, and a look through the list of words."""
    from comments import spam
    from comments.models import Comment, Policy
    from comments.moderation import words
    from tests.bench import crowd

    chance, listed = random.Random(1), Policy.objects.get().hold_words
    said = [Comment(name="Reader", text=crowd.remark(number, chance)) for number in range(SAMPLE * TURNS)]
    acts = {
        "spam filter": (spam.judge, 1),
        f"list of {crowd.LISTED} words": (lambda one: words.find(listed, one.text, one.name), 0),
    }
    rows = []
    for name, (act, queries) in acts.items():
        act(said[0])
        turns = [_milliseconds(act, said[turn::TURNS]) for turn in range(TURNS)]
        row = {"order": 99, "size": 0, "page": name, "queries": queries, "cpu": round(median(turns), 2)}
        rows.append(row | dict.fromkeys(("bare", "ratio", "wall", "statuses"), "–"))
    return rows


def _milliseconds(act: Any, items: list[Any]) -> float:
    started = time.process_time()
    for item in items:
        act(item)
    return (time.process_time() - started) * 1000 / len(items)


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench.conversation", description=__doc__)
    parser.add_argument("articles", type=int)
    parser.add_argument("--comments", nargs="+", type=int, default=SIZES, metavar="N")
    parser.add_argument("--shape", type=int, default=OF_ONE_STORY, metavar="N", help="comments of one discussion")
    return parser.parse_args(given)


if __name__ == "__main__":
    if sys.argv[1:]:
        asked = arguments(sys.argv[1:])
        main(asked.articles, sorted(asked.comments), asked.shape)
    else:
        table.main(["--only", "conversation"])
