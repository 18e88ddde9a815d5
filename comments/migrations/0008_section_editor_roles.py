"""Let section editors settle the errors that readers report in stories of their sections."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = {"Section editors": ["handle_errorreport", "view_errorreport"]}


def make_groups(apps, schema_editor):
    app_config = apps.get_app_config("comments")
    # Permissions are usually made after the last migration; the groups need them now.
    app_config.models_module = True
    create_permissions(app_config, apps=apps, verbosity=0)
    app_config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(content_type__app_label="comments", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_mentions"), ("articles", "0030_section_editor_roles")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
