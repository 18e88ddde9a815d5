import articles.links
import articles.models.identity
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0014_pages'),
    ]

    operations = [
        migrations.AddField(
            model_name='author',
            name='beat',
            field=models.CharField(blank=True, db_default='', default='', help_text="What they write about, as in “Ports, shipping and the coast”. Stands on the author's page.", max_length=120, verbose_name='beat'),
        ),
        migrations.AddField(
            model_name='author',
            name='email',
            field=models.EmailField(blank=True, db_default='', default='', help_text="Every reader of the author's page can see it and write to it.", max_length=254, verbose_name='public email address'),
        ),
        migrations.AddField(
            model_name='author',
            name='expertise',
            field=models.CharField(blank=True, db_default='', default='', help_text='In one line, as in “Speaks English and Mandarin; trained as a naval engineer”.', max_length=200, verbose_name='languages and expertise'),
        ),
        migrations.AddField(
            model_name='author',
            name='links',
            field=models.TextField(blank=True, db_default='', default='', help_text="The author's own places, one a line: Mastodon https://example.social/@ada. They stand on the author's page, and such a place can see by the link that it is the author's.", max_length=2000, validators=[articles.links.validate_links], verbose_name='links'),
        ),
        migrations.AddField(
            model_name='section',
            name='band_size',
            field=models.PositiveSmallIntegerField(db_default=4, default=4, help_text='So many at most, from 2 to 12.', validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(12)], verbose_name='stories in the band'),
        ),
        migrations.AddField(
            model_name='section',
            name='has_band',
            field=models.BooleanField(db_default=True, default=True, help_text='Its newest stories stand below the top of the front page, once there are two of them.', verbose_name='band on the front page'),
        ),
        migrations.AlterField(
            model_name='section',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, help_text='Sections stand in this order in the navigation and on the front page.', verbose_name='position'),
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, help_text='Readers see it at the head of every page, in page titles, mail and feeds. Empty: as the operator set it.', max_length=80, verbose_name='name')),
                ('motto', models.CharField(blank=True, help_text='One line at the foot of every page.', max_length=120, verbose_name='motto')),
                ('accent', models.CharField(choices=[('blue', 'blue'), ('red', 'red'), ('green', 'green'), ('amber', 'amber'), ('violet', 'violet'), ('teal', 'teal')], default='red', help_text='Colours the rules and underlines of pages that belong to no section. Sections have their own.', max_length=10, verbose_name='colour')),
                ('shows_opinion', models.BooleanField(default=True, help_text='A band of the newest opinion pieces. It is there once there are two of them.', verbose_name='opinion')),
                ('shows_discussed', models.BooleanField(default=True, help_text='The stories with the most comments of the last days.', verbose_name='most discussed')),
                ('shows_corrections', models.BooleanField(default=True, help_text='What we last got wrong, with a link to all corrections.', verbose_name='last correction')),
                ('email', models.EmailField(blank=True, help_text='Readers see it at the foot of every page, and in the texts about us until you rewrite them.', max_length=254, verbose_name='email address')),
                ('postal_address', models.TextField(blank=True, help_text='Readers see it where they read how to reach us.', max_length=400, verbose_name='postal address')),
                ('links', models.TextField(blank=True, help_text='Our own accounts, one a line: Mastodon https://example.social/@us. Each stands at the foot of every page; such a place can see by the link that the account is ours.', max_length=2000, validators=[articles.links.validate_links], verbose_name='elsewhere')),
                ('notice', models.CharField(blank=True, help_text='One sentence above the head of every page, for what no reader may miss.', max_length=200, verbose_name='notice')),
                ('notice_link', models.CharField(blank=True, help_text='A path of this site like /corrections/, or an address.', max_length=300, validators=[articles.models.identity.validate_address], verbose_name='where it leads')),
                ('notice_until', models.DateTimeField(blank=True, help_text='Then it is gone by itself. Empty: it stays until you take it.', null=True, verbose_name='until')),
                ('logo', models.ForeignKey(blank=True, help_text='A square picture of the library. It stands beside the name, and search engines show it beside our stories.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.illustration', verbose_name='logo')),
            ],
            options={
                'verbose_name': 'site identity',
                'verbose_name_plural': 'site identity',
            },
        ),
    ]
