"""MDN's HTTP Observatory, run here: the site served with TLS, its rules and marks from the package."""

import contextlib
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.bench.server import START_SECONDS, free_port, wait_for

SCRIPT = Path(__file__).with_name("observatory.mjs")
LEAST = 125


def scores(tools: Path, root: Path, environment: dict[str, str], paths: list[str]) -> list[dict]:
    """What each page is given, with its grade and the rules that it breaks. The site lies where `environment` says."""
    # Its imports are looked for beside it.
    script = tools / SCRIPT.name
    script.write_bytes(SCRIPT.read_bytes())
    with _serving(root, environment) as (ports, certificate):
        known = os.environ | {"NODE_EXTRA_CA_CERTS": str(certificate), "NODE_NO_WARNINGS": "1"}
        command = ["node", str(script), *map(str, ports), *paths]
        told = subprocess.run(command, capture_output=True, text=True, env=known, cwd=tools, timeout=120)
    if told.returncode:
        raise RuntimeError(told.stderr[-2000:])
    return json.loads(told.stdout)


@contextlib.contextmanager
def _serving(root: Path, environment: dict[str, str]) -> Iterator[tuple[tuple[int, int], Path]]:
    """The site by https, and beside it what leads there from http, as a proxy in front does."""
    folder, port = Path(environment["NEWSROOM_VAR_DIR"]), free_port()
    key, certificate = folder / "audit.key", folder / "audit.pem"
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    make += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key)]
    subprocess.run([*make, "-out", str(certificate)], check=True, capture_output=True)
    site = {"NEWSROOM_ALLOWED_HOSTS": "localhost", "NEWSROOM_SITE_URL": f"https://localhost:{port}"}
    server = ["-m", "granian", "--interface", "wsgi", "--workers", "1", "--no-ws", "--log-level", "error"]
    server += ["--host", "127.0.0.1", "--port", str(port)]
    server += ["--ssl-certificate", str(certificate), "--ssl-keyfile", str(key)]
    process = subprocess.Popen(
        [sys.executable, *server, "newsroom.wsgi:application"],
        cwd=root,
        env=environment | site | {"NEWSROOM_SSL_REDIRECT": "1"},
    )
    try:
        wait_for(port, process, START_SECONDS)
        with _leading_to(f"https://localhost:{port}") as plain:
            yield (plain, port), certificate
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextlib.contextmanager
def _leading_to(site: str) -> Iterator[int]:
    class Leading(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(301)
            self.send_header("Location", site + self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Leading) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()
