import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0019_house_page_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchLanguage',
            fields=[
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False)),
            ],
            options={
                'verbose_name': 'search language',
                'verbose_name_plural': 'search languages',
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('plain', models.CharField(help_text='In small letters, without accents.', max_length=40, primary_key=True, serialize=False)),
                ('shown', models.CharField(help_text='As it is written.', max_length=80)),
            ],
            options={
                'verbose_name': 'search word',
                'verbose_name_plural': 'search words',
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('live_from', models.DateTimeField()),
                ('live_until', models.DateTimeField()),
                ('rules', models.PositiveSmallIntegerField(help_text='By which rules its words were made; see articles.public.search.')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search_document', to='articles.edition')),
            ],
            options={
                'verbose_name': 'search document',
                'verbose_name_plural': 'search documents',
            },
        ),
    ]
