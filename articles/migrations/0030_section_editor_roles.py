"""Make the group of section editors: reporters who do what editors do in the sections that they are given."""

from importlib import import_module

from django.contrib.auth.management import create_permissions
from django.db import migrations

REPORTER = import_module("articles.migrations.0002_roles").REPORTER
ROLES = {"Section editors": [*REPORTER, "edit_section"]}


def make_groups(apps, schema_editor):
    app_config = apps.get_app_config("articles")
    # Permissions are usually made after the last migration; the groups need them now.
    app_config.models_module = True
    create_permissions(app_config, apps=apps, verbosity=0)
    app_config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(content_type__app_label="articles", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("articles", "0029_section_editors")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
