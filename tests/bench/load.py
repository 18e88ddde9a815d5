"""Readers in a crowd and commenters in a rush, on one article of a server with two workers.

The quiet figure is of the readers alone; then as many read while comments come: some by people who are known, which
are shown at once, and then some by strangers, which are held. Readers and commenters are processes of their own, bounded
in number, pace and time. Latency is taken from a request's sending, as each connection sends its next only after the
answer; how many came through is said beside it.
"""

import argparse
import json
import os
import random
import secrets
import socket
import subprocess
import sys
import threading
import time
from typing import Any
from urllib.parse import urlencode

from tests.bench.server import serving

WORKERS = 2
READERS = 32  # connections
WRITERS = 4
SECONDS = 20
READS, POSTS = 2000, 50  # a second


def main(size: int, seconds: int) -> None:
    import django

    django.setup()
    from tests.bench.pages import build

    build(size)
    rows = [_measure(size, phase, seconds) for phase in ("quiet", "shown at once", "held")]
    json.dump(rows, sys.stdout)


def _measure(size: int, phase: str, seconds: int) -> dict[str, Any]:
    from articles.models import Edition
    from comments.models import Comment, Discussion

    _reset(story := Edition.objects.listed().select_related("address").order_by("-published_at")[0])
    path, posts = story.address.path, [] if phase == "quiet" else _posts(story, phase, POSTS * seconds)
    with serving("newsroom.wsgi:application", dict(os.environ), WORKERS) as server:
        server.ask([("GET", path, None)] * 100)
        readers = _start("read", server.port, {"path": path, "seconds": seconds})
        writers = _start("write", server.port, {"path": f"{path}comment/", "posts": posts})
        read, wrote = (json.loads(process.communicate(timeout=seconds * 6 + 60)[0]) for process in (readers, writers))
    stored = Comment.objects.filter(discussion=story.article_id)
    status = "approved" if phase == "shown at once" else "pending"
    accepted = sum(1 for one in wrote if one[1] in (302, 303))
    return {
        "size": size,
        "phase": phase,
        "seconds": seconds,
        "reads": round(len(read) / seconds),
        "read_errors": sum(1 for one in read if one[1] != 200),
        **{f"read_{name}": value for name, value in _percentiles(read).items()},
        "posts": len(wrote),
        "post_errors": len(wrote) - accepted,
        "lost": accepted - stored.count(),
        "otherwise": stored.exclude(status=status).count(),
        "counted": Discussion.objects.of(story.article_id).count,
        **({f"post_{name}": value for name, value in _percentiles(wrote).items()} if wrote else {}),
    }


def _reset(story: Any) -> None:
    """Begin each phase with the article as it was, without a comment."""
    from django.db import connection, transaction

    from comments.models import Comment, Discussion, Letter

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        below = Comment.objects.filter(discussion=story.article_id)
        Letter.objects.filter(comment__in=below).delete()
        below.update(root=None, parent=None)
        below.delete()
        Discussion.objects.filter(pk=story.article_id).recount()


def _posts(story: Any, phase: str, number: int) -> list[dict[str, str]]:
    """Forms as browsers send them, each by somebody else."""
    from datetime import timedelta

    from django.utils import timezone

    from comments import signed
    from comments.models import Comment
    from tests.bench import crowd

    run, chance = secrets.token_hex(4), random.Random()
    people = [{"name": f"Stranger {n}", "email": f"{run}{n}@example.org"} for n in range(number)]
    if phase == "shown at once":
        known = Comment.objects.approved().exclude(email="").exclude(discussion=story.article_id).order_by("pk")
        people = list({one["email"]: one for one in known.values("name", "email")}.values())[:number]
        if len(people) < number:
            raise RuntimeError(f"Only {len(people)} of {number} writers are known in an archive of this size.")
    stamp = signed.stamp(story.article_id, timezone.now() - timedelta(minutes=5))
    same = {"stamp": stamp, "parent": "", "website": "", "topic": ""}
    return [person | same | {"text": crowd.remark(chance.randrange(10**9), chance)} for person in people]


def _percentiles(answers: list[list[float]]) -> dict[str, float]:
    taken = sorted(one[0] for one in answers)
    return {name: round(taken[int(len(taken) * share)] * 1000, 2) for name, share in (("p50", 0.5), ("p99", 0.99))}


# --- The processes that ask ---


def _start(what: str, port: int, plan: dict[str, Any]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.load", what, str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    process.stdin.write(json.dumps(plan))
    process.stdin.close()
    process.stdin = None
    return process


def ask(what: str, port: int) -> None:
    """Send what the plan on standard input says. Prints [[seconds, status]]."""
    plan, answers = json.load(sys.stdin), list[tuple[float, int]]()
    if what == "read":
        request = _request("GET", plan["path"])
        parts = [[request] * int(READS / READERS * plan["seconds"]) for _ in range(READERS)]
        pace, seconds = READERS / READS, plan["seconds"]
    else:
        requests = [_request("POST", plan["path"], urlencode(form)) for form in plan["posts"]]
        parts = [requests[number::WRITERS] for number in range(WRITERS)]
        pace, seconds = WRITERS / POSTS, 10**6
    threads = [threading.Thread(target=_send, args=(port, some, pace, seconds, answers)) for some in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump(answers, sys.stdout)


def _request(method: str, path: str, body: str = "") -> bytes:
    network = ".".join(str(random.randrange(256)) for _ in range(3))
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"X-Forwarded-For: 10.{network}"]
    lines += ["Accept-Encoding: gzip"]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", body]).encode()


def _send(port: int, requests: list[bytes], pace: float, seconds: float, answers: list[tuple[float, int]]) -> None:
    """One after the other, each at its time or as soon as the one before is answered, until the time is over."""
    begun = time.perf_counter() + random.random() * pace
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number, request in enumerate(requests):
            now = time.perf_counter() - begun
            if now > seconds:
                return
            if number * pace > now:
                time.sleep(number * pace - now)
            sent = time.perf_counter()
            connection.sendall(request)
            status = _answer(connection)
            answers.append((time.perf_counter() - sent, status))


def _answer(connection: socket.socket) -> int:
    """Read one answer to its end. Returns its status."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := connection.recv(65536)):
            raise RuntimeError("The server hung up.")
        data += more
    head, _end, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return int(lines[0].split()[1])


if __name__ == "__main__":
    if sys.argv[1] in ("read", "write"):
        ask(sys.argv[1], int(sys.argv[2]))
    else:
        parser = argparse.ArgumentParser(prog="tests.bench.load", description=__doc__)
        parser.add_argument("size", type=int)
        parser.add_argument("--seconds", type=int, default=SECONDS)
        given = parser.parse_args()
        main(given.size, given.seconds)
