"""Copies of the database, from which readers' pages are made as long as nothing is missing in them.

A copy has the stamps too (articles.models.stamp), and gets them in the transaction that moves them. So one whose stamp is
that of the first database has everything that readers may see by then, and a page that is made from it is as new as one
from the first. One read of a row tells, for each page that is made; a copy that is behind, even by a moment, is not read.
One that does not answer, or is behind for longer than `NEWSROOM_REPLICA_LAG`, is asked once a second until it is well.

Whoever writes, or may look for what they have just written, reads the first database: `Router` sends there all that is not
inside `reading`, and that is only what `newsroom.page_cache` has made for anybody.
"""

import logging
import select
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from wsgiref.types import WSGIEnvironment

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models
from django.urls import Resolver404, resolve

from articles.models import stamp

logger = logging.getLogger(__name__)

# Seconds between two tries to reach a database that is gone, for which who finds it gone waits for the next, and for which
# one may be silent: a server that stands still keeps its connections, so nobody else would say that it is gone.
RETRY, PROMPT, PATIENCE = 1, 0.2, 2

# Views of stories that show drafts, and those of the conversation that show nobody's own comment.
_DRAFTS = {"articles:shared", "articles:calendar"}
_TALK = {f"comments.views.{name}" for name in ("conversations", "feeds", "live", "rules")}

_MARK = b"SELECT mark FROM articles_stamp WHERE key = 'any'"
# Besides the stamp, the age of what it did last; of a server that follows no other this says nothing.
_MARK_OF_COPY = b"""SELECT mark, CASE WHEN pg_is_in_recovery()
    THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END
    FROM articles_stamp WHERE key = 'any'"""

# Of libpq: the answer has rows.
TUPLES = 2

_reading: ContextVar[str] = ContextVar("reading", default=DEFAULT_DB_ALIAS)


@contextmanager
def reading(alias: str) -> Iterator[None]:
    """Have what is only read come from there, until something is written."""
    token = _reading.set(alias)
    try:
        yield
    finally:
        _reading.reset(token)


class Router:
    """Django's question which database it is."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return _reading.get()

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        _reading.set(DEFAULT_DB_ALIAS)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        """All are copies of the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return None if db == DEFAULT_DB_ALIAS else False


def may_read(environ: WSGIEnvironment) -> bool:
    """Whether the page that is asked for may be made from a copy: it is the same to all, and moves with the stamps."""
    if "mine=" in environ.get("QUERY_STRING", ""):
        return False
    try:
        found = resolve(get_path_info(environ))
    except Resolver404:
        return True
    name = found.view_name
    return (name.startswith("articles:") and name not in _DRAFTS) or found.func.__module__ in _TALK


class Line:
    """A connection that only asks one database for stamps, and sees all commits."""

    def __init__(self, alias: str = DEFAULT_DB_ALIAS) -> None:
        self.alias = alias
        self.lock = threading.RLock()
        self.connection: Any = None
        self.cursor: Any = None
        self.poll: Any = None
        self.is_sqlite = connections[alias].vendor == "sqlite"
        self.retry_at = 0.0
        # Since it did not answer, until it does again.
        self.is_lost = False
        self.errors = (DatabaseError, connections[alias].Database.Error)  # type: ignore[attr-defined]  # each backend has it

    def _version(self) -> object:
        """What is another after each change. Raises one of `errors` if the database does not answer."""
        if self.is_sqlite:
            self._see_to_connection()
            return self.cursor.execute("PRAGMA data_version").fetchall()
        result = self._asked()
        return result.get_value(0, 0) if result.ntuples else None

    def _asked(self) -> Any:
        self._see_to_connection()
        pgconn = self.connection.pgconn
        pgconn.send_query_prepared(b"newsroom_stamp", [])
        return self._answer(pgconn)

    def _answer(self, pgconn: Any) -> Any:
        """What it says to what was sent. Raises DatabaseError if that is a fault, or nothing in time."""
        pgconn.flush()
        end = time.monotonic() + PATIENCE
        while True:
            if not self.poll.poll(max(0.0, end - time.monotonic()) * 1000):
                raise DatabaseError("The database is silent.")
            pgconn.consume_input()
            if not pgconn.is_busy():
                break
        result = pgconn.get_result()
        while pgconn.get_result() is not None:
            pass
        if result.status != TUPLES:
            raise DatabaseError(result.error_message.decode(errors="replace"))
        return result

    def _see_to_connection(self) -> None:
        if self.connection is not None:
            return
        if time.time() < self.retry_at:
            raise DatabaseError("The database did not answer a moment ago.")
        self.retry_at = time.time() + RETRY
        if self.is_lost and not self.is_sqlite:
            # Nobody waits for long for a server that is silent.
            self.retry_at = float("inf")
            trial = threading.Thread(target=self._connect_again, daemon=True)
            trial.start()
            trial.join(PROMPT)
            if self.connection is None:
                raise DatabaseError("The database does not answer; it is being tried.")
        else:
            self._connect()

    def _connect_again(self) -> None:
        try:
            self._connect()
        except self.errors:
            logger.debug("The database %s does not answer yet.", self.alias)
        finally:
            self.retry_at = time.time() + RETRY

    def _connect(self) -> None:
        wrapper = connections.create_connection(self.alias)
        options = {name: value for name, value in wrapper.settings_dict["OPTIONS"].items() if name != "pool"}
        wrapper.settings_dict = wrapper.settings_dict | {"OPTIONS": options}
        wrapper.connect()
        connection: Any = wrapper.connection
        if self.is_sqlite:
            self.cursor = connection.cursor()
        else:
            is_first = self.alias == DEFAULT_DB_ALIAS
            connection.pgconn.prepare(b"newsroom_stamp", _MARK if is_first else _MARK_OF_COPY)
            self.poll = select.poll()
            self.poll.register(connection.pgconn.socket, select.POLLIN)
        if self.is_lost:
            logger.info("The database %s answers again.", self.alias)
        self.connection, self.is_lost = connection, False

    def stamps(self, keys: Iterable[str]) -> dict[str, int]:
        with self.lock:
            self._see_to_connection()
            if self.is_sqlite:
                return stamp.read_with(self.connection, keys)
            words = [key.encode() for key in keys]
            places = b",".join(b"$%d" % number for number in range(1, len(words) + 1))
            pgconn = self.connection.pgconn
            pgconn.send_query_params(b"SELECT key, mark FROM articles_stamp WHERE key IN (" + places + b")", words)
            found = self._answer(pgconn)
            return {found.get_value(row, 0).decode(): int(found.get_value(row, 1)) for row in range(found.ntuples)}

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                connection.close()
            except self.errors:
                logger.debug("A lost connection could not be closed.", exc_info=True)

    def lose(self) -> None:
        """The same, as it does not answer."""
        if not self.is_lost:
            logger.warning("The database %s does not answer.", self.alias)
        self.is_lost = True
        self.close()


class Replica(Line):
    """One copy, and whether it is fit to be read."""

    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        # Seconds: until when it is left alone, and since when it is behind; and what is wrong with it.
        self.rests_until = 0.0
        self.behind_since: float | None = None
        self.is_behind = False
        self.fault = ""
        self.mark: int | None = None

    def is_in_step(self, mark: int | None) -> bool:
        """Whether it has all that was there when the first database had this stamp."""
        if time.monotonic() < self.rests_until or (age := self._look()) is None:
            return False
        if self.mark == mark:
            self._is_well()
            return True
        now = time.monotonic()
        self.behind_since = self.behind_since or now
        if min(now - self.behind_since, age) >= settings.NEWSROOM_REPLICA_LAG:
            self.is_behind = True
            self.rest(f"is behind for more than {settings.NEWSROOM_REPLICA_LAG} seconds")
        return False

    def answers(self) -> bool:
        """Whether it can be read while there is no other. One that is known to be behind is not."""
        if self.is_behind or time.monotonic() < self.rests_until or self._look() is None:
            return False
        self._is_well()
        return True

    def _look(self) -> float | None:
        """Read its stamp. The age of what it did last, in seconds; None if it does not answer."""
        with self.lock:
            try:
                result = self._asked()
            except self.errors as error:
                self.lose()
                self.rest(f"does not answer ({type(error).__name__})")
                return None
            self.mark = int(result.get_value(0, 0)) if result.ntuples else None
            age = result.get_value(0, 1) if result.ntuples else None
        # Of a server that follows no other nobody knows when it had something last.
        return float(age) if age else float("inf")

    def rest(self, fault: str) -> None:
        """Leave it alone for a moment."""
        self.rests_until = time.monotonic() + RETRY
        if not self.fault:
            logger.warning("The database %s is left out: it %s.", self.alias, fault)
        self.fault = fault

    def _is_well(self) -> None:
        self.behind_since, self.is_behind = None, False
        if self.fault:
            logger.info("The database %s is read again.", self.alias)
        self.fault = ""


class Replicas:
    """The copies that there are."""

    def __init__(self) -> None:
        self.all = [Replica(alias) for alias in connections if alias.startswith("replica")]
        self.turn = 0

    def __getitem__(self, alias: str) -> Replica:
        return next(replica for replica in self.all if replica.alias == alias)

    def in_step(self, mark: int | None) -> str:
        """A copy that has everything, each in its turn; the first database if none has."""
        self.turn += 1
        for number in range(len(self.all)):
            replica = self.all[(self.turn + number) % len(self.all)]
            if replica.is_in_step(mark):
                return replica.alias
        return DEFAULT_DB_ALIAS

    def instead(self) -> Replica | None:
        """The copy that is read while the first database is gone."""
        return next((replica for replica in self.all if replica.answers()), None)

    def close(self) -> None:
        for replica in self.all:
            replica.close()
