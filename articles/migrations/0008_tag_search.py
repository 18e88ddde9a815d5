"""Let tags be found without their accents and dashes."""

from django.db import migrations, models

from articles import tags

BATCH = 1000


def fill(apps, schema_editor):
    TagProfile = apps.get_model("articles", "TagProfile")
    batch = []
    for profile in TagProfile.objects.filter(plain="").select_related("tag").iterator(BATCH):
        profile.plain = tags.plain(profile.tag.name)
        batch.append(profile)
        if len(batch) == BATCH:
            TagProfile.objects.bulk_update(batch, ["plain"])
            batch = []
    TagProfile.objects.bulk_update(batch, ["plain"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_corrections")]

    operations = [
        migrations.AddField(
            "tagalias", "plain", models.CharField(db_index=True, default="", editable=False, max_length=300)
        ),
        migrations.AddField(
            "tagprofile", "plain", models.CharField(db_index=True, default="", editable=False, max_length=300)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
