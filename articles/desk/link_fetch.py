"""Ask a web address whether it still leads somewhere, without being led where nobody should go.

The address comes from whoever typed it, and the answer from whoever runs the other side. So it is resolved first, every
address it resolves to must be a public one, the connection goes to exactly that address, and each redirect starts over.
Time, hops, ports and bytes are bounded.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

Address = IPv4Address | IPv6Address
PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
# Answers to a robot, not about the page: people who follow the link may well see it.
NOT_FOR_ROBOTS = (401, 402, 403, 407, 429, 451, 999)
# How much of a page is read, where a server answers nothing but a whole one.
FIRST_BYTES = 1024
# Where a network has IPv6 only, its resolver wraps IPv4 addresses in this: RFC 6052.
_TRANSLATED = IPv6Network("64:ff9b::/96")
# What this Python takes for public and is not: protocol assignments (RFC 6890; one cloud answers there for its machines),
# relays of 6to4 (RFC 7526) and documentation (RFC 9637). And one public address at which another cloud does the same.
_NEVER = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "168.63.129.16/32")))


class Answer(NamedTuple):
    """`problem` is empty if all is well; `reached` says whether anything at all could be asked."""

    status: int | None
    problem: str = ""
    reached: bool = True


class Refused(Exception):
    """An address that is not asked. The message says why."""


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could ask there: nothing private, local, reserved, or wrapped around such."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _TRANSLATED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    if any(address in network for network in _NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True)
class Bounds:
    """How far to go. Times are seconds; `total` is for one request with all its answer."""

    timeout: float = 10
    total: float = 20
    redirects: int = 5
    pause: float = 1
    """Between two requests of one host."""
    at_once: int = 4
    ports: frozenset[int] = frozenset(PORTS.values())
    allows: Callable[[Address], bool] = is_public


def ask(url: str, bounds: Bounds) -> Answer:
    """What the address answers, after its redirects."""
    return _answered(lambda: _follow(url, bounds))


def post(url: str, body: bytes, headers: dict[str, str], bounds: Bounds) -> Answer:
    """What the address answers to these bytes. A redirect is an answer like any other."""

    def send() -> Answer:
        status, _location = _request("POST", url, bounds, body, headers)
        problem = "" if 200 <= status < 300 else _("It answers with status %(status)d.") % {"status": status}
        return Answer(status, problem)

    return _answered(send)


def download(url: str, bounds: Bounds, *, most: int, hosts: frozenset[str]) -> bytes:
    """The bytes that stand there, `most` at the most, asked of none but these hosts. Raises Refused with the reason."""
    held: list[bytes] = []

    def fetch() -> Answer:
        at = url
        for _hop in range(bounds.redirects + 1):
            if (urlsplit(at).hostname or "") not in hosts:
                raise Refused(_("It leads to another host."))
            held.clear()
            status, location = _request("GET", at, bounds, taken=held, most=most)
            if status not in REDIRECTS or not location:
                problem = (
                    ""
                    if status == 200
                    else _problem(status) or _("It answers with status %(status)d.") % {"status": status}
                )
                return Answer(status, problem)
            at = urljoin(at, location)
        return Answer(status, _("It leads from one address to the next without end."))

    if problem := _answered(fetch).problem:
        raise Refused(problem)
    if sum(map(len, held)) > most:
        raise Refused(_("It is larger than %(n)d MB.") % {"n": most // 1024**2})
    return b"".join(held)


def _answered(request: Callable[[], Answer]) -> Answer:
    try:
        return request()
    except Refused as reason:
        return Answer(None, str(reason))
    except TimeoutError:
        return Answer(None, _("No answer in time."), reached=False)
    except ssl.SSLError:
        return Answer(None, _("The connection is not safe: the certificate is wrong."))
    except (OSError, http.client.HTTPException, ValueError):
        # ValueError stands for an address that cannot be one, in its host name for instance.
        return Answer(None, _("Nobody answers there."), reached=False)


def _follow(url: str, bounds: Bounds) -> Answer:
    for _hop in range(bounds.redirects + 1):
        status, location = _request("HEAD", url, bounds)
        if status >= 400 and status != 429:
            # Many servers answer HEAD wrongly; only GET says for certain.
            status, location = _request("GET", url, bounds)
        if status not in REDIRECTS or not location:
            return Answer(status, _problem(status))
        url = urljoin(url, location)
    return Answer(status, _("It leads from one address to the next without end."))


def _problem(status: int) -> str:
    if status < 400 or status in NOT_FOR_ROBOTS:
        return ""
    if status in (404, 410):
        return _("The page is gone (%(status)d).") % {"status": status}
    return _("The server answers with an error (%(status)d).") % {"status": status}


def _request(
    method: str,
    url: str,
    bounds: Bounds,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    *,
    taken: list[bytes] | None = None,
    most: int = 0,
) -> tuple[int, str]:
    parts = urlsplit(url)
    port = _port(parts, bounds)
    host = (parts.hostname or "").encode("idna").decode()
    connection = http.client.HTTPConnection(host, port, timeout=bounds.timeout)
    # Where it is asked must be where it was resolved to, whatever the name resolves to a moment later.
    connection.sock = socket.create_connection((_resolve(host, port, bounds), port), timeout=bounds.timeout)
    try:
        if parts.scheme == "https":
            connection.default_port = PORTS["https"]
            connection.sock = _tls().wrap_socket(connection.sock, server_hostname=host, do_handshake_on_connect=False)
        with _hung_up_after(connection.sock, bounds.total):
            return _exchange(connection, method, parts, body, headers or {}, taken, most)
    finally:
        connection.close()


def _exchange(
    connection: http.client.HTTPConnection,
    method: str,
    parts: SplitResult,
    body: bytes | None,
    own_headers: dict[str, str],
    taken: list[bytes] | None,
    most: int,
) -> tuple[int, str]:
    if isinstance(connection.sock, ssl.SSLSocket):
        connection.sock.do_handshake()
    target = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
    headers = {"User-Agent": agent("link check"), "Accept": "*/*", "Connection": "close"} | own_headers
    if method == "GET" and taken is None:
        headers["Range"] = f"bytes=0-{FIRST_BYTES - 1}"
    connection.request(method, target, body=body, headers=headers)
    response = connection.getresponse()
    if taken is not None:
        taken.append(response.read(most + 1))
    elif method == "GET":
        response.read(FIRST_BYTES)
    return response.status, response.headers.get("Location", "")


def _port(parts: SplitResult, bounds: Bounds) -> int:
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refused(_("It leads to something that is no web page."))
    if parts.username is not None or parts.password is not None:
        raise Refused(_("It carries a name or a password."))
    port = parts.port or PORTS[parts.scheme]
    if port not in bounds.ports:
        raise Refused(_("It leads to port %(port)d, where web pages do not stand.") % {"port": port})
    return port


def _resolve(host: str, port: int, bounds: Bounds) -> str:
    """An address of the host. One that is not public among several is reason enough to refuse them all."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(address[0]).partition("%")[0] for *_kind, address in found]
    if not addresses or not all(bounds.allows(ip_address(address)) for address in addresses):
        raise Refused(_("It leads to an address that is not public."))
    return addresses[0]


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _hung_up_after(sock: socket.socket, seconds: float) -> Iterator[None]:
    """End the conversation then, however the other side drags it out: a timeout counts from each byte anew."""

    over = threading.Event()

    def hang_up() -> None:
        over.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if over.is_set():
        # A header cut short reads like a whole one.
        raise TimeoutError


def agent(purpose: str) -> str:
    name = "".join(letter for letter in settings.NEWSROOM_SITE_NAME if " " <= letter <= "~")
    return f"{name} {purpose} (+{settings.NEWSROOM_SITE_URL}/)"
