"""What a document must say to be found, apart from how a database writes it."""

from dataclasses import dataclass

Phrase = tuple[str, ...]
"""Terms that stand one after the other; mostly one."""


@dataclass(frozen=True)
class Wanted:
    """One thing that somebody asks for: any of these phrases will do, as they are the same in several languages.

    If it is the beginning of a word, the phrases are the words that begin so.
    """

    phrases: tuple[Phrase, ...]
    beginning: str = ""

    def marked(self, mark: str) -> "Wanted":
        """The same, but where a text has terms with this mark."""
        phrases = tuple(tuple(mark + term for term in phrase) for phrase in self.phrases)
        return Wanted(phrases, mark + self.beginning if self.beginning else "")


@dataclass(frozen=True)
class Match:
    """All of `all`, one of each in `any`, and nothing that matches one in `none`. `all` is never empty."""

    all: tuple[Wanted, ...]
    any: tuple[tuple[Wanted, ...], ...] = ()
    none: tuple["Match", ...] = ()
