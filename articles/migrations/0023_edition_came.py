from django.db import migrations, models

from articles.migrations._operations import AddIndexWithoutLock


class Migration(migrations.Migration):
    # An index is built beside the writing that goes on only outside a transaction.
    atomic = False

    dependencies = [("articles", "0022_webhooks")]

    operations = [
        AddIndexWithoutLock(model_name="edition", index=models.Index(fields=["live_from"], name="edition_came")),
    ]
