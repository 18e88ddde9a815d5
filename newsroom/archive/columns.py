"""Rows as JSON says them, and back: by the fields of the model, whatever it is.

Numbers, texts, truth and null are as in JSON, moments as ISO 8601 in UTC, a reference is the number of the row it leads
to, a file its name. What `migrate` has made has other numbers in each site: a content type is `app.model`, a permission
`app.model.word`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from newsroom.archive.kinds import Kind

# Rows that are held at a time.
BATCH = 500


class Unknown(Exception):
    """A row refers to a permission that this site does not have."""


class Columns:
    def __init__(self, kind: Kind) -> None:
        self.kind, self.model = kind, kind.model
        self.fields: dict[str, models.Field] = {field.name: field for field in self.model._meta.concrete_fields}
        self.natural = {
            name: _NATURAL[field.related_model]()
            for name, field in self.fields.items()
            if field.related_model in _NATURAL
        }

    # --- Out ---

    def lines(self, *, with_secrets: bool) -> Iterator[bytes]:
        """Every row, in the order of their keys."""
        names = list(self.fields)
        replaced = {} if with_secrets else self.kind.secrets
        words = {name: {number: word for word, number in known.items()} for name, known in self.natural.items()}
        rows = self.model._base_manager.order_by("pk").values_list(*(field.attname for field in self.fields.values()))
        for values in rows.iterator(chunk_size=BATCH):
            row = dict(zip(names, values, strict=True)) | replaced
            for name, known in words.items():
                row[name] = known.get(row[name])
            yield dump(row)

    # --- In ---

    def read(self, row: Any) -> list[Any]:
        """What the database is to be given for this row. Raises ValueError, saying what is wrong, or Unknown."""
        if not isinstance(row, dict):
            raise ValueError("it is no object")
        if unknown := row.keys() - self.fields.keys():
            raise ValueError(f"there is no field {min(unknown)!r} in this version")
        return [
            self._value(name, field, row[name]) if name in row else self._missing(name, field)
            for name, field in self.fields.items()
        ]

    def _value(self, name: str, field: models.Field, value: Any) -> Any:
        if value is None:
            if not field.null:
                raise ValueError(f"{name} is null")
        elif name in self.natural:
            value = self._number(name, field, value)
        else:
            value = self._readers[name](name, value)
        return field.get_db_prep_save(value, connection)

    def _number(self, name: str, field: models.Field, word: Any) -> int | None:
        found = self.natural[name].get(word) if isinstance(word, str) else None
        if found is None and not field.null:
            raise Unknown(word)
        return found

    def _missing(self, name: str, field: models.Field) -> Any:
        """What a field has that the version which wrote the row did not know."""
        if field.has_default():
            value = field.get_default()
        elif field.db_default is not NOT_PROVIDED:
            value = field.db_default
        elif field.null:
            value = None
        else:
            raise ValueError(f"{name} is missing")
        return field.get_db_prep_save(value, connection)

    @cached_property
    def _readers(self) -> dict[str, Callable[[str, Any], Any]]:
        return {name: _reader(field) for name, field in self.fields.items()}

    def store(self, rows: Iterable[list[Any]]) -> None:
        """Add rows as `read` gives them: not through the model, which would take the time of now for the time of then."""
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in self.fields.values())
        marks = ", ".join(["%s"] * len(self.fields))
        sql = f"INSERT INTO {quote(self.model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(sql, list(rows))


# --- JSON ---


def dump(row: dict[str, Any]) -> bytes:
    text = json.dumps(row, default=_told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode() + b"\n"


def parse(line: bytes) -> Any:
    """Raises ValueError."""
    try:
        return json.loads(line.decode(), parse_constant=_no_number)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"The archive has no way of writing {type(value).__name__}.")


def _content_types() -> dict[str, int]:
    return {f"{one.app_label}.{one.model}": one.pk for one in ContentType.objects.all()}


def _permissions() -> dict[str, int]:
    return {
        f"{one.content_type.app_label}.{one.content_type.model}.{one.codename}": one.pk
        for one in Permission.objects.select_related("content_type")
    }


_NATURAL: dict[Any, Callable[[], dict[str, int]]] = {ContentType: _content_types, Permission: _permissions}


# --- Values of each type of field ---


def _reader(field: models.Field) -> Callable[[str, Any], Any]:
    while field.remote_field:
        field = field.target_field  # type: ignore[attr-defined]
    for kind, reader in _READERS:
        if isinstance(field, kind):
            return reader
    raise TypeError(f"The archive has no way of reading {type(field).__name__}.")


def _of(kind: type | tuple[type, ...], word: str) -> Callable[[str, Any], Any]:
    def read(name: str, value: Any) -> Any:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ValueError(f"{name} is no {word}")
        return value

    return read


def _text(name: str, value: Any) -> str:
    # No database of ours keeps it, and the word of each for that is another.
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(f"{name} is no text")
    return value


def _moment(name: str, value: Any) -> datetime:
    found = datetime.fromisoformat(_text(name, value))
    if found.tzinfo is None:
        raise ValueError(f"{name} has no time zone")
    return found


def _date(name: str, value: Any) -> date:
    return date.fromisoformat(_text(name, value))


def _any(name: str, value: Any) -> Any:
    return value


_READERS: tuple[tuple[type[models.Field], Callable[[str, Any], Any]], ...] = (
    (models.JSONField, _any),
    (models.BooleanField, _of(bool, "true or false")),
    (models.IntegerField, _of(int, "whole number")),
    (models.FloatField, _of((int, float), "number")),
    (models.DateTimeField, _moment),
    (models.DateField, _date),
    (models.CharField, _text),
    (models.TextField, _text),
    (models.FileField, _text),
)
