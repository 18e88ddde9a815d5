"""WordPress's shortcodes, words in square brackets that a plugin puts something in place of, told as HTML.

Which words are shortcodes only the old site's plugins knew: one that has attributes, an end, an underscore or a name that
many sites use is taken for one, so that "[sic]" and "[the minister]" stay.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from django.utils.translation import gettext as _

from articles.importing import pictures
from articles.importing.pictures import escaped
from articles.importing.wordpress.known import Known, Shown

# A tag of HTML, whose brackets are none of ours, or a shortcode. Neither runs over the beginning of another.
_TOKEN = re.compile(
    r"<[a-zA-Z/!][^<>]*>|(\[?)\[(/?)([a-zA-Z][\w-]{0,60})(?=[\s/\]=])((?:[^\[\]\"']|\"[^\"]*\"|'[^']*')*+)\](\]?)"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w-]{0,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'\[\]]+))")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\[\]]+")
_PICTURES = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)")
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)
_CURLY = str.maketrans("“”„″’‘", '""""\'\'')

# Names that say enough without attributes. Those of embeds come with the address alone.
_BARE = {
    *("gallery", "caption", "embed", "audio", "video", "playlist", "contact-form", "toc", "sitemap", "slideshow"),
    *("adsense", "googlemap", "pagelist", "subscribe", "members", "polldaddy", "recent-posts", "sharethis"),
}
_EMBEDS = {
    "youtube",
    "vimeo",
    "tweet",
    "twitter",
    "instagram",
    "soundcloud",
    "facebook",
    "tiktok",
    "dailymotion",
    "googlevideo",
}
# Shortcodes within each other.
DEEPEST = 20
_MEDIA = ("src", "url", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "mp3", "m4a", "ogg", "wav", "wma")


@dataclass
class _Code:
    """A shortcode that is open, and what it encloses so far."""

    name: str
    tail: str = ""
    pieces: list[str] = field(default_factory=list)


class Shortcodes:
    """Those of one text. What is lost of them is named in `lost`."""

    def __init__(self, known: Known, number: str) -> None:
        self.known = known
        self.number = number
        self.lost: dict[str, None] = {}

    def told(self, text: str) -> str:
        if "[" not in text:
            return text
        tokens = [token for token in _TOKEN.finditer(text) if token[3] and not (token[1] and token[5])]
        closers = Counter(token[3].lower() for token in tokens if token[2])
        line, at = [_Code("")], 0
        for token in _TOKEN.finditer(text):
            if token[3] and self._take(token, line, closers, text[at : token.start()]):
                at = token.end()
        line[-1].pieces.append(text[at:])
        while len(line) > 1:
            self._drop(line)
        return "".join(line[0].pieces)

    def _take(self, token: re.Match[str], line: list[_Code], closers: Counter[str], before: str) -> bool:
        """Take in a shortcode and what stands before it; False if the brackets are only brackets."""
        doubled, closing, name, tail, doubled_end = token.groups()
        name = name.lower()
        if doubled and doubled_end:
            line[-1].pieces += [before, token[0][1:-1]]
            return True
        extra = "[" if doubled else ""
        if closing:
            closers[name] -= 1
            return self._close(name, line, before + extra, doubled_end)
        if not _is_code(name, tail, closers[name] > 0):
            return False
        line[-1].pieces.append(before + extra)
        if name in _ENCLOSING and closers[name] > 0 and not tail.endswith("/") and len(line) < DEEPEST:
            line.append(_Code(name, tail))
        else:
            line[-1].pieces.append(self._write(_Code(name, tail)))
        line[-1].pieces.append(doubled_end)
        return True

    def _close(self, name: str, line: list[_Code], before: str, after: str) -> bool:
        line[-1].pieces.append(before)
        if name in _ENCLOSING and any(code.name == name for code in line):
            while line[-1].name != name:
                self._drop(line)
            code = line.pop()
            line[-1].pieces.append(self._write(code))
        line[-1].pieces.append(after)
        return True

    def _drop(self, line: list[_Code]) -> None:
        """Give what an endless shortcode enclosed to the text around it."""
        code = line.pop()
        line[-1].pieces += code.pieces

    def _write(self, code: _Code) -> str:
        content = "".join(code.pieces)
        if writer := _WRITERS.get(code.name):
            return writer(self, code, content)
        if code.name in _EMBEDS and (address := _embedded(code, content)):
            return _own_line(address)
        self._lose(code)
        return content

    def _lose(self, code: _Code) -> None:
        self.lost.setdefault(_("What the shortcode [%(name)s] showed was left out.") % {"name": code.name})

    def _caption(self, code: _Code, content: str) -> str:
        """A picture with its caption, which stands behind it or, in old texts, in the shortcode."""
        picture = _PICTURES.match(content)
        if not picture:
            return content
        said = _attributes(code.tail).get("caption") or content[picture.end() :]
        return f"\n\n<figure>{picture[1]}<figcaption>{' '.join(said.split())}</figcaption></figure>\n\n"

    def _gallery(self, code: _Code, content: str) -> str:
        """Its pictures, or where none is named all that were uploaded to the story."""
        attributes = _attributes(code.tail)
        named = _NUMBER.findall(attributes.get("ids") or attributes.get("include", ""))
        numbers = named or self.known.children(self.number)
        figures = [_figure(shown) for number in numbers if (shown := self.known.shown(number))]
        if len(figures) < len(named) or not figures:
            self.lost.setdefault(_("A gallery has pictures that are not in the file."))
        return f"\n\n{''.join(figures)}\n\n{content}"

    def _media(self, code: _Code, content: str) -> str:
        attributes = _attributes(code.tail)
        named = next((attributes[name] for name in _MEDIA if _ADDRESS.fullmatch(attributes.get(name, ""))), "")
        if named:
            return _own_line(named) + content
        if _ADDRESS.search(content) or (address := _ADDRESS.search(code.tail)) is None:
            if not _ADDRESS.search(content):
                self._lose(code)
            return f"\n\n{content.strip()}\n\n"
        return _own_line(address[0]) + content


_WRITERS: dict[str, Callable[[Shortcodes, _Code, str], str]] = {
    "caption": Shortcodes._caption,
    "wp_caption": Shortcodes._caption,
    "gallery": Shortcodes._gallery,
    "embed": Shortcodes._media,
    "video": Shortcodes._media,
    "audio": Shortcodes._media,
}
_ENCLOSING = {*_WRITERS, *_EMBEDS}


def _is_code(name: str, tail: str, has_end: bool) -> bool:
    if name in _BARE or has_end or "_" in name or tail.rstrip().endswith("/"):
        return True
    if name in _EMBEDS:
        return bool(_ADDRESS.search(tail) or _ATTRIBUTE.search(tail) or any(map(str.isdigit, tail)))
    return bool(_ATTRIBUTE.search(tail.translate(_CURLY)))


def _attributes(tail: str) -> dict[str, str]:
    return {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tail.translate(_CURLY))}


def _embedded(code: _Code, content: str) -> str:
    """The address of what is embedded, where the shortcode holds it or a number that makes one."""
    if found := _ADDRESS.search(unescape(code.tail)) or _ADDRESS.search(unescape(content)):
        return found[0]
    named = _attributes(code.tail)
    number = named.get("id") or named.get("video_id") or code.tail.strip(" =\"'").split(" ")[0]
    if code.name == "youtube" and re.fullmatch(r"[\w\-]{11}", number):
        return f"https://www.youtube.com/watch?v={number}"
    if code.name == "vimeo" and _NUMBER.fullmatch(number):
        return f"https://vimeo.com/{number}"
    return ""


def _own_line(address: str) -> str:
    return f"\n\n{escaped(address)}\n\n"


def _figure(shown: Shown) -> str:
    caption = f"<figcaption>{escaped(shown.caption)}</figcaption>" if shown.caption else ""
    return f"<figure>{pictures.shown(shown.address, shown.alt)}{caption}</figure>"
