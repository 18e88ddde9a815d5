"""Indexes by which the log of the desk is read: what one person did, what was done to one thing, and when."""

from django.db import migrations

INDEXES = {
    "log_person": "user_id, id",
    "log_thing": "content_type_id, object_id, id",
    "log_time": "action_time",
}


def make_indexes(apps, schema_editor):
    # While others write, where the database can: the log is the admin's own table, so no model of ours has them.
    how = "CONCURRENTLY " if schema_editor.connection.vendor == "postgresql" else ""
    for name, columns in INDEXES.items():
        schema_editor.execute(f"CREATE INDEX {how}IF NOT EXISTS {name} ON django_admin_log ({columns})")


def drop_indexes(apps, schema_editor):
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("articles", "0030_section_editor_roles"), ("admin", "0003_logentry_add_action_flag_choices")]

    operations = [migrations.RunPython(make_indexes, drop_indexes)]
