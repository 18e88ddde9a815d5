"""The two indexes behind one interface: FTS5 of SQLite, and a tsvector with GIN of PostgreSQL.

Both get terms and give places. A place says when a story was first published, so in their order the newest comes first
and reading stops as soon as there are enough.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from articles.models.search import SearchWord
from articles.public.search.matching import Match, Phrase

# Positions in a tsvector go so far; later words are found, but no phrase of them is.
LAST_POSITION = 16_383


class Hit(NamedTuple):
    tier: int
    place: int
    edition_id: int


class Database:
    """What both have in common. A subclass says how its index is asked."""

    source = condition = ""

    def write(self, documents: Iterable[tuple[int, list[str]]]) -> None:
        """Store the terms of documents that have a row already, by their places."""
        raise NotImplementedError

    def expression(self, match: Match) -> str:
        raise NotImplementedError

    def beginning(self, start: str, most: int) -> list[str]:
        """The shortest of the site's words that begin so, plain."""
        raise NotImplementedError

    def hits(self, tiers: Sequence[Match], places: tuple[int, int], at: datetime, most: int, skip: int) -> list[Hit]:
        """Documents live at that time that match the first tier, then the second …, newest first in each.

        No document may match two tiers. `places` are the first and the last that count.
        """
        parts, params = [], []
        for number, match in enumerate(tiers):
            parts.append(
                f"SELECT * FROM (SELECT {number} AS tier, document.place AS place, document.edition_id AS edition_id"  # noqa: S608
                f" FROM {self.source} WHERE {self.condition} ORDER BY {self.order} LIMIT {most + skip}) AS t{number}"
            )
            params += self._params(match, places, at)
        query = f"{' UNION ALL '.join(parts)} ORDER BY 1, 2 LIMIT {most} OFFSET {skip}"
        return [Hit(*row) for row in self._rows(query, params)]

    def count(self, match: Match, places: tuple[int, int], at: datetime, most: int) -> int:
        """How many documents live at that time match, counted to `most`."""
        inner = f"SELECT 1 AS one FROM {self.source} WHERE {self.condition} LIMIT {most}"  # noqa: S608
        return self._rows(f"SELECT COUNT(*) FROM ({inner}) AS found", self._params(match, places, at))[0][0]  # noqa: S608

    order = "document.place"

    def _params(self, match: Match, places: tuple[int, int], at: datetime) -> list[Any]:
        moment = connection.ops.adapt_datetimefield_value(at)
        return [self.expression(match), *places, moment, moment]

    def _rows(self, query: str, params: list[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchall()


class SQLite(Database):
    source = (
        "articles_searchindex AS entry CROSS JOIN articles_searchdocument AS document ON document.place = entry.rowid"
    )
    condition = "entry.words MATCH %s AND entry.rowid BETWEEN %s AND %s AND document.live_from <= %s AND document.live_until > %s"
    order = "entry.rowid"

    def write(self, documents: Iterable[tuple[int, list[str]]]) -> None:
        query = "INSERT INTO articles_searchindex (rowid, words) VALUES (%s, %s)"
        with connection.cursor() as cursor:
            cursor.executemany(query, [(place, " ".join(terms)) for place, terms in documents])

    def expression(self, match: Match) -> str:
        return match.written(" AND ", " OR ", " NOT ", self._phrase)

    def beginning(self, start: str, most: int) -> list[str]:
        found = SearchWord.objects.filter(plain__gte=start, plain__lt=f"{start}\U0010ffff")
        return _shortest(found, most)

    @staticmethod
    def _phrase(phrase: Phrase) -> str:
        return f'"{" ".join(phrase)}"'


class PostgreSQL(Database):
    source = "articles_searchdocument AS document"
    condition = (
        "document.words @@ %s::tsquery AND document.place BETWEEN %s AND %s"
        " AND document.live_from <= %s AND document.live_until > %s"
    )

    def write(self, documents: Iterable[tuple[int, list[str]]]) -> None:
        query = "UPDATE articles_searchdocument SET words = %s::tsvector WHERE place = %s"
        with connection.cursor() as cursor:
            cursor.executemany(query, [(self._vector(terms), place) for place, terms in documents])

    @staticmethod
    def _vector(terms: list[str]) -> str:
        positions: dict[str, list[str]] = {}
        for number, term in enumerate(terms, start=1):
            positions.setdefault(term, []).append(str(min(number, LAST_POSITION)))
        return " ".join(f"'{term}':{','.join(where)}" for term, where in positions.items())

    def expression(self, match: Match) -> str:
        return match.written(" & ", " | ", " & !", self._phrase)

    def beginning(self, start: str, most: int) -> list[str]:
        return _shortest(SearchWord.objects.filter(plain__startswith=start), most)

    @staticmethod
    def _phrase(phrase: Phrase) -> str:
        quoted = [f"'{term}'" for term in phrase]
        return f"({' <-> '.join(quoted)})"


def _shortest(found: Any, most: int) -> list[str]:
    """The shortest of the first thousand."""
    return sorted(found.order_by("plain").values_list("plain", flat=True)[:1000], key=lambda word: (len(word), word))[
        :most
    ]


def current() -> Database:
    return {"sqlite": SQLite, "postgresql": PostgreSQL}[connection.vendor]()
