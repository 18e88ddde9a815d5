"""Putting a question to the database: which stories, in which order, and how many."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from articles.models.prepared import Prepared
from articles.models.search import FAR, ROOM, SearchLanguage, place
from articles.public.search import databases
from articles.public.search.matching import Match, Wanted
from articles.public.search.question import Asked, Question
from articles.public.search.terms import HEAD, TOP
from articles.public.search.words import stem

# Words that a beginning stands for, at most: the shortest.
MOST_ENDINGS = 60
# So many are counted; beyond it nobody knows the number, and nobody leafs that far.
COUNTED = 1000
LAST_PLACE = 2 * FAR * ROOM - 1


@dataclass(frozen=True)
class Span:
    """When a story was first published: days in the site's time zone, both included; and nothing after `seen`."""

    since: date | None = None
    until: date | None = None
    seen: datetime | None = None

    @property
    def places(self) -> tuple[int, int]:
        first = place(self.seen) if self.seen else 0
        if self.until is not None:
            first = max(first, place(_midnight(self.until + timedelta(days=1))) + ROOM)
        last = place(_midnight(self.since)) + ROOM - 1 if self.since is not None else LAST_PLACE
        return first, last


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Search:
    """A question as the index understands it, within filters: terms of which a document needs one of each."""

    question: Question
    facets: tuple[tuple[str, ...], ...] = ()
    span: Span = Span()
    languages: tuple[str, ...] = ()
    database: databases.Database = field(default_factory=databases.current)
    _ends: dict[datetime, int | None] = field(default_factory=dict, init=False, compare=False)

    @property
    def can_find(self) -> bool:
        return bool(self.question.wanted)

    def hits(self, at: datetime, most: int, skip: int = 0) -> list[databases.Hit]:
        return self.database.hits(self._tiers(), self.span.places, at, most, skip, self._end(at))

    def count(self, at: datetime, most: int = COUNTED + 1) -> int:
        return self.database.count(self._match(self._wanted()), self.span.places, at, most, self._end(at))

    def is_bounded(self, at: datetime) -> bool:
        """Whether only the newest stories were looked at, because too many say what is wanted beside what must not be."""
        return self._end(at) is not None

    def _end(self, at: datetime) -> int | None:
        if not self.question.excluded or not self.can_find:
            return None
        if at not in self._ends:
            self._ends[at] = self.database.end(Match((*self._wanted(), *self._facets())), self.span.places, at)
        return self._ends[at]

    def terms(self) -> frozenset[str]:
        """The terms of everything wanted, to mark them in a text."""
        return frozenset(term for wanted in self._wanted() for phrase in wanted.phrases for term in phrase)

    def _tiers(self) -> list[Match]:
        wanted = self._wanted()
        head, top = (tuple(one.marked(mark) for one in wanted) for mark in (HEAD, TOP))
        tiers = [self._match(head), self._match(top, none=(Match(head),))]
        if len(wanted) == 1:
            return [*tiers, self._match(wanted, none=(Match(top),))]
        some_in_head = self._match(wanted, some=(head,), none=(Match(top),))
        return [*tiers, some_in_head, self._match(wanted, none=(Match(top), *(Match((one,)) for one in head)))]

    def _match(
        self, wanted: tuple[Wanted, ...], some: tuple[tuple[Wanted, ...], ...] = (), none: tuple[Match, ...] = ()
    ) -> Match:
        excluded = tuple(Match((self._one(part),)) for part in self.question.excluded)
        return Match((*wanted, *self._facets()), some, (*none, *excluded))

    def _facets(self) -> tuple[Wanted, ...]:
        return tuple(Wanted(tuple((term,) for term in terms)) for terms in self.facets)

    def _wanted(self) -> tuple[Wanted, ...]:
        return tuple(self._one(part) for part in self.question.wanted)

    def _one(self, part: Asked) -> Wanted:
        if not part.is_beginning:
            return Wanted(tuple(dict.fromkeys(self._stems(part.words))))
        endings = [*part.words, *self.database.beginning(part.words[0], MOST_ENDINGS)]
        return Wanted(
            tuple(dict.fromkeys(phrase for word in endings for phrase in self._stems((word,)))), part.words[0]
        )

    def _stems(self, words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
        return (tuple(stem(word, language) for word in words) for language in self.languages)


def spoken_here() -> tuple[str, ...]:
    """The languages that a question is put in: the site's, and those of stories. One query."""
    return (settings.LANGUAGE_CODE, *_languages())


_languages = Prepared(lambda: SearchLanguage.objects.order_by("code").values_list("code", flat=True))
