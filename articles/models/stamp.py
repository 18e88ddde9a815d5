"""Stamps: whether anything that readers see has changed since, told by the database itself.

A stamp is a number beside a word. Triggers give it another, never one that it had, in the transaction that changes what
the word stands for, whoever writes: a form, a command, an import or a hand at the database. So what was made while the
stamps were these is as true as new as long as they still are, in every process and on every machine, and one indexed read
tells. `any` moves with every other, and first, so that two transactions never wait for each other in a ring.

- `frame`: what stands around stories: the site's identity, sections, tags, authors, pictures, pages, rules;
- `stories`: editions, their links, corrections, slots, lists of similar posts;
- `article:7`: what other apps show on the page of that article and change by themselves, such as its comments.

Time changes pages as well and moves no stamp; see articles.public.due.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

ANY, FRAME, STORIES, ARTICLE = "any", "frame", "stories", "article"
# Where a server's own look at the stamps is handed on to the request; see marks().
ENVIRON = "newsroom.marks"


class Stamp(models.Model):
    key = models.CharField(primary_key=True, max_length=32)
    mark = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.mark}"


class Marks(NamedTuple):
    any: int | None
    frame: int | None
    stories: int | None


@dataclass(frozen=True)
class Watch:
    """A table of which readers see something, and the word that its rows belong to.

    `of` is a column whose value follows the word: the stamp is that row's alone. The conditions are SQL over OLD and
    NEW that both databases read; None leaves the event out.
    """

    table: str
    key: str
    of: str = ""
    columns: tuple[str, ...] = ()
    """An update counts if it sets one of these; none means all."""
    on_insert: str | None = "true"
    on_update: str | None = "true"
    on_delete: str | None = "true"

    @property
    def events(self) -> list[tuple[str, str, str]]:
        """Name, SQL and condition of each event."""
        update = f"UPDATE OF {', '.join(self.columns)}" if self.columns else "UPDATE"
        told = [("insert", "INSERT", self.on_insert), ("update", update, self.on_update)]
        told.append(("delete", "DELETE", self.on_delete))
        return [(name, sql, condition) for name, sql, condition in told if condition is not None]

    def trigger(self, event: str) -> str:
        return f"stamp_{self.table}_{event}"


WATCHED = [
    *(Watch(f"articles_{name}", FRAME) for name in ("identity", "section", "author", "page", "tagalias")),
    # A tag that no story has yet, and a picture in no story, are on no page: colleagues make them while they write.
    Watch("taggit_tag", FRAME, on_insert=None),
    # How often it was used is nothing that readers see.
    Watch("articles_redirect", FRAME, columns=("old", "key", "target", "is_gone")),
    Watch("articles_tagprofile", FRAME, on_insert="NEW.description <> ''"),
    Watch("articles_illustration", FRAME, on_insert=None),
    *(
        Watch(f"articles_{name}", STORIES)
        for name in ("edition", "editiontag", "editionauthor", "correction", "slot", "similarposts")
    ),
]


def watch(*watches: Watch) -> None:
    """Have changes of these tables stamped as well. To be called before the database is migrated."""
    WATCHED.extend(one for one in watches if one not in WATCHED)


def of_article(article_id: int) -> str:
    """The word for what other apps show on an article's page."""
    return f"{ARTICLE}:{article_id}"


# --- Reading ---

_UNREAD = Marks(0, 0, 0)
_of_request: ContextVar[Marks | None] = ContextVar("marks", default=None)


def marks() -> Marks:
    """The stamps now; in a request, as they were when it first asked, so that a page is of one moment."""
    known = _of_request.get()
    if known is None:
        return read_marks()
    if known is _UNREAD:
        known = read_marks()
        _of_request.set(known)
    return known


def forget() -> None:
    """Have the stamps read again, after this request has changed something itself."""
    _reread()
    transaction.on_commit(_reread)


def are_settled() -> bool:
    """Whether the stamps say all that a read sees. Not in a transaction on PostgreSQL, where they move at its end."""
    connection = connections[DEFAULT_DB_ALIAS]
    return connection.vendor == "sqlite" or not connection.in_atomic_block


def read_marks() -> Marks:
    found = read((ANY, FRAME, STORIES))
    return Marks(found.get(ANY), found.get(FRAME), found.get(STORIES))


def read(keys: Iterable[str]) -> dict[str, int]:
    """The stamps of these words, straight from the driver: it is asked on every page, and takes a few microseconds."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    # A server that is lost in the midst of it says so as in every other query.
    with connection.wrap_database_errors:
        return read_with(connection.connection, keys)


def read_with(connection: Any, keys: Iterable[str]) -> dict[str, int]:
    """The same through a connection of the driver itself."""
    words = list(keys)
    mark = "?" if type(connection).__module__.startswith("sqlite3") else "%s"
    places = ",".join(mark for _word in words)
    cursor = connection.cursor()
    try:
        cursor.execute(f"SELECT key, mark FROM articles_stamp WHERE key IN ({places})", words)  # noqa: S608
        return dict(cursor.fetchall())
    finally:
        cursor.close()


def _begin(environ: dict[str, Any] | None = None, **_kwargs: Any) -> None:
    _of_request.set((environ or {}).get(ENVIRON) or _UNREAD)


def _end(**_kwargs: Any) -> None:
    _of_request.set(None)


def _reread() -> None:
    if _of_request.get() is not None:
        _of_request.set(_UNREAD)


request_started.connect(_begin, dispatch_uid="articles.stamp")
request_finished.connect(_end, dispatch_uid="articles.stamp")


# --- The triggers ---


def install(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Set the triggers of every watched table that is there. It may run any number of times."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if Stamp._meta.db_table not in tables:
        return
    write = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in write([one for one in WATCHED if one.table in tables]):
            cursor.execute(statement)


def move_all() -> None:
    """Give every stamp another mark: after a restore, when the marks came along with the data."""
    if Stamp._meta.db_table not in connections[DEFAULT_DB_ALIAS].introspection.table_names():
        return
    now = {"sqlite": _NOW_SQLITE, "postgresql": _NOW_POSTGRESQL}[connections[DEFAULT_DB_ALIAS].vendor]
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f"UPDATE articles_stamp SET mark = {now}")  # noqa: S608


def _sqlite(watched: list[Watch]) -> list[str]:
    statements = [_moved_sqlite("'frame'"), _moved_sqlite("'stories'")]
    for one in watched:
        for name, event, condition in one.events:
            trigger = one.trigger(name)
            row = "OLD" if name == "delete" else "NEW"
            key = f"'{one.key}:' || {row}.{one.of}" if one.of else f"'{one.key}'"
            statements += [
                f"DROP TRIGGER IF EXISTS {trigger}",
                f"CREATE TRIGGER {trigger} AFTER {event} ON {one.table} WHEN {condition}"
                f" BEGIN {_moved_sqlite(key)}; END",
            ]
    return statements


# Milliseconds, with a tail by chance.
_NOW_SQLITE = "(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) << 20) + (random() & 1048575)"

# The number of the transaction, with such a tail.
_NOW_POSTGRESQL = "pg_current_xact_id()::text::bigint << 20 | floor(random() * 1048576)::bigint"


def _moved_sqlite(key: str) -> str:
    rows = f"('any', {_NOW_SQLITE}), ({key}, {_NOW_SQLITE})"
    return f"INSERT INTO articles_stamp (key, mark) VALUES {rows} ON CONFLICT (key) DO UPDATE SET mark = excluded.mark"  # noqa: S608


# The triggers fire when all else is done, so whoever holds the stamps waits for nobody. A mark is the number of the
# transaction with a tail by chance: one that changes a thousand rows moves it once, and a restored backup not back.
_MOVE = f"""
CREATE OR REPLACE FUNCTION articles_stamp_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    word text := TG_ARGV[0];
    now bigint := {_NOW_POSTGRESQL};
BEGIN
    IF TG_NARGS > 1 THEN
        word := word || ':' || (CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END ->> TG_ARGV[1]);
    END IF;
    FOR i IN 1..2 LOOP
        INSERT INTO articles_stamp (key, mark) VALUES (CASE i WHEN 1 THEN 'any' ELSE word END, now)
        ON CONFLICT (key) DO UPDATE SET mark = excluded.mark WHERE articles_stamp.mark >> 20 <> excluded.mark >> 20;
    END LOOP;
    RETURN NULL;
END $$
"""  # noqa: S608


def _postgresql(watched: list[Watch]) -> list[str]:
    words = ", ".join(f"('{word}', floor(random() * 1048576)::bigint)" for word in (ANY, FRAME, STORIES))
    statements = [f"INSERT INTO articles_stamp (key, mark) VALUES {words} ON CONFLICT DO NOTHING", _MOVE]  # noqa: S608
    for one in watched:
        told = f"'{one.key}', '{one.of}'" if one.of else f"'{one.key}'"
        for name, event, condition in one.events:
            trigger = one.trigger(name)
            statements += [
                f"DROP TRIGGER IF EXISTS {trigger} ON {one.table}",
                f"CREATE CONSTRAINT TRIGGER {trigger} AFTER {event} ON {one.table} DEFERRABLE INITIALLY DEFERRED"
                f" FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION articles_stamp_move({told})",
            ]
    return statements
