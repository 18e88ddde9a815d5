"""What somebody typed into the search field, read without ever being refused. Pure functions, no database.

Words are all wanted; "words in quotes" stand one after the other; -word may not occur; word* is how a word begins.
Anything else is a sign between words.
"""

import re
from dataclasses import dataclass

from articles.public.search.words import SMALL, UNSPACED, plain, words

# More is cut, and the page says so.
LONGEST = 200
MOST_WORDS = 20
SHORTEST_BEGINNING = 2

_PART = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True)
class Asked:
    """One thing asked for: plain words that stand one after the other, mostly one."""

    words: tuple[str, ...]
    is_excluded: bool = False
    is_beginning: bool = False
    typed: str = ""

    @property
    def is_small(self) -> bool:
        return not self.is_beginning and all(word in SMALL for word in self.words) and len(self.words) == 1


@dataclass(frozen=True)
class Question:
    text: str
    """As it is shown in the field."""
    parts: tuple[Asked, ...]
    is_cut: bool = False

    @property
    def wanted(self) -> tuple[Asked, ...]:
        """What a story must say. Small words only count where there are no others."""
        wanted = tuple(part for part in self.parts if not part.is_excluded)
        return tuple(part for part in wanted if not part.is_small) or wanted

    @property
    def excluded(self) -> tuple[Asked, ...]:
        return tuple(part for part in self.parts if part.is_excluded)


def read(raw: str) -> Question:
    tidied = " ".join(_CONTROL.sub(" ", raw[: 2 * LONGEST]).split())
    text = tidied[:LONGEST].strip()
    found = [part for match in _PART.finditer(text) for part in _asked(match)]
    parts = tuple(dict.fromkeys(found))
    is_cut = len(tidied) > LONGEST or len(raw) > 2 * LONGEST or len(parts) > MOST_WORDS
    return Question(text, parts[:MOST_WORDS], is_cut)


def _asked(match: re.Match[str]) -> list[Asked]:
    minus, quoted, bare = match.groups()
    if bare is None:
        parts = tuple(map(plain, words(quoted)))
        return [Asked(parts, is_excluded=bool(minus), typed=quoted)] if any(parts) else []
    is_excluded = bare.startswith("-")
    parts = tuple(filter(None, map(plain, words(bare))))
    if not parts:
        return []
    starred = len(parts) == 1 and bare.rstrip("\"'),.;:!?").endswith("*") and len(parts[0]) >= SHORTEST_BEGINNING
    # One sign of a script without spaces is half a word as search keeps them.
    half = len(parts) == 1 and len(parts[0]) == 1 and bool(UNSPACED.match(parts[0]))
    return [Asked(parts, is_excluded=is_excluded, is_beginning=starred or half, typed=bare.lstrip("-"))]
