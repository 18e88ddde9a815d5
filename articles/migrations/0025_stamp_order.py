from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0024_stamps'),
    ]

    operations = [
        migrations.AlterField(
            model_name='stamp',
            name='mark',
            field=models.BigIntegerField(db_index=True),
        ),
    ]
