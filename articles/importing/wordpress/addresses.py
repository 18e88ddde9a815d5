"""Where things stood on the old site: paths with their query, as a reader's browser asks for them."""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote, unquote, urlsplit

# Longer ones were never an address of WordPress.
LONGEST = 1000
_SAFE = "/%:@!$&'()*+,;=~-._"


class Addresses:
    """The addresses of one old site, which may have stood in a folder of its host."""

    def __init__(self, site: str) -> None:
        host, path, _query = _split(site)
        self.host = _bare(host)
        self.folder = path.rstrip("/") if host else ""

    def own(self, address: str) -> str:
        """The path and query of an address of this site; empty for one of another."""
        host, path, query = _split(address.strip())
        if not path.startswith("/") or _bare(host) not in ("", self.host) or len(address) > LONGEST:
            return ""
        return f"{path}?{query}" if query else path

    def number(self, name: str, number: str) -> str:
        """`/?p=17`"""
        return f"{self.folder}/?{name}={number}"

    def listed(self, *parts: str) -> str:
        """The list of a term or an author: `/category/news/local/`."""
        return "/".join([self.folder, *(quote(part, safe="") for part in parts), ""])

    def of_story(self, link: str, number: str, guid: str, slugs: tuple[str, str, list[str]]) -> tuple[str, ...]:
        """All addresses of a post or page. `slugs` are what it is called, its slug now, and those before."""
        name, slug, former = slugs
        now = self.own(link)
        paths = [now, *(_renamed(now, slug, old) for old in former)]
        feeds = [f"{path.rstrip('/')}/feed/" for path in paths if path.strip("/") and "?" not in path]
        return unique([*paths, *feeds, self.number(name, number), self.own(guid)])


def unique(paths: Iterable[str]) -> tuple[str, ...]:
    """Each once, without the front page and what is none."""
    return tuple(dict.fromkeys(path for path in paths if path not in ("", "/")))


def pattern(path: str, slug: str, number: str, at: datetime, terms: tuple[str, ...]) -> str:
    """How this path is made, in WordPress's words: `/%year%/%monthnum%/%postname%/`. `at` is on the site's clock.

    Empty if the path holds neither slug nor number.
    """
    words = {f"{at:%Y}": "%year%", f"{at:%m}": "%monthnum%", f"{at:%d}": "%day%"}
    named = {slug: "%postname%", number: "%post_id%"}
    parts: list[str] = []
    for part in path.split("/"):
        plain, dot, ending = unquote(part).partition(".")
        wanted = words.pop(plain, "") if plain.isdigit() else ""
        if not wanted:
            wanted = named.get(plain, "") or ("%category%" if plain in terms else "")
        wanted = f"{wanted}{dot}{ending}" if wanted else part
        if wanted != "%category%" or parts[-1:] != [wanted]:
            parts.append(wanted)
    found = "/".join(parts)
    return found if "?" not in path and ("%postname%" in found or "%post_id%" in found) else ""


def _renamed(path: str, slug: str, former: str) -> str:
    """The path with a former slug in place of the present one."""
    before, _slash, after = path.rstrip("/").rpartition("/")
    stem, dot, ending = after.partition(".")
    if not former or unquote(stem) != slug:
        return ""
    return f"{before}/{quote(unquote(former), safe='')}{dot}{ending}{'/' if path.endswith('/') else ''}"


def _split(address: str) -> tuple[str, str, str]:
    """Host, path and query; nothing for what no browser could read."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "", "", ""
    if parts.scheme not in ("http", "https", ""):
        return "", "", ""
    path = quote(re.sub(r"//+", "/", parts.path), safe=_SAFE) or ("/" if host else "")
    return host, path, quote(parts.query, safe=_SAFE + "?[]")


def _bare(host: str) -> str:
    return host.removeprefix("www.")
