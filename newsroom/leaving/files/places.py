"""Where an address of the site stands in the copy. Pure, but for the site's own table of addresses.

A file server knows no queries and tells what a file is by its name. So `?page=2` becomes `page/2/`, and a feed that stands
at a folder gets a name. A place is the path in the copy, decoded; the address is what the site is asked for.
"""

import re
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from django.urls import Resolver404, resolve

# Parts of a page that become folders, in their order.
PARTS = ("thread", "picks", "page")
FEED = "index.xml"
NOTICE = "/not-in-this-copy/"
MISSING = "/404.html"
# What needs somebody who answers: forms, search, other people's programs, and what is nobody else's business.
LEFT_OUT = {
    *("articles:search", "articles:search-data", "articles:oembed", "articles:calendar", "articles:shared"),
    *("comments:post", "comments:count", "comments:edit", "comments:report", "comments:report-error"),
    *("comments:mail-confirm", "comments:mail-stop", "comments:mail-quiet", "comments:mail-decide"),
    *("comments:privacy", "comments:privacy-address", "comments:privacy-download"),
}
# Characters that a path keeps as they are (RFC 3986, section 3.3).
_SAFE = "/~:@!$&'()*+,;="
_PARTS = re.compile(
    r"(?P<before>.*?/)(?:thread/(?P<thread>\d+)/)?(?:picks/(?P<picks>1)/)?(?:page/(?P<page>\d+)/)?(?P<name>[^/]*)"
)


@lru_cache(maxsize=50_000)
def view_of(path: str) -> tuple[str, str]:
    """The name of the view that answers at a decoded path, and the format of the feed if it is one; empty for none."""
    try:
        found = resolve(path)
    except Resolver404:
        return "", ""
    return ("desk" if "admin" in found.app_names else found.view_name), str(found.kwargs.get("format", ""))


@lru_cache(maxsize=50_000)
def place_of(address: str) -> str | None:
    """The place of an address of this site, given as its path and query; None if the copy does not have it.

    An address that nothing answers, such as that of an old story, has its place too: it may lead on.
    """
    parts = urlsplit(address)
    path = unquote(parts.path) or "/"
    view, format = view_of(path)
    if not view and not path.endswith("/") and view_of(f"{path}/")[0]:
        path = f"{path}/"
        view, format = view_of(path)
    if view in LEFT_OUT or view == "desk" or "\x00" in path or ".." in PurePosixPath(path).parts:
        return None
    asked = dict(parse_qsl(parts.query))
    if not asked.keys() <= set(PARTS):
        return None
    head, _slash, name = path.rpartition("/")
    folders = "".join(f"{part}/{asked[part]}/" for part in PARTS if part in asked)
    if format and not name:
        name = FEED
    return f"{head}/{folders}{name}"


def address_of(place: str) -> str:
    """What the site is asked for to get what stands at this place."""
    path = place.removesuffix(FEED) if place.endswith(f"/{FEED}") else place
    found = _PARTS.fullmatch(path)
    asked = {part: found[part] for part in PARTS if found[part]} if found else {}
    if not found or not asked or view_of(path)[0]:
        return link(path)
    return f"{link(found['before'] + found['name'])}?{urlencode(asked)}"


def file_of(place: str) -> str | None:
    """The name of the file in the folder; None for an address that no file can have."""
    if "?" in place or len(place.encode()) > 2000:
        return None
    name = place.lstrip("/")
    last = name.rpartition("/")[2]
    if not last or "." not in last:
        name = f"{name.rstrip('/')}/index.html".lstrip("/")
    fits = all(len(part.encode()) <= 240 and part not in ("", ".", "..") for part in name.split("/"))
    return name if fits and not name.startswith(".") else None


def link(place: str) -> str:
    """As a link names it."""
    return quote(place, safe=_SAFE)
