from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0016_booking_moves")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="override_reason",
            field=models.CharField(
                blank=True,
                help_text="Why staff booked past a limit.",
                max_length=200,
                verbose_name="reason for the exception",
            ),
        ),
        migrations.AddField(
            model_name="historicalbooking",
            name="override_reason",
            field=models.CharField(
                blank=True,
                help_text="Why staff booked past a limit.",
                max_length=200,
                verbose_name="reason for the exception",
            ),
        ),
    ]
