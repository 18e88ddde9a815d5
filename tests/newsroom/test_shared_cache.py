"""The cache that processes share: limits hold over all of them, and it takes nothing along when it goes."""

import shutil
import socket
import subprocess
import time

import pytest
from django.utils import timezone

from comments.moderation import quota
from newsroom import shared_cache
from newsroom.shared_cache import SharedCache

SERVER = shutil.which("redis-server") or shutil.which("valkey-server")


class Server:
    """A Redis of our own that may be stopped and started."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.start()

    def start(self):
        told = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([SERVER, *told], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise TimeoutError("Redis did not start.")

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(autouse=True)
def _no_outage():
    shared_cache.outage.__init__()
    yield
    shared_cache.outage.__init__()


@pytest.fixture
def server(tmp_path):
    if SERVER is None:
        pytest.skip("needs redis-server or valkey-server")
    one = Server(tmp_path)
    yield one
    one.stop()


def process(port):
    """The cache as another process has it."""
    return SharedCache(f"redis://127.0.0.1:{port}/0", {})


def test_what_one_process_keeps_all_have_and_each_goes_on_alone_while_it_is_away(server, caplog):
    one, other = process(server.port), process(server.port)
    assert one.add("turn", 1, 60) and not other.add("turn", 1, 60)
    assert (other.get("turn"), other.incr("turn")) == (1, 2)
    server.stop()
    assert one.add("turn", 1, 60) and not one.add("turn", 1, 60)
    one.set_many({"a": 1, "b": [2]})
    assert one.get_many(["a", "b"]) == {"a": 1, "b": [2]}
    one.delete_many(["a"])
    assert one.get("a", "none") == "none"
    assert caplog.text.count("shared cache is away") == 1
    server.start()
    shared_cache.outage.until = 0
    assert one.get("b") is None
    assert not shared_cache.outage.is_known
    one.set("b", 3)
    assert other.get("b") == 3


def test_limits_hold_over_processes_and_in_each_while_it_is_away(server, settings, monkeypatch):
    counters = [process(server.port), process(server.port)]
    at = timezone.now()

    def spend(number):
        monkeypatch.setattr(quota, "cache", counters[number])
        return bool(quota.spend("privacy", "somebody", 2, at))

    assert [spend(0), spend(1), spend(0), spend(1)] == [False, False, True, True]
    server.stop()
    assert [spend(0), spend(0), spend(0)] == [False, False, True]


def test_a_server_that_was_started_anew_costs_no_answer(server):
    one = process(server.port)
    one.set("a", 1)
    server.stop()
    server.start()
    one.set("a", 2)
    assert not shared_cache.outage.is_known and one.get("a") == 2


def test_a_silent_server_is_asked_once_and_not_waited_for_again():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        one = process(silent.getsockname()[1])
        one.set("a", 1)
        until = shared_cache.outage.until
        assert one.get("a") == 1 and shared_cache.outage.until == until > 0
