from django.db import migrations

# How long the appointment was is all that is known of the sessions recorded before.
FILL = """
UPDATE consultations_{table} AS record
SET contact_minutes = LEAST(480, GREATEST(1, EXTRACT(EPOCH FROM ends_at - starts_at) / 60))
FROM consultations_booking AS booking
WHERE booking.id = record.booking_id;
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0020_session_minutes")]

    operations = [
        migrations.RunSQL(FILL.format(table=table), migrations.RunSQL.noop)
        for table in ("sessionrecord", "historicalsessionrecord")
    ]
