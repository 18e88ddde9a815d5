from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_picture_uses'),
    ]

    operations = [
        migrations.AddField(
            model_name='illustration',
            name='ai_term',
            field=models.CharField(blank=True, default='', editable=False, help_text="IPTC's digital source type as the uploaded file named it; see articles.pictures.origin.", max_length=40, verbose_name='kind of AI'),
        ),
    ]
