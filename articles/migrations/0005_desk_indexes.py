from django.db import migrations, models

from articles.migrations._operations import AddIndexWithoutLock


class Migration(migrations.Migration):
    # An index is built beside the writing that goes on only outside a transaction.
    atomic = False

    dependencies = [("articles", "0004_desk")]

    operations = [
        AddIndexWithoutLock(
            model_name='article',
            index=models.Index(fields=['stage', 'due_at'], name='article_waiting'),
        ),
        AddIndexWithoutLock(
            model_name='article',
            index=models.Index(fields=['planned_for'], name='article_planned'),
        ),
        AddIndexWithoutLock(
            model_name='revision',
            index=models.Index(condition=models.Q(('kind', 'autosaved')), fields=['article', 'sitting'], name='revision_autosaved'),
        ),
    ]
