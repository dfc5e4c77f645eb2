from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_contactattempt")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["kind", "useless_after"], name="notif_message_urgent"),
        ),
    ]
