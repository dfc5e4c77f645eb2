from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_deliver_alone")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="needed_by",
            field=models.DateTimeField(blank=True, null=True, verbose_name="needed by"),
        ),
    ]
