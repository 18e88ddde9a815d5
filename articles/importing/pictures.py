"""Pictures in texts that came from elsewhere, until they are of the library. Pure functions, no database."""

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import quote, unquote, urlsplit

from articles.importing.items import Picture

TYPES = ("jpg", "jpeg", "png", "gif", "webp", "avif", "bmp", "tif", "tiff", "heic", "heif")

_IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)">')
# All that a text has of pictures: a figure, or a paragraph that holds nothing else.
_PLACE = re.compile(r"<figure>((?:(?!</?figure>).)*)</figure>|<p>(<img\b[^>]*>)</p>", re.DOTALL)
_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{2,5}$)", re.ASCII)
_SCALED = re.compile(r"-scaled(?=\.\w{2,5}$)", re.ASCII)
# Jetpack's servers hold copies: `i0.wp.com/host/path`.
_COPIES = re.compile(r"i[0-3]\.wp\.com", re.ASCII)
# Ghost keeps sizes in folders: `/content/images/size/w600/format/webp/2024/05/a.jpg`.
_FOLDERS = re.compile(r"(?<=/content/images)(?:/size/w\d{1,5}(?:h\d{1,5})?)?(?:/format/[a-z]{2,5})?(?=/)", re.ASCII)


def exact(address: str) -> str:
    """One spelling for the address of a file, to look it up by; not always an address that answers."""
    try:
        parts = urlsplit(address.strip())
        host, path = (parts.hostname or ""), parts.path
    except ValueError:
        return address
    if _COPIES.fullmatch(host):
        host, path = _copied(path)
    return f"https://{host.lower().removeprefix('www.')}{quote(_FOLDERS.sub('', unquote(path)))}"


def canonical(address: str) -> str:
    """One spelling for all sizes of a picture. Names may end as a size does, so what is `exact` the same goes before."""
    return _unsized(exact(address))


def original(address: str) -> str:
    """Where the picture may be in its full size; empty if it is there."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    host, path = parts.netloc, parts.path
    if _COPIES.fullmatch(host):
        host, path = _copied(path)
    path = _unsized(_FOLDERS.sub("", path))
    return "" if (host, path) == (parts.netloc, parts.path) else f"{parts.scheme}://{host}{path}"


def _copied(path: str) -> tuple[str, str]:
    host, _slash, rest = path.lstrip("/").partition("/")
    return host, f"/{rest}"


def _unsized(address: str) -> str:
    """Without the size at the end of the name, which Ghost never writes there."""
    return address if "/content/images/" in address else _SCALED.sub("", _SIZE.sub("", address))


def unlisted(address: str) -> Picture:
    """The picture that a text shows at this address, when no list names it."""
    return Picture(exact(address), address, original=original(address))


def is_picture(address: str) -> bool:
    """Whether the name of the file ends as a picture's does."""
    return canonical(address).rpartition(".")[2].lower() in TYPES


def shown(address: str, alt: str = "") -> str:
    """The picture as it stands in a text that was brought over."""
    return f'<img src="{escaped(address)}" alt="{escaped(alt)}">'


def escaped(value: str) -> str:
    """A value as it stands in an attribute of sanitised HTML."""
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value.replace('"', "&quot;").replace("\xa0", "&nbsp;")


def addresses(html: str) -> list[str]:
    """Where the pictures of a text are, in its order, each once."""
    return list(dict.fromkeys(unescape(found[1]) for found in _IMAGE.finditer(html)))


def place(html: str, numbers: Mapping[str, int], files: Mapping[int, str] | None = None) -> str:
    """The text with the library's pictures in the places of those whose address, as it stands there, has a number.

    Others go, with their figure and caption. `files` are the library's addresses by number, which the editor shows
    (`articles.desk.library.in_text`).
    """

    def placed(place: re.Match[str]) -> str:
        whole = place[0]
        image = _IMAGE.search(whole)
        number = numbers.get(unescape(image[1])) if image else None
        if not image or number is None:
            return "" if image else whole
        source = f' src="{escaped(files[number])}"' if files and number in files else ""
        return f'{whole[: image.start()]}<img data-file="{number}" alt="{image[2]}"{source}>{whole[image.end() :]}'

    return _PLACE.sub(placed, html)
