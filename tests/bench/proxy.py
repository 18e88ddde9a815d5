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
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.bench import pages
from tests.bench.server import START_SECONDS, Server, free_port, serving, wait_for
from tests.deploy.proxies import INSTALLED, PROGRAMS, command

TURNS, SECONDS, CONNECTIONS = 5, 2, 16
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
    with serving("newsroom.wsgi:application", os.environ | {"NEWSROOM_CACHE_SECONDS": "1"}) as application:
        rows = [
            row for path in ("/", story.get_absolute_url()) for row in _measure(size, application.port, folder, path)
        ]
    json.dump(rows, sys.stdout)


def _measure(size: int, port: int, folder: Path, path: str) -> list[dict[str, Any]]:
    ports = {"application": port, "file": free_port(), **{name: free_port() for name in INSTALLED}}
    _store(port, folder, path)
    with ExitStack() as stack:
        servers = {name: stack.enter_context(_running(name, folder, ports)) for name in INSTALLED}
        asked = {"file": (servers["nginx"], ports["file"], "/page")}
        asked |= {name: (server, ports[name], path) for name, server in servers.items()}
        turns: dict[str, list[dict[str, Any]]] = {name: [] for name in asked}
        for _turn in range(TURNS):
            for name, how in asked.items():
                turns[name].append(_load(*how))
    best = {name: max(told, key=lambda turn: turn["rate"]) for name, told in turns.items()}
    what = "front" if path == "/" else "article"
    return [
        {
            "size": size,
            "page": f"{what}: {name}, {turn['rate']:.0f}/s",
            "queries": 0,
            "cpu": round(min(t["cpu"] for t in turns[name]), 4),
            "bare": round(min(t["cpu"] for t in turns["file"]), 4),
            "ratio": round(turn["rate"] / best["file"]["rate"], 2),
            "wall": turn["wall"],
            "statuses": turn["errors"],
            "rate": round(turn["rate"]),
        }
        for name, turn in best.items()
    ]


def _store(port: int, folder: Path, path: str) -> None:
    """Lay down the very bytes that the proxies will keep, as a file."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        packed = answer.read()
    (folder / "file" / "page").write_bytes(gzip.decompress(packed))
    (folder / "file" / "page.gz").write_bytes(packed)


@contextmanager
def _running(name: str, folder: Path, ports: dict[str, int]):
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
