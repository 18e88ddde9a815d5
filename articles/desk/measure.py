"""How long a text is: what the figures beside the form say, and desk.js goes on saying while somebody writes."""

import re
from dataclasses import dataclass
from typing import Self

from articles import html

# A full stop ends a sentence where a space or a closing mark follows; desk.js has the same rule.
_ENDS = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n")


@dataclass(frozen=True)
class Measure:
    """Words of the whole text and of its longest sentence, and minutes to read it; all nought for no text."""

    words: int = 0
    minutes: int = 0
    longest: int = 0

    @classmethod
    def of(cls, body: str) -> Self:
        words = html.count_words(body)
        sentences = _ENDS.split(html.plain_text(body))
        longest = max(len(sentence.split()) for sentence in sentences)
        return cls(words, html.reading_minutes(words) if words else 0, longest)
