"""The two indexes behind one interface: FTS5 of SQLite, and `tsvector` with GIN of PostgreSQL.

Both get terms and give places. A place says when a story was first published, so in their order the newest comes first
and reading stops as soon as there are enough.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from articles.models import sources
from articles.models.search import SearchWord
from articles.public.search.matching import Match, Phrase, Wanted
from articles.public.search.terms import BREAK, is_top

# Words among which the shortest with a beginning are looked for.
LOOKED_AT = 1000
# Documents that are read one after the other before an index is asked which of the older ones match.
NEWEST = 2500
# Documents that are looked at for what they do not say, where more than so many say what is wanted.
BARRED = 20_000


class Hit(NamedTuple):
    tier: int
    place: int
    edition_id: int


class Database:
    """What both have in common. A subclass says how its index is asked."""

    source = order = ""

    def write(self, documents: Iterable[tuple[int, list[str]]]) -> None:
        """Store the terms of documents that have a row already, by their places."""
        raise NotImplementedError

    def asked(self, match: Match) -> tuple[str, list[str]]:
        """The condition for a document to match, with its parameters."""
        raise NotImplementedError

    def beginning(self, start: str, most: int) -> list[str]:
        """The shortest of the site's words that begin so, plain."""
        raise NotImplementedError

    def end(self, wanted: Match, places: tuple[int, int], at: datetime) -> int | None:
        """The last place to which it pays to look for what else a document must not say; None if all are looked at.

        An index that gives what is wanted in no order has to be read to its end.
        """
        return None

    def hits(
        self,
        tiers: Sequence[Match],
        places: tuple[int, int],
        at: datetime,
        most: int,
        skip: int,
        end: int | None = None,
    ) -> list[Hit]:
        """Documents live at that time that match the first tier, then the second …, newest first in each.

        No document may match two tiers. `places` are the first and the last that count, `end` is what `self.end` says.
        """
        parts: list[str] = []
        params: list[Any] = []
        for number, match in enumerate(tiers):
            where, values = self._where(match, places, at)
            parts.append(
                f"SELECT * FROM (SELECT {number} AS tier, document.place AS place, document.edition_id AS edition_id"  # noqa: S608
                f" FROM {self.source} WHERE {where} ORDER BY {self.order} LIMIT {most + skip}) AS t{number}"
            )
            params += values
        query = f"{' UNION ALL '.join(parts)} ORDER BY 1, 2 LIMIT {most} OFFSET {skip}"
        return [Hit(*row) for row in self._rows(query, params)]

    def count(self, match: Match, places: tuple[int, int], at: datetime, most: int, end: int | None = None) -> int:
        """How many documents live at that time match, counted to `most`."""
        places = (places[0], places[1] if end is None else end)
        where, values = self._where(match, places, at)
        inner = f"SELECT 1 AS one FROM {self.source} WHERE {where} LIMIT {most}"  # noqa: S608
        return self._rows(f"SELECT COUNT(*) FROM ({inner}) AS found", values)[0][0]  # noqa: S608

    def _where(self, match: Match, places: tuple[int, int], at: datetime) -> tuple[str, list[Any]]:
        condition, values = self.asked(match)
        moment = connection.ops.adapt_datetimefield_value(at)
        placed = f"{self.order} BETWEEN %s AND %s AND document.live_from <= %s AND document.live_until > %s"
        return f"{condition} AND {placed}", [*values, *places, moment, moment]

    def _rows(self, query: str, params: list[Any]) -> list[tuple[Any, ...]]:
        with sources.connection().cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchall()


class SQLite(Database):
    source = (
        "articles_searchindex AS entry CROSS JOIN articles_searchdocument AS document ON document.place = entry.rowid"
    )
    order = "entry.rowid"

    def write(self, documents: Iterable[tuple[int, list[str]]]) -> None:
        query = "INSERT INTO articles_searchindex (rowid, words) VALUES (%s, %s)"
        with connection.cursor() as cursor:
            cursor.executemany(query, [(place, " ".join(terms)) for place, terms in documents])

    def asked(self, match: Match) -> tuple[str, list[str]]:
        return "entry.words MATCH %s", [self._query(match)]

    def beginning(self, start: str, most: int) -> list[str]:
        return _shortest(SearchWord.objects.filter(plain__gte=start, plain__lt=f"{start}\U0010ffff"), most)

    def _query(self, match: Match) -> str:
        parts = [self._any([one]) for one in match.all] + [self._any(some) for some in match.any]
        barred = [f"({self._query(one)})" for one in match.none]
        return " NOT ".join([f"({' AND '.join(parts)})", *barred])

    @staticmethod
    def _any(some: Iterable[Wanted]) -> str:
        quoted = [f'"{" ".join(phrase)}"' for one in some for phrase in one.phrases]
        return f"({' OR '.join(quoted)})"


# Where the newest documents end.
_EDGE = (
    "edge AS MATERIALIZED (SELECT COALESCE((SELECT place FROM articles_searchdocument"  # noqa: S608
    f" WHERE place BETWEEN %s AND %s ORDER BY place OFFSET {NEWEST} LIMIT 1), %s) AS place)"
)
_END = "edge AS MATERIALIZED (SELECT %s::bigint AS place)"
_NEWEST = "document.place BETWEEN %s AND (SELECT place FROM edge)"
# The rest. Written so that the index of places is not asked too: it would list all of them.
_OLDER = "document.place + 0 > (SELECT place FROM edge) AND document.place + 0 <= %s"


class PostgreSQL(Database):
    """Two words that stand side by side are a lexeme too, so a phrase is found without looking into any document.

    An index of lexemes gives all that match in no order; to look at one document after the other, the newest first, is
    fast where many match. Which of the two is the faster the database guesses badly: it does not know how often two words
    meet, nor that a word is rarer than the thousand most frequent by far. So the newest are looked at, and only if those
    are not enough the older ones, by the index; and none for a tier, if those before it fill the page.
    """

    source = "articles_searchdocument AS document"
    order = "document.place"
    COLUMNS = ("top", "words", "pairs")

    def end(self, wanted: Match, places: tuple[int, int], at: datetime) -> int | None:
        if self.count(wanted, places, at, BARRED + 1) <= BARRED:
            return None
        rows = self._rows(
            f"SELECT place FROM articles_searchdocument WHERE place BETWEEN %s AND %s ORDER BY place OFFSET {BARRED} LIMIT 1",  # noqa: S608
            [*places],
        )
        return rows[0][0] if rows else None

    def hits(
        self,
        tiers: Sequence[Match],
        places: tuple[int, int],
        at: datetime,
        most: int,
        skip: int,
        end: int | None = None,
    ) -> list[Hit]:
        first, last = places
        tables, names = [_EDGE if end is None else _END], list[str]()
        params: list[Any] = [first, last, last] if end is None else [end]
        for number, match in enumerate(tiers):
            condition, values = self.asked(match)
            rows = (
                f"SELECT {number} AS tier, document.place AS place, document.edition_id AS edition_id"  # noqa: S608
                f" FROM {self.source} WHERE {condition} AND document.live_from <= %s AND document.live_until > %s"
            )
            near, far = f"near{number}", f"far{number}"
            newest = f"{rows} AND {_NEWEST} AND {_lacks(names, most + skip)}"
            tables.append(f"{near} AS MATERIALIZED ({newest} ORDER BY document.place LIMIT {most + skip})")
            names.append(near)
            params += [*values, at, at, first]
            if end is None:
                tables.append(f"{far} AS MATERIALIZED ({rows} AND {_OLDER} AND {_lacks(names, most + skip)})")
                names.append(far)
                params += [*values, at, at, last]
        union = " UNION ALL ".join(f"SELECT * FROM {name}" for name in names)  # noqa: S608
        query = f"WITH {', '.join(tables)} SELECT * FROM ({union}) AS found ORDER BY 1, 2 LIMIT {most} OFFSET {skip}"  # noqa: S608
        return [Hit(*row) for row in self._rows(query, params)]

    def write(self, documents: Iterable[tuple[int, list[str]]]) -> None:
        columns = ", ".join(f"{name} = %s::tsvector" for name in self.COLUMNS)
        query = f"UPDATE articles_searchdocument SET {columns} WHERE place = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(query, [(*self.vectors(terms), place) for place, terms in documents])

    def asked(self, match: Match) -> tuple[str, list[str]]:
        """What is barred is looked for in the documents found: an index would have to weigh it for each of them."""
        wanted, barred = self._queries(match), [query for one in match.none for query in self._queries(one)]
        conditions = [
            *(f"document.{name} @@ %s::tsquery" for name, _query in wanted),
            *(f"NOT document.{name} @@ %s::tsquery" for name, _query in barred),
        ]
        return " AND ".join(conditions), [query for _name, query in [*wanted, *barred]]

    def beginning(self, start: str, most: int) -> list[str]:
        return _shortest(SearchWord.objects.filter(plain__startswith=start), most)

    def _queries(self, match: Match) -> list[tuple[str, str]]:
        """What must stand in each column. All of a match that is barred is in the same."""
        wanted = [*((one,) for one in match.all), *match.any]
        parts = {
            name: [self._any(some) for some in wanted if self._column(some[0].phrases[0]) == name]
            for name in self.COLUMNS
        }
        return [(name, " & ".join(some)) for name, some in parts.items() if some]

    @staticmethod
    def _column(phrase: Phrase) -> str:
        if is_top(phrase[0]):
            return "top"
        return "pairs" if len(phrase) > 1 else "words"

    def _any(self, some: Iterable[Wanted]) -> str:
        return f"({' | '.join(query for one in some for query in self._one(one))})"

    def _one(self, wanted: Wanted) -> list[str]:
        """The database knows itself which words begin so, and guesses better how many do."""
        start = wanted.beginning
        others = [phrase for phrase in wanted.phrases if not start or not phrase[0].startswith(start)]
        return [*([f"'{start}':*"] if start else []), *map(self._phrase, others)]

    @staticmethod
    def _phrase(phrase: Phrase) -> str:
        lexemes = [" ".join(pair) for pair in pairwise(phrase)] or phrase
        return _all(lexemes)

    @classmethod
    def vectors(cls, terms: list[str]) -> list[str]:
        beside = [(one, two) for one, two in pairwise(terms) if BREAK not in (one, two)]
        lexemes: dict[str, set[str]] = {name: set() for name in cls.COLUMNS}
        for phrase in [*((term,) for term in terms if term != BREAK), *beside]:
            lexemes[cls._column(phrase)].add(" ".join(phrase))
        return [" ".join(f"'{one}'" for one in some) for some in lexemes.values()]


def _lacks(names: list[str], wanted: int) -> str:
    """Whether these tables have fewer rows than are wanted, which is known before any more are looked for."""
    return f"{' + '.join(f'(SELECT COUNT(*) FROM {name})' for name in names) or '0'} < {wanted}"  # noqa: S608


def _all(lexemes: Iterable[str]) -> str:
    quoted = [f"'{one}'" for one in lexemes]
    return f"({' & '.join(quoted)})"


def _shortest(found: "QuerySet[SearchWord]", most: int) -> list[str]:
    words = found.order_by("plain").values_list("plain", flat=True)[:LOOKED_AT]
    return sorted(words, key=lambda word: (len(word), word))[:most]


def current() -> Database:
    return {"sqlite": SQLite, "postgresql": PostgreSQL}[connection.vendor]()
