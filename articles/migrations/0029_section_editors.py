from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0028_mention_arrivals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ["-saved_at", "-pk"],
                "permissions": [
                    ("publish_article", "Can publish, schedule and take down articles"),
                    ("change_others_article", "Can change articles that others started"),
                    ("edit_section", "Can do what editors do in the sections that are given to them"),
                ],
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
        migrations.AddField(
            model_name="section",
            name="editors",
            field=models.ManyToManyField(
                blank=True,
                help_text="Of those with the role, they do here what editors do; see articles.models.remit.",
                related_name="sections",
                to=settings.AUTH_USER_MODEL,
                verbose_name="section editors",
            ),
        ),
    ]
