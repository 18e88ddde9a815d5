"""Whether the addresses that an old site had are answered here: its site map read, and each of them asked.

For the days before and after a move. A map may be a file or an address, packed or not, and may name others of its own
host. It is read as a stream, within the bounds of the sitemap protocol (sitemaps.org): 50,000 addresses and 50 MB a file.
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # it has no types
from defusedxml.ElementTree import ParseError, iterparse  # type: ignore[import-untyped]
from django.conf import settings
from django.test import Client, override_settings

LARGEST, MOST, MAPS = 50 * 1024**2, 50_000, 1000
SECONDS = 20
# Steps that one address may take before it counts as leading nowhere.
STEPS = 4


class NotReadable(ValueError):
    """A map that cannot be read; the message says which and why."""


class Asked(NamedTuple):
    """`status` is that of the last answer, or 0 if it leads to another host; `end` where that was, if not at `path`."""

    path: str
    status: int
    end: str = ""

    @property
    def is_answered(self) -> bool:
        """With a page, with a redirect to one or out of the house, or with word that it is gone."""
        return self.status in (0, 200, 410)

    @property
    def said(self) -> str:
        status = str(self.status) if self.status else "elsewhere"
        return f"{status}, at {self.end}" if self.end else status


# --- Reading ---


def paths(source: str) -> Iterator[str]:
    """The paths, with their queries, of all addresses in a map and in those that it names. Raises NotReadable."""
    maps, seen = [source], {source}
    while maps:
        place = maps.pop(0)
        for kind, address in _entries(place):
            if kind == "url":
                parts = urlsplit(address)
                yield (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                continue
            named = _named(place, address)
            if named not in seen:
                if len(seen) >= MAPS:
                    raise NotReadable(f"{source} names more than {MAPS} others.")
                seen.add(named)
                maps.append(named)


def _named(place: str, address: str) -> str:
    """A map that another names: beside a file one of its name, else at its address, which must be of the same host."""
    if not _is_web(place):
        beside = Path(place).with_name(Path(urlsplit(address).path).name or "sitemap.xml")
        return str(beside) if beside.is_file() else address
    full = urljoin(place, address)
    if urlsplit(full).hostname != urlsplit(place).hostname:
        raise NotReadable(f"{place} names a map of another host: {address[:200]}")
    return full


def _entries(place: str) -> Iterator[tuple[str, str]]:
    """Each address in the file, and whether it is a page's (url) or a map's (sitemap)."""
    count = 0
    try:
        with _opened(place) as file:
            for _event, element in iterparse(file, events=("end",)):
                name = element.tag.rpartition("}")[2]
                if name not in ("url", "sitemap"):
                    continue
                address = next((child.text or "" for child in element if child.tag.rpartition("}")[2] == "loc"), "")
                element.clear()
                if address.strip():
                    count += 1
                    yield name, address.strip()
                if count >= MOST:
                    return
    except (OSError, URLError, EOFError, zlib.error, ParseError, DefusedXmlException, ValueError) as error:
        raise NotReadable(f"{place} cannot be read: {error}") from error


def _opened(place: str) -> BinaryIO:
    """The file's bytes, unpacked, and no more than LARGEST of them."""
    if _is_web(place):
        request = Request(place, headers={"User-Agent": "Newsroom (check of addresses)"})  # noqa: S310 (http or https)
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            data = answer.read(LARGEST + 1)
    else:
        with open(place, "rb") as file:
            data = file.read(LARGEST + 1)
    if data.startswith(b"\x1f\x8b"):
        data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError("it is larger than 50 MB")
    return io.BytesIO(data)


def _is_web(place: str) -> bool:
    return place.startswith(("http://", "https://"))


# --- Asking ---


def ask(path: str, get: Callable[[str], tuple[int, str]]) -> Asked:
    """Ask for a path, and for where it leads. `get` gives the status and the `Location` of an answer."""
    at, seen = path, {path}
    while True:
        status, location = get(at)
        if status not in (301, 302, 303, 307, 308) or not location:
            return Asked(path, status, at if at != path else "")
        target = urljoin(f"{settings.NEWSROOM_SITE_URL}{at}", location)
        parts = urlsplit(target)
        if f"{parts.scheme}://{parts.netloc}" != settings.NEWSROOM_SITE_URL:
            return Asked(path, 0, target)
        at = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if at in seen or len(seen) > STEPS:
            return Asked(path, status, at)
        seen.add(at)


def as_for_readers() -> AbstractContextManager[object]:
    """In this block the site answers as it does in production.

    Where debugging is on, Django's pages for it stand where ours, and with them redirects, would.
    """
    return override_settings(DEBUG=False) if settings.DEBUG else nullcontext()


def own_answers() -> Callable[[str], tuple[int, str]]:
    """The answers of this application, asked in this process as a reader would ask."""
    site = urlsplit(settings.NEWSROOM_SITE_URL)
    client = Client(raise_request_exception=False, SERVER_NAME=site.hostname, HTTP_HOST=site.netloc)

    def get(path: str) -> tuple[int, str]:
        answer = client.get(path, secure=site.scheme == "https")
        return answer.status_code, answer.headers.get("Location", "")

    return get
