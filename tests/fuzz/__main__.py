"""The HTTP fuzz run over a server as deploy/bin/serve starts it: `make fuzz`, or `python -m tests.fuzz 20000 7`.

Takes the number of requests and a seed. Prints what was answered and every fault, and fails if there is one.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import server
from tests.fuzz import wire

ROOT = Path(__file__).resolve().parents[2]
REQUESTS, SEED, START_SECONDS = 5000, 1, 60


def main(number: int = REQUESTS, seed: int = SEED) -> int:
    with tempfile.TemporaryDirectory(prefix="newsroom-fuzz-") as var:
        told, log = run(Path(var), number, seed)
    print(f"seed {seed}: {told.sent} requests; " + ", ".join(f"{n} {said}" for said, n in told.statuses.most_common()))
    print(*told.faults[:20], sep="\n")
    print(f"{len(told.faults)} faults; {len(log)} lines of an error in the server's log")
    print(*log[:20], sep="\n")
    return 1 if told.faults or log else 0


def run(var: Path, number: int, seed: int) -> tuple[wire.Told, list[str]]:
    """What became of so many requests, and what the server's log has of errors. `var` is an empty folder."""
    port = server.free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSROOM_")}
    environment = kept | {"NEWSROOM_VAR_DIR": str(var), "NEWSROOM_BIND": f"127.0.0.1:{port}"}
    environment |= {"NEWSROOM_VENV": str(ROOT / ".venv"), "DATABASE_URL": f"sqlite:///{var}/db.sqlite3"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=environment, check=True)
    with (var / "log").open("wb") as log:
        serving = subprocess.Popen(["bash", "deploy/bin/serve"], cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            server.wait_for(port, serving, START_SECONDS)
            told = wire.Told()
            for request in wire.requests(paths(), number, seed):
                wire.send(port, request, told)
            wire.send(port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", told)
            if serving.poll() is not None:
                told.faults.append("The server has ended.")
        finally:
            server.stop(serving)
    lines = (var / "log").read_text(errors="replace").splitlines()
    return told, [line for line in lines if any(word in line for word in (" ERROR ", "[ERROR]", "[CRITICAL]"))]


def paths() -> list[str]:
    """A path of every route, as far as it is one without rows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from tests.fuzz import requests

    known = {"date:date": ["2026/01/02"], "year": ["2026"], "month:month": ["2026-01"], "month": ["01"], "day": ["02"]}
    return sorted({f"/{requests.plain(route, known)}" for route in requests.routes()})


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
