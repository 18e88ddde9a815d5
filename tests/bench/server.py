"""A real server on loopback, and what it costs to ask it: CPU time of its processes, by the kernel's own accounting."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from random import randrange
from statistics import median
from urllib.parse import urlencode

START_SECONDS = 20
STOP_SECONDS = 10


@dataclass(frozen=True)
class Cost:
    """Of one request: CPU milliseconds of the server, median wall milliseconds, and the statuses that came back."""

    cpu: float
    wall: float
    statuses: set[int]


class Server:
    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process

    def ask(self, requests: list[tuple[str, str, dict[str, str] | None]], cookie: str = "") -> Cost:
        """Send these (method, path, form) one after the other over one connection, as whoever has the cookie.

        Each comes from a network of its own, as those of readers do.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        walls, statuses, before = [], set(), self._cpu()
        for method, path, form in requests:
            started = time.perf_counter()
            body = urlencode(form) if form else None
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
            headers |= {"X-Forwarded-For": f"10.{randrange(256)}.{randrange(256)}.{randrange(256)}"}
            headers |= {"Cookie": cookie} if cookie else {}
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            walls.append(time.perf_counter() - started)
            statuses.add(response.status)
        connection.close()
        return Cost((self._cpu() - before) / len(requests), median(walls) * 1000, statuses)

    def megabytes(self) -> float:
        """Resident memory of the server's processes, what they share shared out among them."""
        return sum(_proportional(pid) for pid in family(self.process.pid)) / 1024

    def _cpu(self) -> float:
        """Milliseconds of CPU used so far by the server's process and its children."""
        return sum(time.clock_gettime(_clock(pid)) for pid in family(self.process.pid)) * 1000


def _proportional(pid: int) -> int:
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))


def _clock(pid: int) -> int:
    """The id of a process's CPU clock, as clock_getcpuclockid(3) makes it on Linux."""
    return (~pid) << 3 | 2


def family(pid: int) -> Iterator[int]:
    yield pid
    with (
        suppress(FileNotFoundError, ProcessLookupError),
        open(f"/proc/{pid}/task/{pid}/children") as children,
    ):  # it may have ended just now
        for child in children.read().split():
            yield from family(int(child))


@contextmanager
def serving(
    application: str, environment: dict[str, str], workers: int = 1, module: str = "granian"
) -> Iterator[Server]:
    """Granian on a free loopback port, until the block ends."""
    port = free_port()
    process = subprocess.Popen(command(application, port, workers, module), env=environment)
    try:
        wait_for(port, process, START_SECONDS)
        yield Server(port, process)
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server and its workers; by force those that are still there after a while."""
    pids = list(family(process.pid))
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        for pid in reversed(pids):
            with suppress(ProcessLookupError):  # it may have ended just now
                os.kill(pid, signal.SIGKILL)
        process.wait()


def command(application: str, port: int, workers: int = 1, module: str = "granian") -> list[str]:
    server = [sys.executable, "-m", module, "--interface", "wsgi", "--workers", str(workers)]
    return [*server, "--no-ws", "--log-level", "error", "--host", "127.0.0.1", "--port", str(port), application]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Return once the process listens on the port. Raises RuntimeError if it ends, or is not there in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")
