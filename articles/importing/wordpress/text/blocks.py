"""The block editor's texts: HTML between comments that name its blocks, like `<!-- wp:image {"id":5} -->`.

The HTML says most of what is needed. What it does not say is read off the comments: blocks that the old site made when
somebody looked, and blocks that stand in many stories at once.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from articles.importing.markup import flat
from articles.importing.pictures import escaped

_NAME = re.compile(r"(/?)wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)")
_SHOWS = re.compile(r"<(?:img|iframe|video|audio|hr|embed|object)\b", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
# Blocks whose line ends are seen, and those that show nothing of their own.
_LINES = {"code", "preformatted", "verse", "freeform", "shortcode", "syntaxhighlighter/code"}
_SILENT = {
    *("spacer", "more", "nextpage", "paragraph", "heading", "column", "columns", "group", "buttons", "button", "list"),
    *("list-item", "block", "html", "freeform", "shortcode", "footnotes", "separator", "quote", "missing"),
}
# Characters that blocks which stand in many stories may add to one.
MOST_REUSED = 2_000_000
# Blocks within each other whose emptiness is looked at.
_OPEN = 200


class Blocks:
    """The blocks of one text. `reusable` has the texts of those that stand in many, by number."""

    def __init__(self, reusable: dict[str, str], footnotes: str = "") -> None:
        self.reusable = reusable
        self.footnotes = footnotes
        self.lost: dict[str, None] = {}
        self.said = 0  # pieces that show something
        self.budget = MOST_REUSED

    def told(self, text: str, within: tuple[str, ...] = ()) -> str:
        """The text without its comments; line ends stay only where they are seen. `within` are the reused blocks it is in."""
        pieces: list[str] = []
        line: list[tuple[str, int]] = []
        at = 0
        while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
            comment = text[begin + 4 : end].strip()
            name = _NAME.match(comment)
            if not name:
                end_of_piece = end + 3
                pieces.append(self._piece(text[at:end_of_piece], line))
                at = end_of_piece
                continue
            pieces.append(self._piece(text[at:begin], line))
            at = end + 3
            block = name[2].removeprefix("core/")
            if name[1]:
                self._end(block, line)
            elif comment.endswith("/"):
                pieces.append(self._made(block, comment[name.end() : -1], within))
            else:
                pieces.append(self._begin(block, comment[name.end() :], text, at))
                if len(line) < _OPEN:
                    line.append((block, self.said))
        pieces.append(self._piece(text[at:], line))
        return "".join(pieces)

    def _piece(self, text: str, line: list[tuple[str, int]]) -> str:
        if text and (_SHOWS.search(text) or _TAGS.sub("", text).strip()):
            self.said += 1
        return text if not line or line[-1][0] in _LINES else flat(text)

    def _begin(self, block: str, attributes: str, text: str, at: int) -> str:
        """A cover of old was a style that no text shows."""
        if block != "cover" or "<img" in text[at : at + 1000]:
            return ""
        address = _read(attributes).get("url")
        return f'<img src="{escaped(address)}" alt="">' if isinstance(address, str) else ""

    def _end(self, block: str, line: list[tuple[str, int]]) -> None:
        while line:
            name, said = line.pop()
            if name == block:
                if said == self.said and block not in _SILENT:
                    self._lose(block)
                return

    def _made(self, block: str, attributes: str, within: tuple[str, ...]) -> str:
        """What stands for a block that is a comment only."""
        if maker := _MAKERS.get(block):
            return maker(self, _read(attributes), within)
        if block.startswith(("embed", "core-embed/")) and isinstance(address := _read(attributes).get("url"), str):
            return f"<p>{escaped(address)}</p>"
        if block not in _SILENT:
            self._lose(block)
        return ""

    def _reused(self, attributes: dict[str, Any], within: tuple[str, ...]) -> str:
        number = str(attributes.get("ref", ""))
        text = self.reusable.get(number, "")
        self.budget -= len(text)
        if not text or number in within or self.budget < 0:
            self.lost.setdefault(_("A block that stands in several stories is not in the file."))
            return ""
        return f"<div>{self.told(text, (*within, number))}</div>"

    def _notes(self, attributes: dict[str, Any], within: tuple[str, ...]) -> str:
        try:
            notes = json.loads(self.footnotes or "[]")
            said = [note["content"] for note in notes if isinstance(note["content"], str)]
        except (ValueError, TypeError, KeyError, RecursionError):
            said = []
        return f"<ol>{''.join(f'<li>{note}</li>' for note in said)}</ol>" if said else ""

    def _lose(self, block: str) -> None:
        self.lost.setdefault(_("What the block “%(name)s” showed was left out.") % {"name": block[:80]})


_MAKERS: dict[str, Callable[[Blocks, dict[str, Any], tuple[str, ...]], str]] = {
    "block": Blocks._reused,
    "footnotes": Blocks._notes,
}


def _read(attributes: str) -> dict[str, Any]:
    try:
        read = json.loads(attributes) if attributes.strip() else {}
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
