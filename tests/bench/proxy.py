"""How many pages nginx and Varnish answer from what they keep of ours, beside nginx with the same bytes in a file.

Asked by wrk, which must be installed. All serve the compressed page, with a log line each, on one worker, in turns.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import pages
from tests.bench.server import START_SECONDS, Server, free_port, serving, wait_for
from tests.deploy.proxies import INSTALLED, PROGRAMS, ROOT, command

TURNS, SECONDS, CONNECTIONS = 5, 2, 16
UPDATES = 10
# Beside the site, in the same nginx: the page as a file.
FILE = """
server {{
    listen 127.0.0.1:{port};
    access_log {folder}/file.log newsroom;
    location / {{
        root {folder}/file;
        gzip_static on;
        default_type "text/html; charset=utf-8";
        types {{ }}
        open_file_cache max=100;
    }}
}}
"""


def main(size: int) -> None:
    import django

    django.setup()
    if missing := [name for name in ("wrk", *PROGRAMS) if name not in INSTALLED and not shutil.which(name)]:
        sys.stderr.write(f"Left out; not installed: {', '.join(missing)}\n")
        json.dump([], sys.stdout)
        return
    pages.build(size)
    from articles.models import Edition

    story = Edition.objects.listed().newest_first().select_related("address").first()
    assert story is not None
    folder = Path(os.environ["NEWSROOM_VAR_DIR"]) / "proxies"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "file").mkdir(parents=True)
    ports = {name: free_port() for name in ("file", *INSTALLED)}
    environment = os.environ | {
        "NEWSROOM_CACHE_SECONDS": "1",
        "NEWSROOM_PURGE_URL": f"http://127.0.0.1:{ports['varnish']}",
    }
    with serving("newsroom.wsgi:application", environment) as application, ExitStack() as stack:
        ports["application"] = application.port
        servers = {name: stack.enter_context(_running(name, folder, ports)) for name in INSTALLED}
        rows = [
            row for path in ("/", story.get_absolute_url()) for row in _measure(size, servers, ports, folder, path)
        ]
        stack.enter_context(_purging(environment))
        rows += [_delay(size, name, ports[name]) for name in INSTALLED]
    json.dump(rows, sys.stdout)


def _measure(
    size: int, servers: dict[str, Server], ports: dict[str, int], folder: Path, path: str
) -> list[dict[str, Any]]:
    what = "front" if path == "/" else "article"
    _store(ports["application"], path, folder / "file" / what)
    asked = {"file": (servers["nginx"], ports["file"], f"/{what}")}
    asked |= {name: (server, ports[name], path) for name, server in servers.items()}
    turns: dict[str, list[dict[str, Any]]] = {name: [] for name in asked}
    for _turn in range(TURNS):
        for name, how in asked.items():
            turns[name].append(_load(*how))
    rate = {name: max(turn["rate"] for turn in told) for name, told in turns.items()}
    cpu = {name: min(turn["cpu"] for turn in told) for name, told in turns.items()}
    return [
        {
            "size": size,
            "page": f"{what}: {name}, {rate[name]:.0f}/s",
            "queries": 0,
            "cpu": round(cpu[name], 4),
            "bare": round(cpu["file"], 4),
            "ratio": round(rate[name] / rate["file"], 2),
            "wall": min(turn["wall"] for turn in told),
            "statuses": max(turn["errors"] for turn in told),
            "rate": round(rate[name]),
        }
        for name, told in turns.items()
    ]


def _delay(size: int, name: str, port: int) -> dict[str, Any]:
    """How long after an update was stored the old page is still shown, while somebody asks again and again."""
    from articles.desk import workflow
    from tests import make

    by = make.chief(f"{name}-{time.time_ns()}")
    article, delays = make.article(f"Seen through {name}", by=by), []
    for number in range(UPDATES):
        article.headline = f"Headline {number} behind {name}"
        article.save()
        path = workflow.publish(article, by=by).get_absolute_url()
        stored = time.perf_counter()
        while article.headline.encode() not in urllib.request.urlopen(f"http://127.0.0.1:{port}{path}").read():
            pass
        delays.append((time.perf_counter() - stored) * 1000)
    row = {"size": size, "queries": "", "cpu": "", "bare": "", "ratio": "", "wall": round(median(delays))}
    return row | {"page": f"{name} shows an update", "statuses": f"at most {max(delays):.0f} ms"}


@contextmanager
def _purging(environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "manage.py", "purge_cache"], env=environment, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _store(port: int, path: str, file: Path) -> None:
    """Lay down the very bytes that the proxies will keep, as a file."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        packed = answer.read()
    file.write_bytes(gzip.decompress(packed))
    file.with_suffix(".gz").write_bytes(packed)


@contextmanager
def _running(name: str, folder: Path, ports: dict[str, int]) -> Iterator[Server]:
    how = command(name, folder, ports)
    if name == "nginx":
        configuration = folder / "newsroom.conf"
        configuration.write_text(configuration.read_text() + FILE.format(port=ports["file"], folder=folder))
    with (folder / f"{name}.out").open("wb") as out:
        process = subprocess.Popen(how, stdout=out, stderr=out)
    try:
        wait_for(ports[name], process, START_SECONDS)
        yield Server(ports[name], process)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _load(server: Server, port: int, path: str) -> dict[str, Any]:
    """What one turn of wrk measured: requests a second, CPU milliseconds of the server for each, latency in ms, errors."""
    asked = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip", "--latency"]
    before = server._cpu()
    told = subprocess.run(
        [*asked, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    cpu = server._cpu() - before
    number = int(re.search(r"(\d+) requests in", told)[1])  # type: ignore[index]
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    latency, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", told).groups()  # type: ignore[union-attr]
    return {
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]),  # type: ignore[index]
        "cpu": cpu / number,
        "wall": round(float(latency) * {"us": 0.001, "ms": 1, "s": 1000}[unit], 3),
        "errors": failed[1] if failed else "200",
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
