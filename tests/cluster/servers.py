"""Programs on loopback that are started, killed, and started again as they were; and what they are told by their environment."""

import http.client
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.server import family, wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS, STOP_SECONDS = 60, 10


@dataclass
class Program:
    """A program with a log of its own. `port` is where it listens; `user` who runs it, if not whoever runs this."""

    name: str
    command: list[str]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    user: str | None = None
    alive: str = ""
    """What it answers with 200 once it is ready; where it is empty, to listen is enough."""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.begin()
        self.wait()

    def begin(self) -> None:
        """Start it, and do not wait until it listens."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment or None,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                user=self.user,
                # So that Ctrl-C reaches us alone, and we end the others in order.
                start_new_session=True,
            )

    def wait(self) -> None:
        assert self.process
        if self.port:
            wait_for(self.port, self.process, START_SECONDS)
        if self.alive:
            until(lambda: answers(self.port, self.alive), f"{self.name} answers")

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """End it and its children as a lost machine does: with no chance to finish anything."""
        self.send(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def send(self, number: int) -> None:
        """To it and all its children, the parent first, so that it replaces none."""
        if self.is_running:
            for pid in list(family(self.process.pid)):
                with suppress(ProcessLookupError):
                    os.kill(pid, number)

    def stop(self) -> None:
        """End it in peace, and what does not end by force."""
        if not self.is_running:
            return
        self.send(signal.SIGCONT)
        pids = list(family(self.process.pid))
        self.process.terminate()
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()


def free_port() -> int:
    """One that no connection takes by chance while its server is down, below those which the kernel gives out."""
    while True:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", random.randrange(20_000, 32_000)))
            return probe.getsockname()[1]


def answers(port: int, path: str) -> bool:
    """Whether it answers there with 200 at this moment."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def until(holds: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> float:
    """Wait until it holds. Returns for how many seconds. Raises TimeoutError."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"After {seconds} s it does not hold that {what}.")
        time.sleep(0.02)
    return time.monotonic() - begun


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    """Production as its manual has it, but for TLS and the pause between comments, on loopback."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "NEWSROOM_ENV": "production",
        "NEWSROOM_SECRET_KEY": secrets.token_urlsafe(64),
        "NEWSROOM_ALLOWED_HOSTS": "127.0.0.1",
        # What is broken here are programs; nobody is there to show a passkey.
        "NEWSROOM_SECOND_FACTOR": "off",
        "NEWSROOM_SITE_URL": f"http://127.0.0.1:{port}",
        "NEWSROOM_SSL_REDIRECT": "0",
        "NEWSROOM_COMMENT_INTERVAL": "0",
        "NEWSROOM_LINK_CHECKS": "0",
        "NEWSROOM_VAR_DIR": str(folder),
        **more,
    }


def web(name: str, folder: Path, settings: dict[str, str], port: int) -> Program:
    """The application as its manual starts it."""
    gunicorn = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--workers", "1", "--threads", "4"]
    told = ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--worker-tmp-dir", "/dev/shm"]
    return Program(name, [*gunicorn, *told], folder, settings, port, alive="/healthz")


def install(settings: dict[str, str]) -> None:
    """Make this process one of the site's, and set the site up. The static files are not packed, which takes long."""
    os.environ.update(settings)
    import django
    from django.conf import settings as made
    from django.core.management import call_command

    django.setup()
    made.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["css", "js", "mjs", "svg", "json", "map", "txt", "png", "ico", "woff2"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
