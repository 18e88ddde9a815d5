"""A sanitised text cut into the blocks and words that are compared. Pure functions."""

from collections.abc import Hashable
from dataclasses import dataclass
from html.parser import HTMLParser

from articles.differences.words import PLAIN, Marks, Token, tokens_of

TOP = frozenset({"p", "h2", "h3", "ul", "ol", "blockquote", "aside", "figure", "hr"})
_BOLD, _ITALIC = frozenset({"strong", "b"}), frozenset({"em", "i"})
_INLINE = _BOLD | _ITALIC | {"a"}
_LINES = {"li": "item", "br": "break", "p": "break", "figcaption": "break", "h2": "break", "h3": "break"}


@dataclass(frozen=True)
class Block:
    """An element at the top of a text, an item of a list, or a whole field. `kind` is its element's name, or `text`."""

    kind: str
    tokens: tuple[Token, ...]

    @property
    def key(self) -> Hashable:
        return self.kind, self.tokens


class _Reader(HTMLParser):
    """Cuts a sanitised text into blocks. Whatever stands outside an element is a block of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._kind, self._tokens, self._line, self._spaced = "", list[Token](), "", True
        self._depth, self._marks = 0, [PLAIN]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in TOP and not self._depth:
            self.finish()
            self._kind = tag
        self._depth += tag in TOP and tag != "hr"
        if tag == "hr":
            self._rule()
        elif tag in _LINES:
            self._line = self._line or (_LINES[tag] if self._tokens or tag == "li" else "")
        elif tag == "img":
            self._picture(given)
        elif tag in _INLINE:
            self._marks.append(_marked(self._marks[-1], tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE and len(self._marks) > 1:
            self._marks.pop()
        elif tag in TOP and self._depth:
            self._depth -= 1
            if not self._depth:
                self.finish()
        if tag in _LINES:
            self._spaced = True

    def handle_data(self, data: str) -> None:
        for token in tokens_of(data, self._marks[-1], spaced=self._spaced or bool(self._line)):
            self._add(token)
            self._spaced = False
        self._spaced = self._spaced or data[-1:].isspace()

    def finish(self) -> None:
        """End the block that is open, if it says anything."""
        if self._tokens or self._kind == "hr":
            self.blocks.append(Block(self._kind or "text", tuple(self._tokens)))
        self._kind, self._tokens, self._line, self._spaced = "", [], "", True

    def _rule(self) -> None:
        if self._depth:
            self._line = "break"
        else:
            self.finish()

    def _picture(self, given: dict[str, str]) -> None:
        number = given.get("data-file", "")
        if number.isascii() and number.isdecimal():
            self._add(Token("", True, self._marks[-1], picture=int(number[:18])))
            self._spaced = True

    def _add(self, token: Token) -> None:
        self._tokens.append(token._replace(line=self._line) if self._line else token)
        self._line = ""


def _marked(marks: Marks, tag: str, given: dict[str, str]) -> Marks:
    """How words look inside that element."""
    if tag == "a":
        return marks._replace(href=given.get("href", ""))
    return marks._replace(bold=True) if tag in _BOLD else marks._replace(italic=True)


def blocks_of(html: str) -> list[Block]:
    """The blocks of a sanitised text, in order; empty ones are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return reader.blocks


def plain(text: str, kind: str = "text") -> Block:
    return Block(kind, tuple(tokens_of(text)))
