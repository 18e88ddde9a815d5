"""A disc with somebody's initials, in a colour that the same name always has. Nothing is fetched, and nobody is told."""

from zlib import crc32

from django.utils.html import escape
from django.utils.safestring import SafeString

# Hues of the stylesheet.
HUES = ("red", "amber", "green", "teal", "blue", "violet", "pink", "lime")


def avatar(name: str) -> SafeString:
    hue = HUES[crc32(name.casefold().encode()) % len(HUES)]
    return SafeString(f'<span class="avatar" aria-hidden="true" data-hue="{hue}">{escape(initials(name))}</span>')


def initials(name: str) -> str:
    """The first letters of the first and the last word, in capitals; fewer if there are no more."""
    words = [letter for word in name.split() if (letter := next(filter(str.isalnum, word), ""))]
    return "".join(letter.upper()[:1] for letter in (words[:1] + words[1:][-1:]))
