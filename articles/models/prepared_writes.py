"""Writes whose SQL is made once in each process, as that of articles.models.prepared.

    _count = Change(lambda pk, by: (Discussion.objects.filter(pk=pk), {"count": F("count") + by}), pk=int, by=int)
    _count(pk=7, by=1)

    _insert = Insertion(Comment)
    _insert(comment)

A new row is stored as `save` stores it: fields make their own values of it, and it learns its id. No signal is sent.
"""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery

from articles.models.prepared import FIELDS, Mark

Build = Callable[..., tuple[QuerySet, dict[str, Any]]]


class Change:
    """An update. The function gets marks in the place of values, and gives the rows and what they are to say."""

    def __init__(self, build: Build, **kinds: type) -> None:
        self.build, self.kinds = build, kinds
        self.compiled: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, *, using: str = DEFAULT_DB_ALIAS, **values: Any) -> int:
        """Change the rows. Returns how many there were."""
        if values.keys() != self.kinds.keys() or any(
            not isinstance(values[name], self.kinds[name]) for name in values
        ):
            raise TypeError(f"Give values for {self.kinds}; got {values}.")
        if using not in self.compiled:
            self.compiled[using] = self._compile(using)
        sql, params = self.compiled[using]
        connection = connections[using]
        given = [param.read(values, connection) if isinstance(param, Mark) else param for param in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return cursor.rowcount

    def _compile(self, using: str) -> tuple[str, tuple[Any, ...]]:
        rows, said = self.build(**{name: Mark(name, FIELDS[kind]) for name, kind in self.kinds.items()})
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(said)
        query.annotations = {}
        # Its own connection, never opened: what is compiled serves all threads and outlives theirs.
        sql, params = query.get_compiler(connection=connections.create_connection(using)).as_sql()
        used = {param.name for param in params if isinstance(param, Mark)}
        if lost := self.kinds.keys() - used:
            raise ValueError(f"The update does not use what is marked: {', '.join(sorted(lost))}.")
        return sql, tuple(params)


class Insertion:
    """New rows of a model that has one table and an id that the database gives."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self.compiled: dict[str, str] = {}

    def __call__(self, row: models.Model, *, using: str = DEFAULT_DB_ALIAS) -> None:
        connection = connections[using]
        if using not in self.compiled:
            self.compiled[using] = self._compile(using)
        values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in self.fields]
        with connection.cursor() as cursor:
            cursor.execute(self.compiled[using], values)
            (row.pk,) = cursor.fetchone()
        row._state.adding, row._state.db = False, using

    def _compile(self, using: str) -> str:
        query = InsertQuery(self.model)
        empty = self.model()
        query.insert_values(self.fields, [empty])
        compiler: Any = query.get_compiler(connection=connections.create_connection(using))
        compiler.returning_fields = [self.model._meta.pk]
        [(sql, _values)] = compiler.as_sql()
        return sql
