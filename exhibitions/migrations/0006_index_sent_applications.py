from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exhibitions", "0005_enquiry_purge"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["state", "submitted_at"], name="exhibitions_application_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["submitted_at"], name="exhibitions_application_date"),
        ),
    ]
