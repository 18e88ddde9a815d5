"""Plain words of what other systems kept as HTML. Pure functions; linear in the length of the text."""

import re
from html import unescape

from articles.importing.markup.shifted import CHARACTERS

# A comment does not reach over the beginning of another: else each of many without end would be looked for to the end.
_TAG = re.compile(r"<!--(?:(?!-->|<!--).)*+-->|<(/?)([a-zA-Z][a-zA-Z0-9]*+)([^<>]*)>", re.DOTALL)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_BLOCKS = {"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "figure", "hr"}
_LINES = {"br", "li", "tr"}
# Characters of a body; pictures that stand in it themselves do not count.
LONGEST_BODY = 1_000_000
_EMBEDDED = re.compile(r"\bdata:image/[^\"'\s<>]*+", re.IGNORECASE)
# A power or an index loses its sense on the line; the end of an ordinal does not.
_RAISED = re.compile(r"<(sup|sub)\b[^<>]{0,200}>([^<>]{1,20})</\1\s*>", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r" ?\n(?: ?\n)+ ?")


def line(html: str) -> str:
    """All its words on one line, without markup; no link's address is kept."""
    if "<" in html:
        html = _RAISED.sub(_raised, html)
        html = _TAG.sub(lambda tag: " " if tag[2] and tag[2].lower() in _BLOCKS | _LINES else "", html)
    return " ".join(unescape(html).replace("\x00", "").split())


def paragraphs(html: str) -> str:
    """Paragraphs parted by an empty line. A link is followed by its address, unless it reads as that."""
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    if "<" in html:
        html = "".join(_pieces(_RAISED.sub(_raised, html)))
    text = _SPACES.sub(" ", unescape(html).replace("\x00", ""))
    return _GAPS.sub("\n\n", text).replace(" \n", "\n").replace("\n ", "\n").strip()


def is_too_long(html: str) -> bool:
    """Whether this is more than a story can be."""
    return len(html) > LONGEST_BODY and len(_EMBEDDED.sub("", html)) > LONGEST_BODY


def shortened(text: str, length: int) -> str:
    """The text in at most so many characters, cut between words if it must be."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip() + "…"


def _raised(part: re.Match[str]) -> str:
    """The characters for what is raised or lowered; what it says where there are none."""
    table, said = CHARACTERS[part[1].lower()], unescape(part[2])
    return said.translate(table) if all(ord(character) in table for character in said) else part[2]


def _pieces(html: str) -> list[str]:
    pieces: list[str] = []
    begun, address, at = 0, "", 0
    for tag in _TAG.finditer(html):
        pieces.append(html[at : tag.start()])
        at = tag.end()
        name = (tag[2] or "").lower()
        if name in _BLOCKS:
            pieces.append("\n\n")
        elif name in _LINES and (name == "br" or not tag[1]):
            pieces.append("\n")
        elif name == "a" and tag[1]:
            if address:
                pieces.append(_address(address, "".join(pieces[begun:])))
            address = ""
        elif name == "a":
            href = _HREF.search(tag[3])
            address, begun = (href[1] or href[2] or href[3] or "") if href else "", len(pieces)
    return [*pieces, html[at:]]


def _address(address: str, words: str) -> str:
    """What stands behind the words of a link."""
    web = unescape(address).strip()
    if not web.startswith(("http://", "https://")) or unescape(words).strip().rstrip("/") == web.rstrip("/"):
        return ""
    return f" ({address.strip()})"
