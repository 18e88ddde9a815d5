"""Make the groups of the newsroom: reporters write their own stories, editors write and publish all of them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

LIBRARY = ["add_illustration", "change_illustration", "view_illustration"]
REPORTER = ["add_article", "change_article", "view_article", "delete_article", "view_section", "view_author", *LIBRARY]
EDITOR = [
    *REPORTER,
    "publish_article",
    "change_others_article",
    "delete_illustration",
    *(f"{verb}_{noun}" for noun in ("section", "author") for verb in ("add", "change", "delete")),
    *(f"{verb}_tagprofile" for verb in ("add", "change", "view")),
    *(f"{verb}_tag" for verb in ("add", "change", "delete", "view")),
]
ROLES = {"Reporters": REPORTER, "Editors": EDITOR}


def make_groups(apps, schema_editor):
    for label in ("articles", "taggit"):
        # Permissions are usually made after the last migration; the groups need them now.
        app_config = apps.get_app_config(label)
        app_config.models_module = True
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label__in=("articles", "taggit"), codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
