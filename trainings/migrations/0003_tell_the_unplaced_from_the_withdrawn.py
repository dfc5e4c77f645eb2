from django.db import migrations

# Whoever was ended by the end of the batch was written after it, in the same transaction; nobody
# can withdraw from a batch that has ended.
TELL = """
UPDATE trainings_enrolment AS enrolment
SET status = CASE
    WHEN batch.state = 'CANCELLED' THEN 'CANCELLED'
    WHEN enrolment.offer_until <= enrolment.ended_at THEN 'EXPIRED'
    ELSE 'NO_PLACE'
END
FROM trainings_batch AS batch
WHERE batch.id = enrolment.batch_id
  AND batch.state IN ('FINISHED', 'CANCELLED')
  AND enrolment.status = 'WITHDRAWN'
  AND (SELECT MIN(history_date) FROM trainings_historicalenrolment
        WHERE id = enrolment.id AND status = 'WITHDRAWN')
   >= (SELECT MIN(history_date) FROM trainings_historicalbatch
        WHERE id = batch.id AND state = batch.state);

UPDATE trainings_historicalenrolment AS past
SET status = enrolment.status
FROM trainings_enrolment AS enrolment
WHERE past.id = enrolment.id
  AND past.status = 'WITHDRAWN'
  AND enrolment.status IN ('NO_PLACE', 'CANCELLED', 'EXPIRED');
"""
# An offer that ran out did so before, too.
FORGET = """
UPDATE trainings_enrolment SET status = 'WITHDRAWN' WHERE status IN ('NO_PLACE', 'CANCELLED');
UPDATE trainings_historicalenrolment SET status = 'WITHDRAWN'
WHERE status IN ('NO_PLACE', 'CANCELLED');
"""


class Migration(migrations.Migration):
    dependencies = [("trainings", "0002_ended_with_the_batch")]

    operations = [migrations.RunSQL(TELL, FORGET)]
