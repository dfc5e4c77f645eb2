import consultations.models.bookings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0014_fill_booking_code")]

    operations = [
        migrations.AlterField(
            model_name="booking",
            name="code",
            field=models.CharField(
                default=consultations.models.bookings.new_code,
                editable=False,
                max_length=6,
                unique=True,
                verbose_name="booking code",
            ),
        ),
        migrations.AlterField(
            model_name="historicalbooking",
            name="code",
            field=models.CharField(
                db_index=True,
                default=consultations.models.bookings.new_code,
                editable=False,
                max_length=6,
                verbose_name="booking code",
            ),
        ),
    ]
