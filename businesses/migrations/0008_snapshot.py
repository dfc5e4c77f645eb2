import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0007_owner_profile"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_at", models.DateTimeField(verbose_name="as of")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "operating_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("RUNNING", "Running"),
                            ("PAUSED", "Running with difficulty"),
                            ("STOPPED", "Stopped"),
                        ],
                        max_length=7,
                        verbose_name="operating state",
                    ),
                ),
                (
                    "workers_female",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(9999)],
                        verbose_name="women working",
                    ),
                ),
                (
                    "workers_male",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(9999)],
                        verbose_name="men working",
                    ),
                ),
                (
                    "turnover_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("TO_60M", "Up to Rp60 million"),
                            ("TO_300M", "Over Rp60 million, up to Rp300 million"),
                            ("TO_500M", "Over Rp300 million, up to Rp500 million"),
                            ("TO_1B", "Over Rp500 million, up to Rp1 billion"),
                            ("TO_2B", "Over Rp1 billion, up to Rp2 billion"),
                            ("TO_15B", "Over Rp2 billion, up to Rp15 billion"),
                            ("TO_50B", "Over Rp15 billion, up to Rp50 billion"),
                            ("OVER_50B", "Over Rp50 billion"),
                        ],
                        max_length=8,
                        verbose_name="turnover of a year",
                    ),
                ),
                (
                    "turnover_withheld",
                    models.BooleanField(
                        default=False, verbose_name="does not wish to say the turnover"
                    ),
                ),
                (
                    "capital",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="Without land and buildings, in rupiah.",
                        null=True,
                        verbose_name="capital",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("OWNER", "Owner"),
                            ("CONSULTANT", "Consultant"),
                            ("COUNTER", "Counter"),
                        ],
                        max_length=10,
                        verbose_name="said by",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for the correction"
                    ),
                ),
            ],
            options={
                "verbose_name": "condition of a business",
                "verbose_name_plural": "condition of businesses",
                "permissions": [
                    ("correct_snapshot", "Can correct a figure that was recorded wrongly")
                ],
            },
        ),
        migrations.AddField(
            model_name="snapshot",
            name="business",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="snapshots",
                to="businesses.business",
                verbose_name="business",
            ),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="businesses.snapshot",
                verbose_name="corrects",
            ),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddIndex(
            model_name="snapshot",
            index=models.Index(fields=["business", "-taken_at"], name="businesses_snapshot_latest"),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects", None), ("reason", "")),
                    models.Q(
                        models.Q(("corrects", None), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="businesses_snapshot_reasoned",
                violation_error_message="A correction needs its reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("turnover_withheld", False), ("turnover_band", ""), _connector="OR"
                ),
                name="businesses_snapshot_said_or_withheld",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_at__lte", models.F("recorded_at"))),
                name="businesses_snapshot_written_after",
            ),
        ),
    ]
