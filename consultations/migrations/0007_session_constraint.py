import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0006_booking_constraint_check")]

    operations = [
        migrations.AddField(
            model_name="historicalsessionrecord",
            name="constraint",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="consultations.constraint",
                verbose_name="constraint",
            ),
        ),
        migrations.AddField(
            model_name="sessionrecord",
            name="constraint",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="consultations.constraint",
                verbose_name="constraint",
            ),
        ),
    ]
