"""The marks that readers may use (docs/comment-text.md), as HTML. Pure functions, in time linear to the text.

A text is cut into lines, lines into paragraphs, quotes and blocks of code, and these into words, links and marks. What is
no mark is shown as it was typed; nothing typed becomes an element or an attribute by itself.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.html import escape
from django.utils.safestring import SafeString

from comments.scripts import passes_for_latin

# The link is a reader's, not ours, and hands no window back. Search engines know the first two words.
REL = "nofollow ugc noopener"
# Quotes in quotes that are drawn; what is deeper stands with the last.
QUOTES = 3

_FENCE = re.compile(r"```[\w+#.-]{0,20}\s*")
_QUOTE = re.compile(r"[^\S\n]{0,3}>(?:[^\S\n]?>)*[^\S\n]?")
_SPECIAL = re.compile(r"[*`\n]|https?://|www\.", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?P<code>`[^`\n]+`)|(?P<ticks>`+)|(?P<stars>\*+)|(?P<line>\n)|(?P<link>\b(?:https?://|www\.)[^\s<>\"`]+)",
    re.IGNORECASE,
)
_AFTER_LINK = ".,;:!?'’”*_"
_STARS = {1: ("*",), 2: ("**",), 3: ("**", "*")}
_ELEMENTS = {"*": "em", "**": "strong"}


def html(text: str) -> SafeString:
    """A tidied text as HTML. Elements: p, br, a, em, strong, code, pre, blockquote; attributes: href and rel."""
    out, depth = [], 0
    for level, block in _blocks(text.split("\n")):
        out.append("<blockquote>" * (level - depth) + "</blockquote>" * (depth - level) + block)
        depth = level
    return SafeString("".join(out) + "</blockquote>" * depth)


def count_links(text: str) -> int:
    """The links that `html` makes of a tidied text."""
    # A quotation mark that was typed is escaped, so this stands nowhere else.
    return html(text).count('<a href="')


# --- Blocks ---


def _blocks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Paragraphs and blocks of code, each with the number of quotes that it stands in."""
    closing = [number for number, line in enumerate(lines) if line.rstrip() == "```"]
    paragraph: list[str] = []
    depth = number = 0
    while number < len(lines):
        line = lines[number]
        end = _end_of_code(line, number, closing)
        level, words = (0, "") if end else _quoted(line)
        if paragraph and (level != depth or not words.strip()):
            yield depth, _paragraph(paragraph)
            paragraph = []
        if end:
            yield 0, f"<pre><code>{escape(_between(lines, number, end))}</code></pre>"
        elif words.strip():
            paragraph.append(words)
        depth, number = level, (end or number) + 1
    if paragraph:
        yield depth, _paragraph(paragraph)


def _end_of_code(line: str, number: int, closing: list[int]) -> int:
    """The line that ends the block of code which begins with this one; 0 if none does."""
    if not line.startswith("```") or not _FENCE.fullmatch(line):
        return 0
    after = bisect_right(closing, number)
    return closing[after] if after < len(closing) and closing[after] > number + 1 else 0


def _between(lines: list[str], start: int, end: int) -> str:
    return "\n".join(lines[start + 1 : end])


def _quoted(line: str) -> tuple[int, str]:
    """In how many quotes a line stands, and what it says there."""
    mark = _QUOTE.match(line)
    return (min(mark[0].count(">"), QUOTES), line[mark.end() :]) if mark else (0, line)


def _paragraph(lines: list[str]) -> str:
    return f"<p>{_inline(chr(10).join(lines))}</p>"


# --- Within a paragraph ---


def _inline(text: str) -> str:
    if not _SPECIAL.search(text):
        return escape(text)
    out: list[str] = []
    # Marks that were opened and not closed yet, at most one of each kind, with their places in `out`.
    opened: list[tuple[str, int]] = []
    end = 0
    while match := _TOKEN.search(text, end):
        out.append(escape(text[end : match.start()]))
        kind, found, end = match.lastgroup, match[0], match.end()
        if kind == "line":
            out.append("<br>")
        elif kind == "code":
            out.append(f"<code>{escape(found[1:-1])}</code>")
        elif kind == "stars":
            _stars(out, opened, text, match)
        elif kind == "link" and (address := _trimmed(found)) and (safe := _address(address)):
            end = match.start() + len(address)
            out.append(f'<a href="{escape(safe)}" rel="{REL}">{escape(_shown(safe, address))}</a>')
        else:
            out.append(escape(found))
    out.append(escape(text[end:]))
    return "".join(out)


def _stars(out: list[str], opened: list[tuple[str, int]], text: str, match: re.Match[str]) -> None:
    """Open or close what the stars mark. Those within a word, or with a space on the wrong side, are only stars."""
    marks = _STARS.get(len(match[0]))
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    closes = before and not before.isspace() and not after.isalnum()
    opens = after and not after.isspace() and not before.isalnum()
    if marks and closes and any(mark in marks for mark, _place in opened):
        for mark in reversed(marks):
            _close(out, opened, mark)
    elif marks and opens and not any(mark in marks for mark, _place in opened):
        for mark in marks:
            opened.append((mark, len(out)))
            out.append(mark)
    else:
        out.append(match[0])


def _close(out: list[str], opened: list[tuple[str, int]], mark: str) -> None:
    if mark not in (one for one, _place in opened):
        out.append(mark)
        return
    while opened[-1][0] != mark:
        opened.pop()
    _mark, place = opened.pop()
    out[place] = f"<{_ELEMENTS[mark]}>"
    out.append(f"</{_ELEMENTS[mark]}>")


# --- Links ---


def _trimmed(found: str) -> str:
    """Without the marks of the sentence that it stands in, or of its brackets."""
    surplus, end = found.count(")") - found.count("("), len(found)
    while end and (found[end - 1] in _AFTER_LINK or (found[end - 1] == ")" and surplus > 0)):
        surplus -= found[end - 1] == ")"
        end -= 1
    return found[:end]


def _address(typed: str) -> str:
    """The web address; empty where it names no host, or poses as another. A host that looks like another is spelt out."""
    address = typed if "://" in typed[:8] else f"https://{typed}"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
        if not host or "@" in parts.netloc or not all(map(_is_of_hosts, host)):
            return ""
        if address is not typed and host.count(".") < 2:
            return ""
        if not any(passes_for_latin(label) for label in host.split(".")):
            return address
        spelt = parts.netloc.lower().replace(host, host.encode("idna").decode(), 1)
    except ValueError:
        return ""
    return parts._replace(netloc=spelt).geturl()


def _is_of_hosts(character: str) -> bool:
    return character.isalnum() or character in "-._" or unicodedata.category(character) in ("Mn", "Mc")


def _shown(address: str, typed: str) -> str:
    """The address as readers see it, as short as it was typed."""
    return address if "://" in typed[:8] else address.removeprefix("https://")
