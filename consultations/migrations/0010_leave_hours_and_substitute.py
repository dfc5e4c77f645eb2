import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("consultations", "0009_public_ids_of_hours_and_leave"),
    ]

    operations = [
        migrations.AddField(
            model_name="closure",
            name="source",
            field=models.CharField(
                choices=[("PACKAGE", "public holidays"), ("ADMIN", "the office")],
                default="ADMIN",
                editable=False,
                max_length=7,
                verbose_name="entered from",
            ),
        ),
        migrations.AddField(
            model_name="historicalclosure",
            name="source",
            field=models.CharField(
                choices=[("PACKAGE", "public holidays"), ("ADMIN", "the office")],
                default="ADMIN",
                editable=False,
                max_length=7,
                verbose_name="entered from",
            ),
        ),
        migrations.AddField(
            model_name="historicalleave",
            name="from_time",
            field=models.TimeField(
                blank=True, help_text="Empty: the whole day.", null=True, verbose_name="from"
            ),
        ),
        migrations.AddField(
            model_name="historicalleave",
            name="substitute",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Named on the public page of the absent consultant.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="consultations.consultant",
                verbose_name="substitute",
            ),
        ),
        migrations.AddField(
            model_name="historicalleave",
            name="until_time",
            field=models.TimeField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.AddField(
            model_name="leave",
            name="from_time",
            field=models.TimeField(
                blank=True, help_text="Empty: the whole day.", null=True, verbose_name="from"
            ),
        ),
        migrations.AddField(
            model_name="leave",
            name="substitute",
            field=models.ForeignKey(
                blank=True,
                help_text="Named on the public page of the absent consultant.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consultations.consultant",
                verbose_name="substitute",
            ),
        ),
        migrations.AddField(
            model_name="leave",
            name="until_time",
            field=models.TimeField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_time", None), ("until_time", None)),
                    models.Q(
                        ("from_time__isnull", False),
                        ("from_time__lt", models.F("until_time")),
                        ("until_time__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="consultations_leave_hours",
                violation_error_message="Part of a day needs both times, and the end later than the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("substitute", None),
                    models.Q(("substitute", models.F("consultant")), _negated=True),
                    _connector="OR",
                ),
                name="consultations_leave_somebody_else",
                violation_error_message="The substitute must be somebody else.",
            ),
        ),
    ]
