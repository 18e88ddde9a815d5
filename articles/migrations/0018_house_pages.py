import articles.models.story
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0017_feeds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Page',
            fields=[
                ('slug', models.SlugField(help_text="Stands in the page's address, for good.", max_length=60, primary_key=True, serialize=False, verbose_name='slug')),
                ('title', models.CharField(help_text='Heads the page, and is its name at the foot of every page.', max_length=80, verbose_name='title')),
                ('standfirst', models.CharField(blank=True, help_text='One sentence under the title, and in search results.', max_length=300, verbose_name='standfirst')),
                ('body', articles.models.story.BodyField(blank=True, verbose_name='text')),
                ('in_footer', models.BooleanField(default=True, help_text='Unticked, readers find the page only by links in texts.', verbose_name='at the foot of every page')),
                ('changed_at', models.DateTimeField(help_text='Readers see it under the title.', verbose_name='changed')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['title', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='PageText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, verbose_name='slug')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('standfirst', models.CharField(blank=True, max_length=300, verbose_name='standfirst')),
                ('body', articles.models.story.BodyField(blank=True, verbose_name='text')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
            ],
            options={
                'verbose_name': 'earlier text of a page',
                'verbose_name_plural': 'earlier texts of pages',
                'ordering': ['-pk'],
            },
        ),
    ]
