"""The words somebody asked for, marked where a story says them."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.public.search.question import Asked
from articles.public.search.words import SMALL, UNSPACED, WORD, plain, stem

# Characters of an extract, of what it shows before the first marked word, and of a text that is looked through.
LENGTH, BEFORE, READ = 220, 60, 30_000

_Span = tuple[int, int]


@dataclass(frozen=True)
class Marker:
    """Marks the words of a question in texts of one language."""

    terms: frozenset[str]
    parts: tuple[Asked, ...]
    language: str
    known: dict[str, bool] = field(default_factory=dict, compare=False)
    """Words that were looked at, as the next text will have most of them again."""

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        return tuple(part.words[0] for part in self.parts if part.is_beginning)

    @cached_property
    def unspaced(self) -> list[str]:
        """What was asked for in scripts without spaces."""
        return [part.typed.strip('*"') for part in self.parts if UNSPACED.search(part.typed)]

    def mark(self, text: str) -> SafeString:
        """The text as HTML with the words marked."""
        return _written(text, self._spans(text), 0, len(text))

    def passage(self, text: str) -> SafeString | None:
        """The part of a text that says most of the words, as HTML; nothing where it says none."""
        text = text[:READ]
        spans = self._spans(text)
        if not spans:
            return None
        start = max(0, _best(text, spans) - BEFORE)
        start = text.find(" ", start) + 1 if start else 0
        end = min(len(text), start + LENGTH)
        end = end if end == len(text) else max(text.rfind(" ", start, end), start + BEFORE)
        html = _written(text, spans, start, end)
        return mark_safe(f"{'… ' if start else ''}{html}{' …' if end < len(text) else ''}")  # noqa: S308 (escaped)

    def _spans(self, text: str) -> list[_Span]:
        known = self.known
        found: list[_Span] = []
        for match in WORD.finditer(text):
            word = match[0]
            if word not in known:
                known[word] = self._is_asked(word)
            if known[word]:
                found.append(match.span())
        found += self._in_unspaced(text)
        return _joined(text, sorted(found))

    def _is_asked(self, word: str) -> bool:
        bare = plain(word)
        return stem(bare, self.language) in self.terms or bare.startswith(self.beginnings)

    def _in_unspaced(self, text: str) -> list[_Span]:
        """Where scripts without spaces say it: there a word is part of a long run."""
        found = []
        for wanted in self.unspaced:
            start = text.find(wanted)
            while start >= 0 and wanted:
                found.append((start, start + len(wanted)))
                start = text.find(wanted, start + len(wanted))
        return found


def _joined(text: str, spans: list[_Span]) -> list[_Span]:
    """Marks with only a space between them as one; small words alone are no marks."""
    joined: list[_Span] = []
    for start, end in spans:
        if joined and (text[joined[-1][1] : start].isspace() or start <= joined[-1][1]):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    telling = [span for span in joined if text[slice(*span)].casefold() not in SMALL]
    return telling or joined


def _best(text: str, spans: list[_Span]) -> int:
    """Where the part begins that says most different words; the first of equals."""
    best, most = spans[0][0], 0
    for number, (start, _end) in enumerate(spans):
        inside = [span for span in spans[number : number + 12] if span[1] <= start + LENGTH - BEFORE]
        different = len({text[slice(*span)].casefold() for span in inside})
        if different > most:
            best, most = start, different
    return best


def _written(text: str, spans: list[_Span], start: int, end: int) -> SafeString:
    pieces, place = [], start
    for first, last in spans:
        if place <= first and last <= end:
            pieces += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
            place = last
    return mark_safe("".join([*pieces, escape(text[place:end])]))  # noqa: S308 (all parts are escaped)
