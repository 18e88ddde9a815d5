"""Readers' text: stored as it was typed, made safe each time it is shown. Pure functions, no database."""

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urlsplit

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# The link is a reader's, not ours, and hands no window back. Search engines know the first two words.
REL = "nofollow ugc noopener"
# More marks than this on one letter serve no written language; they spill over the lines above and below.
MARKS_ON_A_LETTER = 4
# Folding may lengthen a text; a key is cut where it fills its column.
KEY_LENGTH = 320

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Controls, direction overrides, and characters that take no room: they hide words or turn the page's text around.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Persian words and family emoji need their joiners; between Latin letters a joiner only hides something.
_STRAY_JOINER = re.compile(r"(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\u200c\u200d])")
_FOREIGN = re.compile(rf"[^\x00-\x7f]{{{MARKS_ON_A_LETTER + 1},}}")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
_LINK = re.compile(r"\bhttps?://[^\s<>\"]+", re.IGNORECASE)
_LINK_LIKE = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]", re.IGNORECASE)
_AFTER_LINK = ".,;:!?'’”*_"


def tidy(text: str) -> str:
    """The text without what cannot or must not be seen; lines end in `\\n`. Tidying twice changes nothing."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    if not text.isascii():
        text = _FOREIGN.sub(lambda run: _few_marks(run[0]), _STRAY_JOINER.sub("", text))
    return text.strip()


def tidy_line(text: str) -> str:
    """The same for what stands on one line, such as a name."""
    return " ".join(tidy(text).split())


def key(text: str) -> str:
    """What two spellings have in common that readers would call the same, in at most `KEY_LENGTH` characters."""
    return _folded(text)[:KEY_LENGTH]


def fingerprint(text: str) -> str:
    """64 hexadecimal digits, equal for texts that differ in case, spacing or invisible characters only."""
    return sha256(_folded(text).encode()).hexdigest()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", tidy_line(text)).casefold()


def count_links(text: str) -> int:
    return len(_LINK_LIKE.findall(text))


def render(text: str) -> SafeString:
    """The text as HTML: escaped, in paragraphs, its web addresses as links."""
    paragraphs = _BETWEEN_PARAGRAPHS.split(tidy(text))
    return format_html_join("", "<p>{}</p>", ((_lines(paragraph),) for paragraph in paragraphs if paragraph))


def _few_marks(run: str) -> str:
    kept, marks = [], 0
    for character in run:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MARKS_ON_A_LETTER:
            kept.append(character)
    return "".join(kept)


def _lines(paragraph: str) -> SafeString:
    lines = (format_html_join("", "{}", ((part,) for part in _linked(line))) for line in paragraph.split("\n"))
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


def _linked(line: str) -> Iterator[str]:
    """The line in pieces, plain text and links by turns."""
    end = 0
    for match in _LINK.finditer(line):
        address = _address(match[0])
        if address:
            yield line[end : match.start()]
            yield format_html('<a href="{}" rel="{}">{}</a>', address, REL, address)
            end = match.start() + len(address)
    yield line[end:]


def _address(found: str) -> str:
    """The part of it that is a web address; empty where it names no host, or poses as another."""
    address = found.rstrip(_AFTER_LINK)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_AFTER_LINK)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.hostname and "@" not in parts.netloc else ""
