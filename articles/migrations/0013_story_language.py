import articles.languages
from articles.migrations._operations import AddColumnInPlace
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_ai_term'),
    ]

    operations = [
        AddColumnInPlace(
            model_name='article',
            name='language',
            field=models.CharField(blank=True, choices=articles.languages.choices, db_default='', default='', help_text='What the story is written in. Screen readers pronounce it and search finds its word forms accordingly.', max_length=10, verbose_name='language'),
        ),
        AddColumnInPlace(
            model_name='edition',
            name='language',
            field=models.CharField(blank=True, choices=articles.languages.choices, db_default='', default='', help_text='What the story is written in. Screen readers pronounce it and search finds its word forms accordingly.', max_length=10, verbose_name='language'),
        ),
    ]
