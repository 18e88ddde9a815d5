"""Words as search compares them: without case and accents, and reduced to their stems. Pure functions, no database.

Text and question go through the same functions, and both databases get the result, so that they find the same. Accents
go before the stem is taken: “cafe” and “café” are one word to the stemmer too.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from articles.public.search import stemmers

# Longer words are compared by their beginning.
LONGEST = 40
# Of the languages in articles.languages; the others are found by whole words.
STEMMERS = {
    **{"ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english"},
    **{"es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french"},
    **{"ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian"},
    **{"lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese"},
    **{"ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish"},
}
# Words that stand in nearly every text: beside another word nobody means them. Without accents.
SMALL = frozenset(
    """
    a an and are as at be by for from has have in is it of on or that the this to was were with
    der die das den dem des ein eine einer eines und ist im am zu von mit auf fur an
    le la les l un une des du de et en au aux est dans pour sur d
    el los las una y del al por con para es
    il lo gli uno e di da in che per o os um uma do dos na no em
    het een van op te
    """.split()  # noqa: SIM905 (a list would be five times as long)
)

# Marks that Indic scripts write vowels with, and accents that no letter has been composed with, belong to their word.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0655\u0670\u0900-\u0963\u0971-\u0df4\u0e31-\u0e3a\u0e47-\u0e4e\u102b-\u103e\u17b6-\u17d3"
# A tatweel (U+0640) only stretches a word; by itself it would be a word without letters.
WORD = re.compile(rf"[^\W_\u0640](?:[^\W_]|[{_MARKS}])*")
_POSSESSIVE = re.compile(r"['’]s\b")
# Scripts that put no space between words. Korean does, but joins its particles to them.
_UNSPACED = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0002fa1f"
)
UNSPACED = re.compile(f"[{_UNSPACED}]+")

_ACCENTED = re.compile("([a-zα-ωе])[\u0300-\u036f]+")
_VOWEL_POINTS = re.compile("[\u0591-\u05c7\u0640\u064b-\u0655\u0670]")
# Letters that Unicode does not part into a plain one and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def words(text: str) -> Iterator[str]:
    """The words of a text in small letters, in order. Where a script does not part them, each two letters are one."""
    small = _POSSESSIVE.sub(" ", unicodedata.normalize("NFKC", text).lower())
    if not UNSPACED.search(small):
        yield from WORD.findall(small)
        return
    for run in WORD.findall(small):
        for part in re.findall(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+", run):
            yield from pairs(part) if UNSPACED.match(part) else [part]


def pairs(run: str) -> list[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)] or [run]


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """A word without case and accents; vowel signs that are optional in its script go too."""
    if word.isascii():
        return word.lower()[:LONGEST]
    parted = unicodedata.normalize("NFKD", word).casefold()
    bare = unicodedata.normalize("NFC", _VOWEL_POINTS.sub("", _ACCENTED.sub(r"\1", parted)))
    return bare.translate(_LETTERS)[:LONGEST]


@lru_cache(maxsize=200_000)
def stem(plain_word: str, language: str) -> str:
    """What the forms of a plain word have in common, in a language by its code; without a stemmer, the word."""
    name = STEMMERS.get(language[:2])
    if name is None or not plain_word.isalpha():
        return plain_word
    return stemmers.stem(plain_word, name) or plain_word
