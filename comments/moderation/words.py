"""Looking for the words of a list: whole words, in any script, through what is put between their letters.

A list has a word or phrase on each line; a `*` at its end stands for any ending. Case, width and characters that cannot be
seen make no difference, accents do. Words written "c.a.s.i.n.o", "c a s i n o" or "cas-ino" are found as well. Scripts that
leave no room between words (Chinese, Japanese, Thai and their like) and signs are looked for anywhere.

The time is that of one walk over the text, whatever the length of the list.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from comments import text

MOST_FOUND = 10

# Joiners that `text.tidy` leaves, signs that choose between shapes, strokes laid over letters: no word is told from
# another by them.
_NO_LETTER = re.compile("[\u200c\u200d\ufe00-\ufe0f\u0334-\u0338\u20d0-\u20f0]")
# What belongs to a letter but is none, as the vowels of India.
_MARKS = "".join(c for c in map(chr, range(0x300, 0xAC00)) if unicodedata.category(c)[0] == "M")
_WORD = re.compile(rf"[\w{_MARKS}]+")
_APART = re.compile(rf"[^\w{_MARKS}]+")
_CHUNK = re.compile(r"\S+")
# Single letters, with at most a space and three signs between each two. What stands between is never a letter, so
# there is one way to read a run, and no text takes long.
_SPELT = re.compile(rf"(?<![\w{_MARKS}])\w(?![\w{_MARKS}])(?: ?[^\w\s{_MARKS}]{{0,3}} ?\w(?![\w{_MARKS}]))+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def find(listed: str, *texts: str) -> tuple[str, ...]:
    """The lines of the list that are found in one of the texts, as they were written; at most MOST_FOUND."""
    matcher, found = _matcher(listed), dict[str, None]()
    for one in texts:
        for line in matcher.find(_folded(one)):
            found[line] = None
            if len(found) == MOST_FOUND:
                return tuple(found)
    return tuple(found)


def _folded(typed: str) -> str:
    """The text as it is compared; its lines and spaces are kept."""
    plain = text.tidy(typed)
    if not plain.isascii():
        plain = _NO_LETTER.sub("", unicodedata.normalize("NFKC", plain))
        plain = unicodedata.normalize("NFKC", plain.casefold())
    return plain.casefold().replace("_", "-")


# --- The list ---


@dataclass
class _Node:
    """Where a phrase has been read so far: the words that may come next, and the lines that end here."""

    nodes: dict[str, "_Node"] = field(default_factory=dict)
    line: str = ""
    beginnings: dict[str, str] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    """Of the beginnings."""

    def with_beginning(self, word: str) -> str:
        """The line that is met by the beginning of this word; empty if none is."""
        for length in self.lengths:
            line = self.beginnings.get(word[:length])
            if line:
                return line
        return ""


class _Matcher:
    """A list, made ready for looking."""

    def __init__(self, listed: str) -> None:
        self.root = _Node()
        self.anywhere: dict[int, dict[str, str]] = {}
        """What is looked for anywhere, by its length."""
        for line in map(str.strip, listed.splitlines()):
            self._add(line)

    def _add(self, line: str) -> None:
        folded = _folded(line)
        bare = folded.rstrip("*").rstrip()
        words = _WORD.findall(bare)
        if bare and (not words or _UNSPACED.search(bare)):
            self.anywhere.setdefault(len(bare), {}).setdefault(bare, line)
        elif words:
            self._add_words(words, line, is_beginning=bare != folded)

    def _add_words(self, words: list[str], line: str, *, is_beginning: bool) -> None:
        node = self.root
        for word in words[:-1] if is_beginning else words:
            node = node.nodes.setdefault(word, _Node())
        if is_beginning:
            node.beginnings.setdefault(words[-1], line)
            node.lengths.add(len(words[-1]))
        else:
            node.line = node.line or line

    def find(self, folded: str) -> Iterator[str]:
        """Every line that is found in the text, some more than once."""
        words = _WORD.findall(folded)
        for start in range(len(words)):
            yield from self._from(words, start)
        for word in _joined(folded):
            yield from self._from([word], 0)
        for length, wanted in self.anywhere.items():
            yield from (
                wanted[piece]
                for start in range(len(folded) - length + 1)
                if (piece := folded[start : start + length]) in wanted
            )

    def _from(self, words: list[str], start: int) -> Iterator[str]:
        node = self.root
        for place in range(start, len(words)):
            if line := node.with_beginning(words[place]):
                yield line
            following = node.nodes.get(words[place])
            if following is None:
                return
            node = following
            if node.line:
                yield node.line


def _joined(folded: str) -> Iterator[str]:
    """Words that may be meant where something stands between letters."""
    for chunk in _CHUNK.findall(folded):
        parts = _WORD.findall(chunk)
        if len(parts) > 1:
            yield "".join(parts)
    for run in _SPELT.findall(folded):
        word = _APART.sub("", run)
        # A letter before or after it may be a word of its own.
        yield from (word, word[1:], word[:-1])


@lru_cache(maxsize=8)
def _matcher(listed: str) -> _Matcher:
    return _Matcher(listed)
