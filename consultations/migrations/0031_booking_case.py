import django.db.models.deletion
from django.db import migrations, models

# A booking is in a case of its own business. Deferred, so that both may move in one transaction
# when two businesses turn out to be one.
SAME_BUSINESS = """
    ALTER TABLE consultations_booking
    ADD CONSTRAINT consultations_booking_case_of_its_business
    FOREIGN KEY (case_id, business_id) REFERENCES consultations_mentoringcase (id, business_id)
    DEFERRABLE INITIALLY DEFERRED
"""
ANY_BUSINESS = """
    ALTER TABLE consultations_booking DROP CONSTRAINT consultations_booking_case_of_its_business
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0030_mentoring_cases")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="consultations.mentoringcase",
                verbose_name="mentoring case",
            ),
        ),
        migrations.AddField(
            model_name="historicalbooking",
            name="case",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="consultations.mentoringcase",
                verbose_name="mentoring case",
            ),
        ),
        migrations.RunSQL(SAME_BUSINESS, ANY_BUSINESS),
    ]
