from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trainings", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="status",
            field=models.CharField(
                choices=[
                    ("ENROLLED", "Enrolled"),
                    ("WAITING", "On the waiting list"),
                    ("OFFERED", "A place is offered"),
                    ("DECLINED", "Declined the offer"),
                    ("EXPIRED", "The offer ran out"),
                    ("WITHDRAWN", "Withdrawn"),
                    ("NO_PLACE", "Waited in vain"),
                    ("CANCELLED", "Batch called off"),
                ],
                max_length=9,
                verbose_name="status",
            ),
        )
        for name in ("enrolment", "historicalenrolment")
    ]
