from django.db import migrations, models

FIELD = {"editable": False, "verbose_name": "first recorded"}


class Migration(migrations.Migration):
    dependencies = [("consultations", "0026_closed_month")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="first_recorded_at",
            field=models.DateTimeField(null=True, **FIELD),
        )
        for model in ("sessionrecord", "historicalsessionrecord")
    ]
