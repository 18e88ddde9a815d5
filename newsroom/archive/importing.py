"""Reading an archive into an empty site: all of it, or nothing."""

import hashlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import DatabaseError, IntegrityError, connection, transaction

from articles.desk.picture_files import all_or_none
from articles.models import Delivery
from comments.models import Letter
from newsroom.archive import columns, kinds, pictures
from newsroom.archive.boxes import Box
from newsroom.archive.columns import BATCH, Columns
from newsroom.archive.kinds import Kind
from newsroom.archive.manifest import FILE, FILES, LONGEST, Manifest, Part
from newsroom.backup import databases
from newsroom.long_work import Refused, Told

Value = TypeVar("Value")
# Bytes: no story is as long, with all that a line says of it.
LONGEST_LINE = 1 << 26
CHUNK = 1 << 20


class Brought(NamedTuple):
    rows: int
    files: int
    """Those that were not in the media library already."""
    without: dict[str, int]
    """Permissions that this site does not know, and how often somebody had them."""
    waiting: int
    """Letters and messages that are still to be sent."""


def manifest_of(box: Box) -> Manifest:
    """Raises Refused."""
    file, size = box.open(FILE)
    with file:
        if size > LONGEST:
            raise Refused(f"{FILE} is too long to be a manifest.")
        return Manifest.parse(file.read())


def check(box: Box, manifest: Manifest, told: Told, *, with_files: bool = True) -> None:
    """Read all files, and compare sizes, numbers and checksums. Raises Refused for the first that is wrong."""
    for number, part in enumerate(manifest.parts, start=1):
        _check(box, part)
        told("Checked", number, len(manifest.parts))
    pictures.refuse_without_room(_entries(box, manifest))
    if with_files:
        for number, entry in enumerate(_entries(box, manifest), start=1):
            pictures.check(box, entry)
            told("Checked files of pictures", number, manifest.rows(FILES))


def bring(box: Box, manifest: Manifest, told: Told) -> Brought:
    """Put everything into this site, which is empty. Raises Refused; then, or if it is stopped, nothing has changed."""
    if missing := databases.older(databases.migrations()):
        raise Refused(f"The database is not ready: run manage.py migrate first ({missing[0]} is missing).")
    _refuse_filled()
    check(box, manifest, told, with_files=False)
    without: dict[str, int] = {}
    with all_or_none() as written:
        for number, entry in enumerate(_entries(box, manifest), start=1):
            pictures.unpack(box, entry, written)
            told("Files of pictures", number, manifest.rows(FILES))
        with transaction.atomic():
            _refuse_filled()
            for label in kinds.REPLACED:
                Kind(label).model._base_manager.all().delete()
            rows = sum(_bring(box, manifest, kind, told, without) for kind in kinds.INSIDE)
            _refuse_broken()
            _set_sequences()
            waiting = Letter.objects.filter(sent_at=None).count() + Delivery.objects.filter(status="waiting").count()
    return Brought(rows, len(written), without, waiting)


# --- Before ---


def _refuse_filled() -> None:
    filled = [
        f"{count:,} {kind.model._meta.verbose_name_plural}"
        for kind in kinds.INSIDE
        if kind.label not in kinds.REPLACED and (count := kind.model._base_manager.count())
    ]
    if filled:
        more = f" and rows of {len(filled) - 3} more kinds" if filled[3:] else ""
        raise Refused(
            f"This site is not empty: it has {', '.join(filled[:3])}{more}. An archive is read into an empty one, for its "
            "rows keep their numbers: set DATABASE_URL to a new database, and run manage.py migrate."
        )


def _check(box: Box, part: Part) -> None:
    digest, size, lines = hashlib.sha256(), 0, 0
    file, its_size = box.open(part.name)
    with file:
        if its_size != part.size:
            raise Refused(f"{part.name} has {its_size:,} bytes, and should have {part.size:,}.")
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            lines += chunk.count(b"\n")
    if (size, digest.hexdigest()) != (part.size, part.sha256):
        raise Refused(f"{part.name} is damaged: its checksum is another.")
    if lines != part.rows:
        raise Refused(f"{part.name} has {lines:,} lines, and should have {part.rows:,}.")


# --- Lines ---


def _lines(box: Box, part: Part | None, read: Callable[[Any], Value]) -> Iterator[tuple[int, Value]]:
    """What `read` makes of each line, with its number. Raises Refused, with file and line."""
    if part is None:
        return
    file, _size = box.open(part.name)
    number = 0
    with file:
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise _wrong(part.name, number, "it is too long")
            try:
                value = read(columns.parse(line))
            except (ValueError, OverflowError) as error:
                raise _wrong(part.name, number, error) from error
            yield number, value


def _wrong(name: str, number: int, why: object) -> Refused:
    return Refused(f"{name}, line {number}: {why}. Nothing was changed.")


def _entries(box: Box, manifest: Manifest) -> Iterator[pictures.Entry]:
    return (entry for _number, entry in _lines(box, manifest.part(FILES), pictures.read))


# --- Rows ---


def _bring(box: Box, manifest: Manifest, kind: Kind, told: Told, without: dict[str, int]) -> int:
    """Store the rows of this kind. Returns how many. Notes in `without` what this site does not know."""
    into, done, total = Columns(kind), 0, manifest.rows(kind.name)

    def read(row: Any) -> list[Any] | None:
        try:
            return into.read(row)
        except columns.Unknown as error:
            without[str(error)] = without.get(str(error), 0) + 1
            return None

    part = manifest.part(kind.name)
    rows = ((number, row) for number, row in _lines(box, part, read) if row is not None)
    while batch := list(islice(rows, BATCH)):
        _store(into, f"{kind.name}.jsonl", batch)
        done += len(batch)
        told(kind.name, done, total)
    return done


def _store(into: Columns, name: str, batch: list[tuple[int, list[Any]]]) -> None:
    if why := _refusal(into, [row for _number, row in batch]):
        for number, row in batch:
            if its_own := _refusal(into, [row]):
                raise _wrong(name, number, its_own)
        raise _wrong(name, batch[0][0], why)


def _refusal(into: Columns, rows: list[list[Any]]) -> Exception | None:
    """What the database says against these rows; None where it has taken them."""
    try:
        with transaction.atomic():
            into.store(rows)
    except (DatabaseError, ValueError, OverflowError) as error:
        return error
    return None


def _refuse_broken() -> None:
    """Raises Refused if a row refers to one that there is not."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise Refused(f"The archive is not whole: {error} Nothing was changed.") from error


def _set_sequences() -> None:
    """Have new rows numbered after these. SQLite sees to that by itself.

    PostgreSQL takes no number back with a transaction, so none is ever lowered: an import that fails would leave it so.
    """
    if connection.vendor != "postgresql":
        return
    numbered = [kind.model._meta for kind in kinds.INSIDE if kind.model._meta.auto_field]
    with connection.cursor() as cursor:
        for meta in numbered:
            table, column = connection.ops.quote_name(meta.db_table), str(meta.pk.column)
            cursor.execute(
                "SELECT setval(name, greatest(most, coalesce(pg_sequence_last_value(name::regclass), 0)))"  # noqa: S608
                " FROM (SELECT pg_get_serial_sequence(%s, %s) AS name) AS sequence,"
                f" (SELECT max({connection.ops.quote_name(column)}) AS most FROM {table}) AS stored"
                " WHERE most IS NOT NULL",
                [table, column],
            )
