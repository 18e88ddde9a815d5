"""The newsroom behind the real nginx and the real Varnish, all on loopback, with the configurations of deploy/.

Where one of them is not installed, its tests are left out. One set runs for all tests of a module.
"""

import gzip
import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase

from articles.models import Edition
from tests import make
from tests.bench.server import free_port, wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
PATH = os.environ["PATH"] + ":/usr/sbin"
PROGRAMS = {"nginx": shutil.which("nginx", path=PATH), "varnish": shutil.which("varnishd", path=PATH)}
START_SECONDS = 60


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()

    @property
    def cache(self) -> str:
        """What the proxy says it did, the same word for both; empty if it passed the request on."""
        told = self.headers.get("X-Cache", "")
        return "" if told == "BYPASS" else told


def ask(port: int, path: str, headers: dict[str, str] | None = None, method: str = "GET", body: bytes = b"") -> Answer:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    asked.request(method, path, body or None, headers or {})
    response = asked.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    asked.close()
    return answer


@dataclass
class Site:
    """The newsroom's folder, where each server listens, and the path of a story."""

    folder: Path
    ports: dict[str, int]
    edition: Edition
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def story(self) -> str:
        return self.edition.get_absolute_url()

    def asked(self, path: str) -> int:
        """How often the application was asked for this address, by its log, which it writes a moment later."""
        last, log, deadline = f"/healthz?after={time.monotonic_ns()}", "", time.monotonic() + 10
        ask(self.ports["application"], last)
        while last not in log:
            assert time.monotonic() < deadline, log
            log = (self.folder / "application.log").read_text()
        return log.count(f"GET {path} ")


# --- The servers ---


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("site")
    # Workers of a proxy that root has started are somebody else.
    for path in (made, *made.parents[:2]):
        path.chmod(path.stat().st_mode | 0o755)
    return made


@pytest.fixture(scope="module")
def site(folder, django_db_setup, django_db_blocker) -> Iterator[Site]:
    """A small paper, committed, and the application that serves it to both proxies."""
    ports = {name: free_port() for name in ("application", *PROGRAMS)}
    with django_db_blocker.unblock():
        try:
            made = Site(folder, ports, make.live("The ferry left on time", tags=["coast"]))
            make.live("Another story")
            with ExitStack() as running:
                _start(made, running)
                yield made
        finally:
            TransactionTestCase()._fixture_teardown()


def _start(site: Site, running: ExitStack) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "NEWSROOM_VAR_DIR": str(site.folder),
        "NEWSROOM_CACHE_SECONDS": "1",
        "NEWSROOM_PROXIES": "1",
        "NEWSROOM_PURGE_URL": f"http://127.0.0.1:{site.ports['varnish']}",
    }
    port = str(site.ports["application"])
    granian = [
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        *("--access-log", "--access-log-fmt", "%(method)s %(path)s?%(query_string)s "),
    ]
    commands = {
        "application": [sys.executable, *granian, "newsroom.wsgi:application"],
        "purge": [sys.executable, "manage.py", "purge_cache"],
        **{name: [program, *_arguments(name, site)] for name, program in PROGRAMS.items() if program},
    }
    # The application comes first, and is there before anybody asks if it is.
    for name, command in commands.items():
        log = running.enter_context((site.folder / f"{name}.log").open("wb"))
        site.processes[name] = process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        running.callback(_end, process)
        if name in site.ports:
            wait_for(site.ports[name], process, START_SECONDS)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=30)


def _arguments(name: str, site: Site) -> list[str]:
    folder = site.folder
    if name == "nginx":
        (folder / "newsroom.conf").write_text(
            filled(site, "nginx/newsroom.conf").replace("/var/log/nginx/", f"{folder}/")
        )
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder))
        return ["-e", f"{folder}/nginx-error.log", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"]
    (folder / "newsroom.vcl").write_text(filled(site, "varnish/newsroom.vcl"))
    listen = ["-a", f"127.0.0.1:{site.ports['varnish']}", "-T", "none", "-n", f"{folder}/varnish"]
    return ["-F", "-j", "none", *listen, "-f", f"{folder}/newsroom.vcl", "-s", "malloc,32m", "-p", "vsl_space=1m"]


NGINX = """
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    sendfile on;
    include {folder}/newsroom.conf;
}}
"""


def filled(site: Site, name: str) -> str:
    """The configuration with the values of this site, as envsubst writes it. Raises KeyError for one that is not told."""
    values = {
        "NEWSROOM_HOST": "127.0.0.1",
        "NEWSROOM_LISTEN": f"127.0.0.1:{site.ports['nginx']}",
        "NEWSROOM_APPLICATION": f"127.0.0.1:{site.ports['application']}",
        "NEWSROOM_APPLICATION_HOST": "127.0.0.1",
        "NEWSROOM_APPLICATION_PORT": str(site.ports["application"]),
        "NEWSROOM_VAR_DIR": str(site.folder),
        "NEWSROOM_CACHE_DIR": str(site.folder / "nginx-cache"),
    }
    template = (ROOT / "deploy" / f"{name}.template").read_text()
    return re.sub(r"\$\{(NEWSROOM_\w+)\}", lambda place: values[place[1]], template)
