from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0019_action_done")]

    operations = [
        migrations.AlterModelOptions(
            name="sessionrecord",
            options={
                "permissions": [("record_late", "Can record any session, however long ago")],
                "verbose_name": "session record",
                "verbose_name_plural": "session records",
            },
        ),
        # An hour until the next migration asks each appointment how long it was.
        migrations.AddField(
            model_name="historicalsessionrecord",
            name="contact_minutes",
            field=models.PositiveSmallIntegerField(
                default=60, verbose_name="minutes with the owner"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalsessionrecord",
            name="preparation_minutes",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="minutes of preparation and follow-up"
            ),
        ),
        # An hour until the next migration asks each appointment how long it was.
        migrations.AddField(
            model_name="sessionrecord",
            name="contact_minutes",
            field=models.PositiveSmallIntegerField(
                default=60, verbose_name="minutes with the owner"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sessionrecord",
            name="preparation_minutes",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="minutes of preparation and follow-up"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contact_minutes__gte", 1),
                    ("contact_minutes__lte", 480),
                    ("preparation_minutes__lte", 480),
                ),
                name="consultations_sessionrecord_minutes",
                violation_error_message="A session takes between 1 and 480 minutes.",
            ),
        ),
    ]
