"""What leads on, for servers that can be told so: a small page at the place itself, and two lists in the folder."""

from collections.abc import Iterable, Iterator
from html import escape

from django.conf import settings

from newsroom.leaving.files.notes import Row

# As Netlify, Cloudflare Pages and others read it, and as nginx does.
REDIRECTS, NGINX = "_redirects", "_nginx.conf"
# What would be read as something else in a list.
_NOT_PLAIN = set(" \t\r\n\"'\\${};")


def page(target: str) -> bytes:
    """For servers that know nothing of redirects."""
    said, full = escape(target), escape(settings.NEWSROOM_SITE_URL + target if target.startswith("/") else target)
    return (
        f'<!doctype html>\n<html lang="{settings.LANGUAGE_CODE}">\n<meta charset="utf-8">\n<title>{full}</title>\n'
        f'<meta name="robots" content="noindex">\n<link rel="canonical" href="{full}">\n'
        f'<meta http-equiv="refresh" content="0; url={said}">\n<p><a href="{said}">{full}</a></p>\n</html>\n'
    ).encode()


def redirects(moved: Iterable[Row], feeds: Iterable[str]) -> Iterator[bytes]:
    """Lines of `from to status`. A feed is not moved: it is what stands at its folder."""
    for place in feeds:
        yield f"{place.removesuffix('index.xml')} {place} 200\n".encode()
    for row in moved:
        path, _mark, query = row.address.partition("?")
        asked = "".join(f" {part}" for part in query.split("&")) if query else ""
        if not _NOT_PLAIN & set(row.address + row.target):
            yield f"{path}{asked} {row.target} 301\n".encode()


def nginx(moved: Iterable[Row]) -> Iterator[bytes]:
    """For the `http` block; docs/leaving.md says what goes with it."""
    yield b"map $request_uri $newsroom_moved {\n"
    for row in moved:
        if not _NOT_PLAIN & set(row.address + row.target):
            yield f'  "{row.address}" "{row.target}";\n'.encode()
    yield b"}\n"
