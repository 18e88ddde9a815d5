"""Where things stood on the old site: paths with their query, as a reader's browser asks for them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

# Longer ones were never an address of WordPress.
LONGEST = 1000
_SAFE = "/%:@!$&'()*+,;=~-._"
_TAG = re.compile(r"%([^%/]*)%")
TIMES = {"year": "%Y", "monthnum": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S"}
TAGS = {*TIMES, "post_id", "postname", "category", "author"}
# What is in the addresses of a server that cannot rewrite them; all others hang below it.
_INDEX = "/index.php/"


@dataclass(frozen=True, slots=True)
class Permalinks:
    """What the old site's settings (*Settings → Permalinks*) say and its file does not. Raises ValueError with the reason."""

    pattern: str = ""
    """Of its stories, like `/%year%/%postname%/`; empty if they stand where the file says."""
    category: str = "category"
    tag: str = "tag"
    """What stands before the slugs of categories and tags; a dot for nothing."""

    def __post_init__(self) -> None:
        unknown = [tag for tag in _TAG.findall(self.pattern) if tag not in TAGS]
        names_one = "%postname%" in self.pattern or "%post_id%" in self.pattern
        if self.pattern and (unknown or not names_one or not re.fullmatch(r"/[^\s?#]*", self.pattern)):
            said = _("%(pattern)s is no pattern of addresses. One looks like /%%year%%/%%monthnum%%/%%postname%%/.")
            raise ValueError(said % {"pattern": self.pattern})
        for base in (self.category, self.tag):
            if not re.fullmatch(r"[^\s?#%]+", base):
                raise ValueError(_("“%(base)s” cannot stand in an address.") % {"base": base})


class Addresses:
    """The addresses of one old site, which may have stood in a folder of its host."""

    def __init__(self, site: str, permalinks: Permalinks | None = None) -> None:
        host, path, _query = _split(site)
        self.host = _bare(host)
        self.folder = path.rstrip("/") if host else ""
        self.permalinks = permalinks or Permalinks()

    def fronts(self, pattern: str) -> tuple[str, ...]:
        """Folders that were a front page to what hung below them, where stories stood by this pattern.

        WordPress puts what stands before the first tag of the pattern before its other lists, too: `/archives/%post_id%`
        makes `/archives/category/news/` and `/archives/date/2019/05/`.
        """
        front = pattern.partition("%")[0].rpartition("/")[0] + "/"
        root = _INDEX if pattern.startswith(_INDEX) else "/"
        return unique(f"{self.folder}{one}" for one in ("/", root, front))

    def own(self, address: str) -> str:
        """The path and query of an address of this site; empty for one of another."""
        host, path, query = _split(address.strip())
        if not path.startswith("/") or _bare(host) not in ("", self.host) or len(address) > LONGEST:
            return ""
        return f"{path}?{query}" if query else path

    def number(self, name: str, number: str) -> str:
        """`/?p=17`"""
        return f"{self.folder}/?{name}={number}"

    def of_section(self, *slugs: str) -> str:
        """The list of a category, with those above it: `/category/news/local/`."""
        return self.listed(*_parts(self.permalinks.category), *slugs)

    def of_tag(self, slug: str) -> str:
        return self.listed(*_parts(self.permalinks.tag), slug)

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

    def by_pattern(
        self, slug: str, number: str, author: str, at: datetime, sections: Iterable[Sequence[str]]
    ) -> list[str]:
        """Where the pattern that was given puts a story: once for each section it is filed under, all in their full path."""
        if not self.permalinks.pattern:
            return []
        told = {name: f"{at:{form}}" for name, form in TIMES.items()}
        told |= {"postname": quote(slug, safe=""), "post_id": number, "author": quote(author, safe="")}
        filled = _TAG.sub(lambda tag: told.get(tag[1], tag[0]), self.permalinks.pattern)
        ways = ["/".join(quote(part, safe="") for part in slugs) for slugs in sections] or [""]
        paths = [f"{self.folder}{filled.replace('%category%', way)}" for way in ways]
        return [re.sub("//+", "/", path) for path in paths]


def _parts(base: str) -> list[str]:
    return [part for part in base.split("/") if part not in ("", ".")]


def unique(paths: Iterable[str]) -> tuple[str, ...]:
    """Each once, without the front page and what is none."""
    return tuple(dict.fromkeys(path for path in paths if path not in ("", "/")))


def pattern(path: str, slug: str, number: str, at: datetime, terms: tuple[str, ...], author: str = "") -> str:
    """How this path is made, in WordPress's words: `/%year%/%monthnum%/%postname%/`. `at` is on the site's clock.

    Empty if the path holds neither slug nor number.
    """
    words = {f"{at:%Y}": "%year%", f"{at:%m}": "%monthnum%", f"{at:%d}": "%day%"}
    named = {author: "%author%", slug: "%postname%", number: "%post_id%"}
    parts: list[str] = []
    for part in path.split("/"):
        plain, dot, ending = unquote(part).partition(".")
        wanted = words.pop(plain, "") if plain.isdigit() else ""
        if not wanted:
            wanted = named.get(plain, "") if plain else ""
            wanted = wanted or ("%category%" if plain in terms else "")
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
