from django.db import migrations, models

FIELD = {"editable": False, "verbose_name": "first recorded"}


class Migration(migrations.Migration):
    dependencies = [("consultations", "0028_fill_first_recorded_at")]

    operations = [
        migrations.AlterField(
            model_name=model, name="first_recorded_at", field=models.DateTimeField(**FIELD)
        )
        for model in ("sessionrecord", "historicalsessionrecord")
    ]
