"""A version is put before readers by the script that operators use, and taken back if it does not answer."""

import http.client
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.db import connection

from tests.bench.server import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "news.example"
SHIPPED = (
    "articles", "comments", "deploy", "manage.py", "newsroom", "pyproject.toml", "requirements-production.txt", "templates",
)  # fmt: skip
DROPPED = Path("newsroom/static/newsroom/operations.css")
# In place of systemd: it ends what ran, and starts what the link leads to now.
SYSTEMCTL = """#!/usr/bin/env bash
set -euo pipefail
[ "$1" = restart ]
if [ -f "$NEWSROOM_HOME/pid" ]; then
    kill "$(cat "$NEWSROOM_HOME/pid")" 2>/dev/null || true
    while kill -0 "$(cat "$NEWSROOM_HOME/pid")" 2>/dev/null; do sleep 0.1; done
fi
while IFS='=' read -r key value; do export "$key=$value"; done <"$NEWSROOM_HOME/environment"
setsid "$NEWSROOM_HOME/current/deploy/bin/serve" >>"$NEWSROOM_HOME/log" 2>&1 </dev/null &
echo $! >"$NEWSROOM_HOME/pid"
"""


class Machine:
    """A folder as on a server, with a database that has everything but stories."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        (home / "var").mkdir()
        (home / "bin").mkdir()
        (home / "bin" / "systemctl").write_text(SYSTEMCTL)
        (home / "bin" / "systemctl").chmod(0o755)
        told = {
            "NEWSROOM_ENV": "production",
            "NEWSROOM_SECRET_KEY": "of a test, which nobody can reach from outside: 0123456789 abcdef",
            "NEWSROOM_ALLOWED_HOSTS": HOST,
            "NEWSROOM_SITE_URL": f"https://{HOST}",
            "NEWSROOM_SSL_REDIRECT": "0",
            "NEWSROOM_EMAIL_URL": "dummymail://",
            "NEWSROOM_VAR_DIR": str(home / "var"),
            "NEWSROOM_VENV": sys.prefix,
            "NEWSROOM_BIND": f"127.0.0.1:{self.port}",
        }
        (home / "environment").write_text("".join(f"{name}={value}\n" for name, value in told.items()))
        paths = connection.settings_dict["NAME"], home / "var" / "newsroom.sqlite3"
        with closing(sqlite3.connect(paths[0])) as made, closing(sqlite3.connect(paths[1])) as copy:
            made.backup(copy)

    def archive(self, name: str, *, breaks: bool = False) -> Path:
        """A version with that name; if it breaks, its process ends as it starts."""
        folder = self.home / "built" / name
        ignored = shutil.ignore_patterns("__pycache__")
        for part in SHIPPED:
            source, target = ROOT / part, folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, target, ignore=ignored) if source.is_dir() else shutil.copy2(source, target)
        if breaks:
            with (folder / "newsroom" / "wsgi.py").open("a") as file:
                file.write("\nraise RuntimeError('This version does not start.')\n")
            (folder / DROPPED).unlink()
        # What the tests run with is there already, so nothing is fetched.
        shutil.copy2(ROOT / "requirements.txt", folder / "requirements-production.txt")
        path = self.home / f"{name}.tar"
        with tarfile.open(path, "w") as tar:
            tar.add(folder, name)
        return path

    def release(self, *what: str | Path) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        environment = kept | {
            "PATH": f"{self.home / 'bin'}:{os.environ['PATH']}",
            "NEWSROOM_HOME": str(self.home),
            "NEWSROOM_READY": f"http://127.0.0.1:{self.port}/readyz",
            "NEWSROOM_PATIENCE": "15",
            "NEWSROOM_VENV": sys.prefix,
        }
        command = [str(ROOT / "deploy" / "bin" / "release"), *map(str, what)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)

    @property
    def serving(self) -> str:
        """The version whose process answers, by the folder that it was started in."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        asked.request("GET", "/", headers={"Host": HOST})
        assert asked.getresponse().status == 200
        return Path(f"/proc/{(self.home / 'pid').read_text().strip()}/cwd").resolve().name

    def stop(self) -> None:
        if (self.home / "pid").exists():
            with suppress(ProcessLookupError):
                os.kill(int((self.home / "pid").read_text()), signal.SIGTERM)


@pytest.fixture
def machine(tmp_path, django_db_setup, django_db_blocker) -> Iterator[Machine]:
    if connection.vendor != "sqlite":
        pytest.skip("A release is the same on every database; the one that needs no server shows it.")
    with django_db_blocker.unblock():
        made = Machine(tmp_path)
    yield made
    made.stop()


def test_a_version_comes_before_readers_and_goes_back_if_it_does_not_answer(machine):
    first = machine.release(machine.archive("newsroom-1"))
    assert first.stdout.splitlines()[-1:] == ["newsroom-1 serves."], first.stderr
    assert first.returncode == 0
    assert machine.serving == "newsroom-1"
    assert any((machine.home / "var" / "static").rglob("*.css"))

    broken = machine.release(machine.archive("newsroom-2", breaks=True))
    assert broken.returncode == 1
    assert "newsroom-2 does not answer" in broken.stderr
    assert "newsroom-1 serves again." in broken.stderr
    assert machine.serving == "newsroom-1"
    listed = (machine.home / "var" / "static" / "staticfiles.json").read_text()
    assert "newsroom/operations.css" in listed, "Pages of the version before name a file that the broken one has not."

    same = machine.release(machine.home / "newsroom-1.tar")
    assert (same.returncode, same.stderr) == (1, "newsroom-1 is the one that serves.\n")


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ((), "usage"),
        (("--back",), "There is no version before this one."),
        (("no.tar",), "is no archive of a version"),
    ],
)
def test_what_cannot_be_released_is_said_and_changes_nothing(machine, what, answer):
    told = machine.release(*what)

    assert told.returncode == 1
    assert answer in told.stderr
    assert not (machine.home / "current").exists()
