"""Alphabets: letters of one that pass for those of another. Pure functions."""

import unicodedata
from functools import lru_cache

# Scripts that are written together, as Unicode's report 39 has it ("highly restrictive").
_TOGETHER = tuple(
    frozenset(scripts.split()) for scripts in ("LATIN CJK HIRAGANA KATAKANA", "LATIN CJK BOPOMOFO", "LATIN CJK HANGUL")
)
# Small letters of other alphabets that look like a letter of ours.
_LIKE_LATIN = frozenset("асеорхуікјѕԁһԛԝѵүӏοναυικρτχγωηօսոցհյ")


def scripts(text: str) -> frozenset[str]:
    """The alphabets of its letters, by the names that Unicode has for them, such as LATIN."""
    return frozenset(_script(letter) for letter in text if letter.isalpha()) - {""}


@lru_cache(maxsize=2048)
def mixes_scripts(name: str) -> bool:
    """Whether a name may pose as another: by a word of alphabets that nobody writes together, or by a word that only
    looks Latin beside one that is. Two words of two alphabets are a name like any other.
    """
    if name.isascii():
        return False
    words = unicodedata.normalize("NFKC", name).split()
    if any(map(_is_mixed, words)):
        return True
    return any("LATIN" in scripts(word) for word in words) and any(map(passes_for_latin, words))


def passes_for_latin(word: str) -> bool:
    """Whether a word is foreign but looks as if it were not: of two alphabets, or all of letters that look like ours."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    if folded.isascii():
        return False
    if _is_mixed(folded):
        return True
    letters = [letter for letter in folded if letter.isalpha()]
    return bool(letters) and all(letter in _LIKE_LATIN for letter in letters)


def _is_mixed(word: str) -> bool:
    found = scripts(word)
    return len(found) > 1 and not any(found <= together for together in _TOGETHER)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    # Letters that belong to no alphabet alone, such as the feminine ordinal or the prolonged sound mark.
    return "" if name in ("FEMININE", "MASCULINE", "MICRO", "MODIFIER", "IDEOGRAPHIC", "HALFWIDTH") else name
