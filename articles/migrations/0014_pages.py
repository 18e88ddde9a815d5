from django.db import migrations, models

from articles.migrations._operations import AddIndexWithoutLock


class Migration(migrations.Migration):
    # An index is built beside the writing that goes on only outside a transaction. The old one goes once the new one,
    # which serves whoever used it, is there.
    atomic = False

    dependencies = [("articles", "0013_story_language")]

    operations = [
        AddIndexWithoutLock(
            model_name="edition",
            index=models.Index(
                fields=["-published_at", "-article", "live_until", "live_from", "change", "updated_at"],
                name="edition_archive",
            ),
        ),
        migrations.RemoveIndex(model_name="edition", name="edition_newest"),
    ]
