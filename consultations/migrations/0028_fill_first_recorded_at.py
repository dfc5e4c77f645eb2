from django.db import migrations

# The history has what every saving said; rows older than their history know the latest alone.
FILL = """
UPDATE consultations_sessionrecord AS record
SET first_recorded_at = LEAST(
    record.recorded_at,
    (SELECT MIN(recorded_at) FROM consultations_historicalsessionrecord WHERE id = record.id)
)
WHERE first_recorded_at IS NULL;

UPDATE consultations_historicalsessionrecord AS past
SET first_recorded_at = COALESCE(
    (SELECT first_recorded_at FROM consultations_sessionrecord WHERE id = past.id), recorded_at
)
WHERE first_recorded_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0027_first_recorded_at")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
