import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("consultations", "0011_extra_hours_and_periods"),
    ]

    operations = [
        migrations.CreateModel(
            name="AffectedBooking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("revision", models.PositiveIntegerField(editable=False)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("MOVED", "Moved"),
                            ("HANDED_OVER", "With a colleague"),
                            ("CANCELLED", "Cancelled"),
                            ("LIFTED", "Can be held after all"),
                        ],
                        max_length=11,
                        verbose_name="decision",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
            ],
            options={
                "verbose_name": "affected appointment",
                "verbose_name_plural": "affected appointments",
            },
        ),
        migrations.CreateModel(
            name="Disruption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("CLOSURE", "Closed day"),
                            ("LEAVE", "On leave"),
                            ("PERIOD", "Other hours"),
                            ("HOURS", "Changed hours"),
                            ("INACTIVE", "Takes no more bookings"),
                        ],
                        max_length=8,
                        verbose_name="cause",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("first_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("detected_at", models.DateTimeField(verbose_name="noticed")),
            ],
            options={
                "verbose_name": "affected schedule",
                "verbose_name_plural": "affected schedules",
            },
        ),
        migrations.AddField(
            model_name="affectedbooking",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disruptions",
                to="consultations.booking",
                verbose_name="booking",
            ),
        ),
        migrations.AddField(
            model_name="affectedbooking",
            name="consultant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consultations.consultant",
                verbose_name="consultant",
            ),
        ),
        migrations.AddField(
            model_name="affectedbooking",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="disruption",
            name="caused_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="disruption",
            name="consultant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disruptions",
                to="consultations.consultant",
                verbose_name="consultant",
            ),
        ),
        migrations.AddField(
            model_name="disruption",
            name="substitute",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consultations.consultant",
                verbose_name="substitute",
            ),
        ),
        migrations.AddField(
            model_name="affectedbooking",
            name="disruption",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hits",
                to="consultations.disruption",
                verbose_name="affected schedule",
            ),
        ),
        migrations.AddIndex(
            model_name="affectedbooking",
            index=models.Index(
                condition=models.Q(("decided_at", None)),
                fields=["starts_at"],
                name="consultations_affected_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="affectedbooking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("booking", "revision"),
                name="consultations_affectedbooking_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="affectedbooking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decision", "")),
                    models.Q(
                        ("decided_at__isnull", False), models.Q(("decision", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="consultations_affectedbooking_decided",
            ),
        ),
    ]
