"""Whether anything that pages show was changed: the stamps, asked before each answer (articles.models.stamp).

On SQLite that is the counter of the file's commits, in memory that all processes share; on PostgreSQL one read by a prepared
statement. Editions that come and go by time alone are known beforehand (articles.public.due).
"""

import time
from collections.abc import Iterable
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.utils import timezone

from articles.models import stamp
from articles.public import due
from newsroom.replicas import Line, Replicas, reading

Words = dict[str, int | None]
"""Stamps by their words."""


class Moment(NamedTuple):
    """The stamps as they were, until time changes something."""

    marks: stamp.Marks
    due: float
    source: str = DEFAULT_DB_ALIAS
    """The database that said so."""


class Freshness(Line):
    """Asks whether anything changed: the first database, or a copy of it while that is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.replicas = Replicas()
        self.version: object = None
        self.moment: Moment | None = None

    def now(self) -> Moment:
        """Raises one of `errors` if no database answers."""
        with self.lock:
            try:
                return self._as_of(self, self._version())
            except self.errors:
                self.lose()
                if (replica := self.replicas.instead()) is None:
                    raise
                return self._as_of(replica, replica.mark)

    def read(self, keys: Iterable[str], source: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
        """Stamps of the database that the moment is of."""
        return (self if source == DEFAULT_DB_ALIAS else self.replicas[source]).stamps(keys)

    def close(self) -> None:
        super().close()
        if not self.is_lost:
            self.replicas.close()

    def _connect(self) -> None:
        super()._connect()
        # SQLite counts commits for each connection anew.
        self.version = None

    def _as_of(self, line: Line, version: object) -> Moment:
        moment = self.moment
        if moment is None or (line.alias, version) != self.version or time.time() >= moment.due:
            self.moment = moment = self._look(line, moment)
            self.version = (line.alias, version)
        return moment

    def _look(self, line: Line, last: Moment | None) -> Moment:
        found = line.stamps((stamp.ANY, stamp.FRAME, stamp.STORIES))
        marks = stamp.Marks(found.get(stamp.ANY), found.get(stamp.FRAME), found.get(stamp.STORIES))
        at = timezone.now()
        if last and last.due > at.timestamp() and marks[1:] == last.marks[1:]:
            is_same = marks == last.marks and last.source == line.alias
            return last if is_same else Moment(marks, last.due, line.alias)
        is_ours = connections[line.alias].connection is None
        try:
            with reading(line.alias):
                return Moment(marks, due.next_change(at).timestamp(), line.alias)
        finally:
            if is_ours:
                close_old_connections()
