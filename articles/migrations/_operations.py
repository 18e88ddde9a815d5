"""Migration operations that do not stop a live site."""

import sys
from contextlib import contextmanager

from django.db import migrations


@contextmanager
def progress(what):
    """Say how far a long migration has come: the block is given a function that is told the rows of each batch."""
    done = 0

    def say(rows):
        nonlocal done
        done += rows
        sys.stderr.write(f"\r  {what}: {done:,} rows")
        sys.stderr.flush()

    yield say
    if done:
        sys.stderr.write("\n")


class AddIndexWithoutLock(migrations.AddIndex):
    """Build an index while others write: concurrently on PostgreSQL; SQLite has one writer anyway.

    The migration must not be atomic. Django has such an operation too, but importing it needs psycopg.
    """

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            schema_editor.add_index(model, self.index, concurrently=True)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            schema_editor.remove_index(model, self.index, concurrently=True)


class AddColumnInPlace(migrations.AddField):
    """Add a column with a constant database default, and touch no row.

    PostgreSQL does so anyway. On SQLite Django would write the table anew, which takes long for a large one and fails
    where a trigger of another table reads it.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor != "sqlite" or not self.allow_migrate_model(
            schema_editor.connection.alias, model
        ):
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        field = model._meta.get_field(self.name)
        definition, params = schema_editor.column_sql(model, field)
        table, column = (schema_editor.quote_name(name) for name in (model._meta.db_table, field.column))
        schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition}", params)
