"""Bytes that are hardly HTTP, sent to a real server: what no test client can send, because it sends whole requests."""

import random
import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from tests.fuzz.requests import BROKEN, HEADERS, PATHS

SECONDS = 10  # for an answer; no request of these takes one, so it is a fault not to have it by then
MOST_BYTES = 2_000_000
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
TARGETS = [
    *(
        "/",
        "*",
        "",
        "//",
        "/?" + "a" * 3000,
        "/" + "a" * 7000,
        "http://localhost/",
        "http://evil.example/",
        "http://[/",
    ),
    *(
        "https://localhost:99999/",
        "localhost:80",
        "/\t",
        "/#x",
        "/a b",
        "\\",
        "/%00",
        "/%ff",
        "/%",
        "/%zz",
        "/..%2f..%2fx",
    ),
    *(
        "/static/../../etc/passwd",
        "/static/%2e%2e/x",
        "/media/%2e%2e%2f%2e%2e/x",
        "/search/?q=%00",
        "/search/?q=%ff%fe",
    ),
]
METHODS = ["GET", "GET", "POST", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PUT", "get", "G\0T", "", "A" * 300, "PRI"]
VERSIONS = [*["HTTP/1.1"] * 6, "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "HTTP/1.1x", "", "http/1.1", "\0"]
LINES = [
    *("Content-Length: 5", "Content-Length: x", "Content-Length: -1", "Content-Length: 99999999999999999999"),
    *("Content-Length: 5\r\nContent-Length: 6", "Content-Length: 0x5", "Content-Length: +5", "Content-Length : 5"),
    *("Transfer-Encoding: chunked", "Transfer-Encoding: x", "Transfer-Encoding: chunked, chunked"),
    *("Transfer-Encoding: chunked\r\nContent-Length: 3", "Transfer-Encoding:\x0bchunked", "Expect: 100-continue"),
    *("Expect: x", "Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: x", "Connection: close", "Connection: x,,"),
    *(
        "X: \0",
        "X\0: y",
        ": y",
        "X",
        "X:",
        " X: y",
        "X: y\r\n folded: z",
        "X: " + "y" * 9000,
        "X_Y: z",
        "Host: a\r\nHost: b",
    ),
    *(
        "Host: ",
        "Host: evil.example",
        "Host: [::1",
        "Host: \xff",
        "Script-Name: /x",
        "SCRIPT_NAME: /x",
        "PATH_INFO: /x",
    ),
    "\r\n".join(f"X-{number}: y" for number in range(200)),
]
BODIES = [
    *(
        "",
        "hello",
        "a=1&b=2",
        "5\r\nhello\r\n0\r\n\r\n",
        "5\r\nhel",
        "zz\r\n",
        "-1\r\n",
        "ffffffffffffffffff\r\nx",
        "0\r\nX: y\r\n",
    ),
    *("5;x=y\r\nhello\r\n0\r\n\r\n", "GET /admin/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "x" * 70_000, "\0" * 99),
]


@dataclass
class Told:
    """What became of the requests. A fault is an answer of 500 and more, and a server that falls silent."""

    sent: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def requests(paths: list[str], number: int, seed: int) -> Iterator[bytes]:
    """So many requests, the same for the same seed."""
    chance = random.Random(seed)
    for _request in range(number):
        yield b"".join(_one(chance, paths) for _behind in range(chance.choice([1, 1, 1, 2, 9])))


def _one(chance: random.Random, paths: list[str]) -> bytes:
    """A request with a part or two that are broken; with more, few would get past the server."""
    broken = chance.sample(
        ["method", "target", "version", "line", "length", "end", "cut"], chance.choice([0, 1, 1, 2])
    )
    target = chance.choice(TARGETS if "target" in broken else paths) + chance.choice(["", "", "?", "?q="])
    if target[-1:] in ("?", "="):
        target += chance.choice(PATHS)
    method = chance.choice(METHODS if "method" in broken else ["GET", "GET", "POST", "HEAD"])
    lines = [f"{method} {target} {chance.choice(VERSIONS) if 'version' in broken else 'HTTP/1.1'}", "Host: localhost"]
    for name in chance.sample(sorted(HEADERS.keys() - {"Host"}), chance.choice([0, 1, 2])):
        lines.append(f"{name}: {chance.choice(HEADERS[name])}")
    if "line" in broken:
        lines.append(chance.choice(LINES))
    kind = chance.choice(sorted(BROKEN)) if method == "POST" else ""
    body = chance.choice([*BROKEN[kind], *BODIES]) if method == "POST" else ""
    if kind:
        lines.append(f"Content-Type: {kind}")
    if body or "length" in broken:
        lines.append(f"Content-Length: {len(body) + (chance.choice([-1, 1, 5000]) if 'length' in broken else 0)}")
    end = chance.choice(["\n", "\r"]) if "end" in broken else "\r\n"
    sent = (end.join([*lines, "", ""]) + body).encode("latin-1", "replace")
    return sent[: chance.randrange(len(sent))] if "cut" in broken else sent


def send(port: int, request: bytes, told: Told) -> None:
    """Send it, say that nothing follows, and read what comes until the server hangs up."""
    told.sent += 1
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        try:
            # A server that has refused it need not listen to the rest.
            with suppress(ConnectionError):
                connection.sendall(request)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            with suppress(ConnectionError):
                while len(answer) < MOST_BYTES and (more := connection.recv(65536)):
                    answer += more
        except TimeoutError:
            told.faults.append(f"no end after {SECONDS} s: {request[:300]!r}")
            return
    status = STATUS.match(answer)
    said = status[1].decode() if status else ("hung up" if not answer else "no HTTP")
    told.statuses[said] += 1
    if said[0] == "5" and said not in ("501", "505"):
        told.faults.append(f"{said}: {request[:300]!r}")
