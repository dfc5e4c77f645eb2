import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0015_booking_code_unique"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="booking",
            name="moves_made",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="times moved by the owner"
            ),
        ),
        migrations.AlterField(
            model_name="historicalbooking",
            name="moves_made",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="times moved by the owner"
            ),
        ),
        migrations.CreateModel(
            name="BookingMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_before", models.DateTimeField(verbose_name="from")),
                ("starts_after", models.DateTimeField(verbose_name="to")),
                ("by_office", models.BooleanField(default=False, verbose_name="by the office")),
                ("at", models.DateTimeField(verbose_name="moved on")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="consultations.booking",
                        verbose_name="booking",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="moved by",
                    ),
                ),
                (
                    "consultant_after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consultations.consultant",
                        verbose_name="consultant after",
                    ),
                ),
                (
                    "consultant_before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consultations.consultant",
                        verbose_name="consultant before",
                    ),
                ),
            ],
            options={
                "verbose_name": "move",
                "verbose_name_plural": "moves",
                "indexes": [
                    models.Index(fields=["booking", "at"], name="consultations_move_booking")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_office", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="consultations_bookingmove_office_says_why",
                    )
                ],
            },
        ),
    ]
