"""Asking a web address: what comes back, and where it is never gone to. Every server here is on loopback."""

import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from articles.desk.link_fetch import Answer, Bounds, Refused, ask, download, is_public


class Site(BaseHTTPRequestHandler):
    """Answers by its path: `/STATUS`, `/to/ADDRESS` redirects there, and some odd ones."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"], self.headers["User-Agent"]))
        kind, _slash, rest = self.path.strip("/").partition("/")
        if kind == "get-only" and self.command == "HEAD":
            return self._say(int(rest))
        if kind == "slow":
            time.sleep(0.6)
        if kind == "drip":
            return self._drip()
        if kind == "to":
            return self._say(302, Location=rest)
        if kind == "file":
            self._say(200)
            return self.wfile.write(b"x" * int(rest))
        if kind == "endless":
            return self._say(302, Location=f"/endless/{len(rest) * 'x'}x")
        return self._say(int(kind) if kind.isdigit() else 200)

    do_GET = do_HEAD

    def _say(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(40):
            try:
                self.wfile.write(b"X: y\r\n")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def log_message(self, *args):
        pass


@contextmanager
def serving():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site():
    with serving() as server:
        yield server


def bounds(site, **changes) -> Bounds:
    here = {"ports": frozenset({site.server_port}), "allows": lambda address: address.is_loopback}
    return Bounds(**{"timeout": 0.4, "total": 1, "pause": 0} | here | changes)


def at(site, path: str, host: str = "127.0.0.1") -> str:
    return f"http://{host}:{site.server_port}{path}"


def test_a_page_that_is_there_is_asked_once_and_politely(site, settings):
    settings.NEWSROOM_SITE_NAME, settings.NEWSROOM_SITE_URL = "The Plumb Line ✎", "https://plumb.example"
    assert ask(at(site, "/200"), bounds(site)) == Answer(200)
    [(method, path, host, agent)] = site.asked
    assert (method, path, host) == ("HEAD", "/200", f"127.0.0.1:{site.server_port}")
    assert agent == "The Plumb Line  link check (+https://plumb.example/)"


@pytest.mark.parametrize("status", [404, 410, 500, 503, 400])
def test_an_error_is_told_after_a_second_look(site, status):
    answer = ask(at(site, f"/{status}"), bounds(site))
    assert answer.status == status
    assert str(status) in answer.problem
    assert [method for method, *_rest in site.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [403, 405, 501, 404])
def test_a_server_that_answers_only_get_is_well(site, status):
    assert ask(at(site, f"/get-only/{status}"), bounds(site)) == Answer(200)


@pytest.mark.parametrize("status", [401, 403, 429, 451])
def test_a_page_that_is_closed_to_robots_is_not_broken(site, status):
    assert ask(at(site, f"/{status}"), bounds(site)).problem == ""


def test_redirects_are_followed_relative_ones_too(site):
    assert ask(at(site, f"/to/{at(site, '/to//204')}"), bounds(site)) == Answer(204)
    assert len(site.asked) == 3


def test_redirects_without_end_are_given_up(site):
    answer = ask(at(site, "/endless/"), bounds(site, redirects=5))
    assert "without end" in answer.problem
    assert len(site.asked) == 6


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_slow_answer_is_not_waited_for(site, path):
    began = time.monotonic()
    answer = ask(at(site, path), bounds(site, total=0.5))
    assert answer.problem
    assert not answer.reached
    assert time.monotonic() - began < 3


def test_odd_addresses_are_asked_as_browsers_would(site):
    assert ask(at(site, "/päth?q=a b&c=%20"), bounds(site)) == Answer(200)
    assert site.asked[0][1] == "/p%C3%A4th?q=a%20b&c=%20"


# --- Where it never goes ---


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "//x/", "x", "http://", "gopher://x:80/"),
        *("http://user:pw@example.org/", "http://example.org:22/", "https://example.org:8443/"),
        *("http://127.0.0.1/", "http://[::1]/", "http://0.0.0.0/", "http://169.254.169.254/latest/meta-data/"),
        *(
            "http://10.1.2.3/",
            "http://[::ffff:127.0.0.1]/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://localhost/",
        ),
    ],
)
def test_what_is_no_public_web_page_is_not_asked(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("connected"))
    answer = ask(url, Bounds())
    assert answer.status is None
    assert answer.problem


@pytest.mark.parametrize(
    "url", ["http://[", "http://x:99999/", "http://" + "x" * 300 + "/", "http://a..b/", "http://\x00/"]
)
def test_what_is_no_address_is_a_problem_and_no_crash(url):
    assert ask(url, Bounds()).problem


def test_a_redirect_to_a_private_address_is_not_followed(site):
    for target in ("http://10.0.0.1/", at(site, "/200", "127.0.0.2").replace("127.0.0.2", "192.168.1.1"), "ftp://x/"):
        answer = ask(at(site, f"/to/{target}"), bounds(site))
        assert answer.status is None
        assert answer.problem


def test_it_connects_to_the_address_that_was_looked_at(site, monkeypatch):
    """A name that resolves to a public address first and a private one later finds no second look-up."""
    asked = []

    def resolve(host, port, **kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **kw: (
            resolve(host, *rest) if "." in host and not host[0].isdigit() else real(host, *rest, **kw)
        ),
    )
    assert ask(at(site, "/200", "paper.example"), bounds(site)) == Answer(200)
    assert site.asked[0][2] == f"paper.example:{site.server_port}"
    assert asked == ["paper.example"]


def test_one_private_address_among_several_is_enough(site, monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    assert "not public" in ask("http://paper.example/", Bounds()).problem


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1"),
        *("192.0.0.192", "192.88.99.1", "168.63.129.16", "::ffff:192.0.0.192", "3fff::1"),
        *("64:ff9b::a00:1", "2002:a00:1::", "2001:0:0:0:0:0:f5ff:fffe", "64:ff9b:1::1", "2001:db8::1", "::10.0.0.1"),
    ],
)
def test_no_private_address_is_taken_for_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"])
def test_public_addresses_are_public(address):
    assert is_public(ip_address(address))


# --- A whole file ---


def fetched(site, path: str, hosts: frozenset[str] = frozenset({"127.0.0.1"})) -> bytes | str:
    try:
        return download(at(site, path), bounds(site), most=100, hosts=hosts)
    except Refused as reason:
        return str(reason)


def test_a_file_is_fetched_whole_and_from_named_hosts_only(site):
    assert fetched(site, "/file/100") == b"x" * 100
    assert fetched(site, f"/to/{at(site, '/file/7')}") == b"x" * 7
    assert "larger than" in fetched(site, "/file/101")
    assert "another host" in fetched(site, f"/to/{at(site, '/file/7', 'localhost')}")
    assert "gone" in fetched(site, "/404") and "403" in fetched(site, "/403")
    assert "without end" in fetched(site, "/endless")
    asked = len(site.asked)
    assert "another host" in fetched(site, "/file/7", frozenset({"old.example"})) and len(site.asked) == asked
