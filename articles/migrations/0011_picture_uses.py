"""Note which pictures the texts show that were stored before anybody noted it."""

import re

from django.db import migrations

from articles.migrations._operations import progress

BATCH = 500
FILE = re.compile(r'<img\b[^>]*\bdata-file="([1-9][0-9]{0,17})"')


def note_uses(apps, schema_editor):
    """Look through all texts, a batch at a time. What is noted already stays, so it may be stopped and run again."""
    kept = set(apps.get_model("articles", "Illustration").objects.values_list("pk", flat=True))
    for place in ("Article", "Edition"):
        with progress(f"Pictures in each {place.lower()}") as say:
            _note(apps, place, kept, say)


def _note(apps, place, kept, say):
    PictureUse = apps.get_model("articles", "PictureUse")
    stories = apps.get_model("articles", place).objects.filter(body__contains="data-file=").order_by("pk")
    last = 0
    while batch := list(stories.filter(pk__gt=last).values_list("pk", "body")[:BATCH]):
        last = batch[-1][0]
        PictureUse.objects.bulk_create(
            [
                PictureUse(illustration_id=picture, **{f"{place.lower()}_id": pk})
                for pk, body in batch
                for picture in sorted(set(map(int, FILE.findall(body))) & kept)
            ],
            ignore_conflicts=True,
        )
        say(len(batch))


class Migration(migrations.Migration):
    # Each batch by itself: nobody who saves meanwhile waits for the whole archive.
    atomic = False

    dependencies = [("articles", "0010_unfinished_pictures")]

    operations = [migrations.RunPython(note_uses, migrations.RunPython.noop)]
