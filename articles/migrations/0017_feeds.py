from django.db import migrations, models

from articles.migrations._operations import AddIndexWithoutLock


class Migration(migrations.Migration):
    # An index is built beside the writing that goes on only outside a transaction.
    atomic = False

    dependencies = [("articles", "0016_house_roles")]

    operations = [
        AddIndexWithoutLock(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("change", "withdrawal")),
                fields=["-live_from", "-id"],
                name="edition_withdrawals",
            ),
        ),
    ]
