"""Let editors arrange the front page and read the log."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = {"Editors": {"articles": ["arrange_front"], "admin": ["view_logentry"]}}


def make_groups(apps, schema_editor):
    for label in ("articles", "admin"):
        # Permissions are usually made after the last migration; the groups need them now.
        app_config = apps.get_app_config(label)
        app_config.models_module = True
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, by_app in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        for label, codenames in by_app.items():
            group.permissions.add(
                *Permission.objects.filter(content_type__app_label=label, codename__in=codenames)
            )


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_desk_indexes"), ("admin", "0003_logentry_add_action_flag_choices")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
