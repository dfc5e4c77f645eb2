import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_check_runs")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="constraint_check",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="consultations.constraintcheck",
                verbose_name="constraint check",
            ),
        ),
        migrations.AddField(
            model_name="historicalbooking",
            name="constraint_check",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="consultations.constraintcheck",
                verbose_name="constraint check",
            ),
        ),
    ]
