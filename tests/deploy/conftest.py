"""The newsroom behind the real nginx and the real Varnish, all on loopback, with the configurations of deploy/.

Where one of them is not installed, its tests are left out. One set runs for all tests of a module.
"""

import gzip
import http.client
import os
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
from tests.deploy.proxies import INSTALLED, PROGRAMS, ROOT, command

START_SECONDS = 60
LOG = "%(method)s %(path)s?%(query_string)s for %(header{x-forwarded-for})s at %(header{host})s"
# What an application may take for the headers that a proxy sets.
LOG += " not %(header{x_forwarded_for})s %(header{x_forwarded_proto})s %(header{script_name})s %(header{path_info})s"


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
        """How often the application was asked for this address."""
        return self.log().count(f"GET {path} ")

    def log(self) -> str:
        """What the application was asked until now. It writes that down a moment later."""
        last, log, deadline = f"/healthz?after={time.monotonic_ns()}", "", time.monotonic() + START_SECONDS
        ask(self.ports["application"], last)
        while last not in log:
            assert time.monotonic() < deadline, log
            log = (self.folder / "application.log").read_text()
        return log


# --- The servers ---


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Site]:
    """A small paper, committed, and the application that serves it to both proxies."""
    ports = {name: free_port() for name in ("application", *PROGRAMS)}
    with django_db_blocker.unblock():
        try:
            made = Site(tmp_path_factory.mktemp("site"), ports, make.live("The ferry left on time", tags=["coast"]))
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
    granian = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", port]
    logged = ["--access-log", "--access-log-fmt", LOG]
    commands = {
        "application": [sys.executable, *granian, *logged, "newsroom.wsgi:application"],
        "purge": [sys.executable, "manage.py", "purge_cache"],
        **{name: command(name, site.folder, site.ports) for name in INSTALLED},
    }
    # The application comes first, and is there before anybody asks if it is.
    for name, how in commands.items():
        log = running.enter_context((site.folder / f"{name}.log").open("wb"))
        site.processes[name] = process = subprocess.Popen(how, env=environment, cwd=ROOT, stdout=log, stderr=log)
        running.callback(_end, process)
        if name in site.ports:
            wait_for(site.ports[name], process, START_SECONDS)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=30)
