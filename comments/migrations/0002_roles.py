"""Make the group that moderates, and let editors moderate too. Who may see addresses is left to the operator."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MODERATE = [
    "moderate_comment",
    "view_comment",
    "view_decision",
    *(f"{verb}_discussion" for verb in ("add", "change", "view")),
]


def make_groups(apps, schema_editor):
    app_config = apps.get_app_config("comments")
    # Permissions are usually made after the last migration; the groups need them now.
    app_config.models_module = True
    create_permissions(app_config, apps=apps, verbosity=0)
    app_config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    permissions = Permission.objects.filter(content_type__app_label="comments", codename__in=MODERATE)
    for name in ("Moderators", "Editors"):
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
