"""Memory of a server with two workers after load, and how soon after its start it answers, beside a bare Django.

Both once as granian starts them, each worker loading for itself, and once loaded before the workers part.
"""

import http.client
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.bench.pages import _save_bare, build
from tests.bench.server import Server, command, free_port, serving, stop

WORKERS = 2
STARTS = 3
HOT = 1000
COLD = 400


def main(size: int) -> None:
    import django

    django.setup()
    build(size)
    from articles.models import Edition

    path = Edition.objects.listed().select_related("address").order_by("-published_at")[0].address.path
    some = Edition.objects.listed().select_related("address").order_by("-published_at")[:COLD]
    lists = ["/", "/section/world/", "/archive/", "/feed/", "/conversations/", "/search/?q=ferry"]
    asked = [("GET", one, None) for one in [*(story.address.path for story in some), *lists * 10]]
    asked += [("GET", path, None)] * HOT
    bare = f"/{_save_bare('article', ('GET', path, None))}"
    # As in production, where what is compiled stays so from the first start on.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    rows = []
    for module in ("granian", "tests.bench.preloaded"):
        for name, application, first, load in (
            ("newsroom", "newsroom.wsgi:application", path, asked),
            ("bare", "tests.bench.bare:application", bare, [("GET", bare, None)] * len(asked)),
        ):
            _first_page(application, first, module)
            starts = [_first_page(application, first, module) for _ in range(STARTS)]
            with serving(application, dict(os.environ), WORKERS, module) as server:
                _ask(server, load)
                rows.append(
                    {
                        "size": size,
                        "server": name,
                        "preloaded": module != "granian",
                        "megabytes": round(server.megabytes(), 1),
                        "start": round(median(starts), 2),
                        "best_start": round(min(starts), 2),
                    }
                )
    json.dump(rows, sys.stdout)


def _ask(server: Server, load: list[tuple[str, str, None]]) -> None:
    """In parts, each over a connection of its own, so that every worker gets some."""
    for start in range(0, len(load), 50):
        server.ask(load[start : start + 50])


def _first_page(application: str, path: str, module: str) -> float:
    """Seconds from the start of the server's process until the page is there."""
    port = free_port()
    started = time.perf_counter()
    process = subprocess.Popen(command(application, port, WORKERS, module), cwd=Path.cwd())
    try:
        while time.perf_counter() - started < 20:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            try:
                connection.request("GET", path)
                if connection.getresponse().status == 200:
                    return time.perf_counter() - started
            except ConnectionError:
                time.sleep(0.005)
            finally:
                connection.close()
        raise RuntimeError("The server did not answer.")
    finally:
        stop(process)


if __name__ == "__main__":
    main(int(sys.argv[1]))
