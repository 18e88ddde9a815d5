"""Readers' text: stored as it was typed, made safe each time it is shown. Pure functions, no database."""

import re
import unicodedata
from hashlib import sha256

from django.utils.safestring import SafeString

from comments import marks
from comments.scripts import mixes_scripts

__all__ = ["count_links", "fingerprint", "is_web", "key", "mixes_scripts", "render", "tidy", "tidy_line"]

# More marks than this on one letter serve no written language; they spill over the lines above and below.
MARKS_ON_A_LETTER = 4
# Folding may lengthen a text; a key is cut where it fills its column.
KEY_LENGTH = 320

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Controls, direction overrides, and characters that take no room: they hide words or turn the page's text around. And
# what Unicode says is no character, of which feeds would break.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U0001d173-\U0001d17a"
    "\U000e0000-\U000e007f]"
)
# Persian words and family emoji need their joiners; between Latin letters a joiner only hides something.
_STRAY_JOINER = re.compile(r"(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\u200c\u200d])")
_FOREIGN = re.compile(rf"[^\x00-\x7f]{{{MARKS_ON_A_LETTER + 1},}}")

_LINK_WHOLE = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)


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
    """Links that readers would find in it."""
    return marks.count_links(tidy(text))


def links(text: str) -> list[str]:
    """What looks like a web address, with or without its scheme."""
    return _LINK_WHOLE.findall(text)


def is_web(address: str) -> bool:
    """Whether a link may lead there: nothing else than a page, and never code."""
    return address.lower().startswith(("https://", "http://"))


def render(text: str) -> SafeString:
    """The text as HTML: escaped, in paragraphs, with the marks of docs/comment-text.md, its web addresses as links."""
    return marks.html(tidy(text))


def _few_marks(run: str) -> str:
    kept, heaped = [], 0
    for character in run:
        heaped = heaped + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if heaped <= MARKS_ON_A_LETTER:
            kept.append(character)
    return "".join(kept)
