"""Queries that are built and compiled once in each process, and run again with other values.

Django builds a queryset and compiles its SQL anew each time, which costs several times what the database takes to
answer. Here the SQL is kept, with the places of its values marked by name:

    _at_address = Prepared(
        lambda at, path: Edition.objects.live(at).for_page().filter(address__path=path), at=datetime, path=str
    )
    edition = _at_address.first(at=now, path="/2026/04/25/tide/")

The function gets marks in the place of values, and returns a queryset: of model instances (with `select_related`,
`only` and annotations), or of `values` or `values_list`. The answer is what that queryset would give, as a list.
Kinds of values: a type of `FIELDS`; a list of one (`ids=list[int]`), for `__in`; and `FIXED`, for a value that is part
of the SQL, as the number in a slice: each is compiled for itself.

With `keep=1000` the last thousand rows are kept as the instances that were made of them: while a row is the same, its
instance is a copy of that, and what was put into its dictionary `drawn` is there again. `row` is all that is known of it.

With `lock=True` the rows are held until the transaction ends, as by `select_for_update`.

What cannot be marked says so: None (it would be another SQL, `IS NULL`), and a value that the function makes up itself,
as the time of now. A value compared in a way that writes it into a pattern (`contains`) becomes another, slower SQL.

Of Django's own workings these are used: `Query.get_compiler`, the compiler's `as_sql`, `select`, `klass_info`,
`annotation_col_map`, `col_count` and `get_converters`, and `get_related_populators`, which `ModelIterable` uses too.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice, pairwise
from threading import Lock
from typing import Any, Generic, TypeVar, get_args, get_origin

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState
from django.db.models.expressions import Expression, Value
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    QuerySet,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)

from articles.models import sources

Row = TypeVar("Row")
Finish = Callable[[Any], Any]

# How a value of each type is handed to the database.
FIELDS: dict[type, models.Field] = {
    datetime: models.DateTimeField(),
    date: models.DateField(),
    str: models.TextField(),
    int: models.BigIntegerField(),
    float: models.FloatField(),
}
# Marks a value that is part of the SQL.
FIXED = object()
# Beyond these the plain queryset answers: longer lists, and more ways of compiling one query.
LONGEST_LIST = 256
MOST_VARIANTS = 64


class Mark(Expression):
    """Stands in a queryset for a value that comes later."""

    def __init__(self, name: str, field: models.Field, place: int | None = None) -> None:
        super().__init__(output_field=field)
        self.name, self.place = name, place
        # Given to the database as it is.
        self.is_plain = type(field) in (models.TextField, models.BigIntegerField)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def read(self, values: dict[str, Any], connection: Any) -> Any:
        """What stands here, as the database takes it."""
        value = values[self.name]
        if self.place is not None:
            value = value[self.place]
        return value if self.is_plain else self.output_field.get_db_prep_value(value, connection)


def text(value: Any) -> Any:
    """A text, or its mark, as what a database function is to take; a bare text it takes for the name of a column."""
    return value if isinstance(value, Mark) else Value(value)


class MarkedList(Mark):
    """Stands for a list, of which the length is known."""

    def __init__(self, name: str, field: models.Field, length: int) -> None:
        super().__init__(name, field)
        self.length = length

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        marks = [Mark(self.name, self.output_field, place) for place in range(self.length)]
        return f"({', '.join(['%s'] * self.length)})", marks


@dataclass(frozen=True)
class Compiled:
    sql: str
    params: tuple[Any, ...]
    width: int
    """Columns that were asked for; those after them only sort."""
    converters: tuple[tuple[int, tuple[Callable, ...], Any], ...]
    finish: Finish
    """Makes of a row what the queryset yields for it."""
    kept: "Rows | None" = None

    def run(self, connection: Any, values: dict[str, Any]) -> list[Any]:
        params = [param.read(values, connection) if isinstance(param, Mark) else param for param in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        finish = self.finish
        if self.kept:
            return self.kept.instances(rows, lambda row: finish(self._converted(row, connection)))
        return [finish(self._converted(row, connection)) for row in rows]

    def _converted(self, row: Any, connection: Any) -> list[Any]:
        values = list(row[: self.width])
        for place, functions, expression in self.converters:
            value = values[place]
            for function in functions:
                value = function(value, expression, connection)
            values[place] = value
        return values


class Rows:
    """Instances by the rows of which they were made; what the query added to each, a number, is no part of that."""

    def __init__(self, most: int, added: dict[str, int]) -> None:
        self.most, self.added = most, added
        self.first, self.after = min(added.values(), default=0), max(added.values(), default=-1) + 1
        self.known: dict[tuple[Any, ...], Any] = {}

    def instances(self, rows: Iterable[tuple[Any, ...]], make: Finish) -> list[Any]:
        if len(self.known) > self.most:
            # The older half: what is still read is soon made again.
            for key in list(islice(self.known, self.most // 2)):
                self.known.pop(key, None)
        return [self._instance(row, make) for row in rows]

    def _instance(self, row: tuple[Any, ...], make: Finish) -> Any:
        key = row[: self.first] + row[self.after :]
        if (found := self.known.get(key)) is None:
            found = self.known[key] = make(row)
            found.row, found.drawn = key, {}
        own = found.__class__.__new__(found.__class__)
        vars(own).update(vars(found), _state=_own(found._state))
        for name, place in self.added.items():
            vars(own)[name] = row[place]
        return own


def _own(state: ModelState) -> ModelState:
    """Or what is looked up through one instance would be known to all."""
    own = ModelState()
    own.db, own.adding, own.fields_cache = state.db, state.adding, {**state.fields_cache}
    return own


class Prepared(Generic[Row]):
    def __init__(
        self, build: Callable[..., QuerySet[Any, Row]], *, keep: int = 0, lock: bool = False, **kinds: Any
    ) -> None:
        self.build, self.keep, self.lock_rows = build, keep, lock
        self.fixed = [name for name, kind in kinds.items() if kind is FIXED]
        self.lists = {name: FIELDS[get_args(kind)[0]] for name, kind in kinds.items() if get_origin(kind) is list}
        self.single = {name: (kind, FIELDS[kind]) for name, kind in kinds.items() if kind in FIELDS}
        self.names = kinds.keys()
        if unknown := self.names - {*self.fixed, *self.lists, *self.single}:
            raise TypeError(f"No such kind of value: {', '.join(sorted(unknown))}.")
        self.variants: dict[tuple[Any, ...], Compiled] = {}
        self.lock = Lock()

    def __call__(self, *, using: str | None = None, **values: Any) -> list[Row]:
        """What the queryset gives for these values; of the database that is read now, if none is named.

        It is compiled once for all of them, which are alike.
        """
        self._check(values)
        source = using or (DEFAULT_DB_ALIAS if self.lock_rows else sources.alias())
        using = using or DEFAULT_DB_ALIAS
        lengths = []
        for name in self.lists:
            values[name] = listed = list(dict.fromkeys(values[name]))
            length = _room_for(len(listed))
            if length is None:
                return list(self.plain(**values).using(source))
            listed += listed[-1:] * (length - len(listed))
            lengths.append(length)
        key = (using, *lengths, *[values[name] for name in self.fixed])
        compiled = self.variants.get(key)
        if compiled is None:
            if len(self.variants) >= MOST_VARIANTS:
                return list(self.plain(**values).using(source))
            with self.lock:
                compiled = self.variants.get(key) or self._compile(using, lengths, values)
                self.variants[key] = compiled
        return compiled.run(connections[source], values)

    def first(self, *, using: str | None = None, **values: Any) -> Row | None:
        """The first of them, or None. Unlike that of a queryset this adds no order and no limit."""
        return next(iter(self(using=using, **values)), None)

    def plain(self, **values: Any) -> QuerySet[Any, Row]:
        """The queryset itself, for these values."""
        return self.build(**values)

    def _check(self, values: dict[str, Any]) -> None:
        if values.keys() != self.names:
            raise TypeError(f"Give values for {', '.join(self.names)}; got {', '.join(values)}.")
        for name, (kind, _field) in self.single.items():
            if not isinstance(values[name], kind):
                raise TypeError(f"{name} is to be of type {kind.__name__}: {values[name]!r}")

    def _compile(self, using: str, lengths: Iterable[int], values: dict[str, Any]) -> Compiled:
        marks: dict[str, Any] = {name: values[name] for name in self.fixed}
        marks |= {name: Mark(name, field) for name, (_kind, field) in self.single.items()}
        for (name, field), length in zip(self.lists.items(), lengths, strict=True):
            marks[name] = MarkedList(name, field, length)
        first, second = (_compiled(self.build(**marks), using, self.keep) for _turn in range(2))
        if [*_constants(first)] != [*_constants(second)] or first.sql != second.sql:
            raise ValueError("The query holds a value of its own that is another each time; mark it.")
        used = {param.name for param in first.params if isinstance(param, Mark)}
        if lost := {*self.single, *self.lists} - used:
            raise ValueError(f"The query does not use what is marked: {', '.join(sorted(lost))}.")
        if self.lock_rows and connections[using].features.has_select_for_update:
            first = replace(first, sql=f"{first.sql} FOR UPDATE")
        return first


def _room_for(length: int) -> int | None:
    """The next power of two, so that few lengths are compiled; None where a list is empty or too long."""
    return 1 << (length - 1).bit_length() if 0 < length <= LONGEST_LIST else None


def _constants(compiled: Compiled) -> Iterable[Any]:
    return (param for param in compiled.params if not isinstance(param, Mark))


def _compiled(queryset: Any, using: str, keep: int) -> Compiled:
    if queryset._prefetch_related_lookups or queryset._known_related_objects:
        raise ValueError("A prepared query fetches no other objects; leave out prefetch_related and related managers.")
    # Its own connection, never opened: what is compiled serves all threads and outlives theirs.
    compiler = queryset.query.get_compiler(connection=connections.create_connection(using))
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        raise ValueError("The query finds nothing, whatever the values.") from None
    columns = [column for column, *_rest in compiler.select[: compiler.col_count]]
    converters = tuple(
        (place, tuple(_faster(function, compiler.connection) for function in functions), expression)
        for place, (functions, expression) in compiler.get_converters(columns).items()
    )
    finish = _finish(queryset, compiler, using)
    kept = Rows(keep, compiler.annotation_col_map or {}) if keep else None
    return Compiled(sql, tuple(params), compiler.col_count, converters, finish, kept)


def _faster(function: Callable, connection: Any) -> Callable:
    """SQLite's reader of moments, without the questions that have one answer where the database keeps UTC."""
    keeps_utc = connection.vendor == "sqlite" and connection.timezone is UTC
    return _moment if keeps_utc and function == connection.ops.convert_datetimefield_value else function


def _moment(value: datetime | str | None, expression: Any, connection: Any) -> datetime | None:
    # Of a column it is a datetime already, of an expression still a string.
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment and moment.replace(tzinfo=UTC)


def _finish(queryset: QuerySet, compiler: Any, using: str) -> Finish:
    kind = queryset._iterable_class
    if kind is ModelIterable:
        return _instances(compiler, using)
    if kind is ValuesIterable:
        query = queryset.query
        names = tuple(query.selected or (*query.extra_select, *query.values_select, *query.annotation_select))
        return lambda row: dict(zip(names, row, strict=True))
    if kind is ValuesListIterable:
        return tuple
    if kind is FlatValuesListIterable:
        return lambda row: row[0]
    raise ValueError("A prepared query yields instances, values, or values_list without names.")


def _instances(compiler: Any, using: str) -> Finish:
    """Makes instances as `ModelIterable` does."""
    model, places = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    if any(right - left != 1 for left, right in pairwise(places)):
        raise ValueError("The columns of the model do not stand together.")
    start, end = places[0], places[-1] + 1
    # A set: each field of the model asks whether it is among them.
    names = frozenset(column.target.attname for column, *_rest in compiler.select[start:end])
    related = get_related_populators(compiler.klass_info, compiler.select, using)  # type: ignore[call-arg]  # as in Django 5.2
    annotations = tuple((compiler.annotation_col_map or {}).items())

    def instance(row: list[Any]) -> Any:
        found = model.from_db(using, names, row[start:end])
        for populator in related:
            populator.populate(row, found)
        for name, place in annotations:
            setattr(found, name, row[place])
        return found

    return instance
