from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0017_booking_override_reason")]

    operations = [
        migrations.AddField(
            model_name="bookingpolicy",
            name="allow_moves",
            field=models.BooleanField(
                default=True,
                help_text="Off: they cancel and book again, or call. Staff may move at any time.",
                verbose_name="owners may move appointments",
            ),
        ),
        migrations.AddField(
            model_name="bookingpolicy",
            name="no_show_limit",
            field=models.PositiveSmallIntegerField(
                default=2,
                help_text="Staff see a note on the booking. Nothing is refused to the owner.",
                verbose_name="note for staff from so many absences on",
            ),
        ),
        migrations.AddField(
            model_name="bookingpolicy",
            name="no_show_days",
            field=models.PositiveSmallIntegerField(
                default=90, verbose_name="counted over the last (days)"
            ),
        ),
        migrations.AddField(
            model_name="historicalbookingpolicy",
            name="allow_moves",
            field=models.BooleanField(
                default=True,
                help_text="Off: they cancel and book again, or call. Staff may move at any time.",
                verbose_name="owners may move appointments",
            ),
        ),
        migrations.AddField(
            model_name="historicalbookingpolicy",
            name="no_show_limit",
            field=models.PositiveSmallIntegerField(
                default=2,
                help_text="Staff see a note on the booking. Nothing is refused to the owner.",
                verbose_name="note for staff from so many absences on",
            ),
        ),
        migrations.AddField(
            model_name="historicalbookingpolicy",
            name="no_show_days",
            field=models.PositiveSmallIntegerField(
                default=90, verbose_name="counted over the last (days)"
            ),
        ),
    ]
