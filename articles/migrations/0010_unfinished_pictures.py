from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("articles", "0009_sign_off_name")]

    operations = [
        migrations.RemoveConstraint(model_name="illustration", name="illustration_alt_or_decorative"),
    ]
