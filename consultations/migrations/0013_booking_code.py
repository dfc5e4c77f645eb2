from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0012_affected_bookings")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="code",
            field=models.CharField(
                default="", editable=False, max_length=6, verbose_name="booking code"
            ),
        ),
        migrations.AddField(
            model_name="historicalbooking",
            name="code",
            field=models.CharField(
                default="", editable=False, max_length=6, verbose_name="booking code"
            ),
        ),
    ]
