"""Links of an answer, turned into those of the copy, and followed. Pure functions over text."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urljoin

from django.conf import settings

from newsroom.leaving.files import places

_TAG = re.compile(r"<(?P<name>a|area|link|img|source|script|iframe|video|audio|input|button|p|div)\b(?P<rest>[^>]*)>")
_ATTRIBUTE = re.compile(r'(?P<before>\s(?P<name>href|src|srcset|poster|formaction)=")(?P<value>[^"]*)"')
# What a script would ask the site for by itself.
_LIVE = re.compile(r'\sdata-(?:live|script)="[^"]*"')
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_CANDIDATE = re.compile(r"([^\s,]+)(\s+[^,]*)?")
_PERMALINK = re.compile(r"/comment/(\d+)/")
# In data and style: a path in quotes; where the next part of a list is, which moves with each new story.
_QUOTED = re.compile(r'(?<=")/(?!/)[^"\s\\]*(?=")')
_NEXT = re.compile(r'("next":)"[^"]*[?&]after=[^"]*"')
# On a page only what is quoted is a link, for others show addresses in parts. In feeds some addresses are mere names.
_QUOTE, _NO_NAME = '(?<=")', '(?<!domain=")(?<!scheme=")'
_STYLE = re.compile(r"url\(\s*['\"]?([^'\")\s]+)")
_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*(?:\(\s*)?["'](\.{0,2}/[^"'\s]+)["']""")


@dataclass
class Rewriting:
    """One text with its links. `place` is where it stands, `text` what stands in for a form, as HTML."""

    place: str
    instead: str = ""
    found: dict[str, None] = field(default_factory=dict)
    """Places that the text leads to, in its order."""

    def of(self, text: str, kind: str) -> str:
        """The text as it stands in the copy. `kind` is its media type."""
        if kind == "text/html":
            text = _FORM.sub(self.instead, text)
            ids = text
            text = _TAG.sub(lambda tag: self._tag(tag, ids), text)
        elif kind.endswith("json"):
            text = _QUOTED.sub(lambda path: self._data(path[0]), _NEXT.sub(r"\1null", text))
        elif kind == "text/css":
            self._follow(_STYLE.findall(text))
            return text
        elif kind.endswith("javascript"):
            self._follow(_IMPORT.findall(text))
            return text
        before = _QUOTE if kind == "text/html" else _NO_NAME
        return _full(before, settings.NEWSROOM_SITE_URL).sub(lambda address: self._full(address[0]), text)

    def _tag(self, tag: re.Match[str], page: str) -> str:
        said = _LIVE.sub("", tag[0]) if " data-live=" in tag[0] else tag[0]
        if '="' not in said:
            return said
        is_lost: list[str] = []

        def written(attribute: re.Match[str]) -> str:
            if attribute["name"] == "srcset":
                told = _CANDIDATE.sub(lambda one: self._own(one[1]) + (one[2] or ""), unescape(attribute["value"]))
            else:
                told = self._own(unescape(attribute["value"]), page)
                if told == places.NOTICE:
                    is_lost.append(told)
            return f'{attribute["before"]}{escape(told)}"'

        said = _ATTRIBUTE.sub(written, said)
        return "" if is_lost and tag["name"] == "link" else said

    def _own(self, address: str, page: str = "") -> str:
        """A link of a page as the copy has it: one to what is left out leads to where that is said."""
        if address[:1] in (".", "?"):
            address = urljoin(places.address_of(self.place), address)
        inside = _inside(address)
        if inside is None:
            return address
        path, mark, fragment = inside.partition("#")
        if (comment := _PERMALINK.fullmatch(path)) and f'id="comment-{comment[1]}"' in page:
            return f"#comment-{comment[1]}"
        place = places.place_of(path)
        if place is None:
            self.found[places.NOTICE] = None
            return places.NOTICE
        self.found[place] = None
        is_full = address.startswith(settings.NEWSROOM_SITE_URL)
        return (settings.NEWSROOM_SITE_URL if is_full else "") + places.link(place) + mark + fragment

    def _full(self, address: str) -> str:
        """A full address of this site, anywhere: one to what is left out stays, for it is true of the site."""
        plain = unescape(address)
        inside = _inside(plain)
        place = places.place_of(inside.partition("#")[0]) if inside else None
        if inside is None or place is None:
            return address
        self.found[place] = None
        told = settings.NEWSROOM_SITE_URL + places.link(place) + "".join(inside.partition("#")[1:])
        return escape(told) if plain != address else told

    def _data(self, path: str) -> str:
        place = places.place_of(path)
        if place is None:
            return path
        self.found[place] = None
        return places.link(place)

    def _follow(self, addresses: list[str]) -> None:
        for address in addresses:
            inside = _inside(urljoin(self.place, address)) if not address.startswith("data:") else None
            if inside and (place := places.place_of(inside.partition("#")[0])):
                self.found[place] = None


def _inside(address: str) -> str | None:
    """Path, query and fragment of an address of this site; None for one of another."""
    site = settings.NEWSROOM_SITE_URL
    if address.startswith("/") and not address.startswith("//"):
        return address
    if address.startswith(site) and address[len(site) : len(site) + 1] in ("", "/", "?", "#"):
        return address[len(site) :] or "/"
    return None


def target_of(location: str, address: str) -> str:
    """Where an answer of this address sends on, as the copy has it: a path, or a full address of another site."""
    full = urljoin(f"{settings.NEWSROOM_SITE_URL}{address}", location)
    inside = _inside(full)
    if inside is None:
        return full
    path, mark, fragment = inside.partition("#")
    place = places.place_of(path)
    return (places.link(place) if place else places.NOTICE) + mark + fragment


@lru_cache
def _full(before: str, site: str) -> re.Pattern[str]:
    return re.compile(before + re.escape(site) + r"(?:/[^\s\"'<>\\{}]*)?(?![\w.:-])")
