import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("consultations", "0025_visit"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="month")),
                ("closed_at", models.DateTimeField(verbose_name="closed")),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "reopened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="opened again"),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened again by",
                    ),
                ),
                (
                    "reopen_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for opening again"
                    ),
                ),
            ],
            options={
                "verbose_name": "closed month",
                "verbose_name_plural": "closed months",
                "permissions": [("reopen_closedmonth", "Can open a closed month again")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("reopened_at", None)),
                        fields=("first_day",),
                        name="consultations_closedmonth_once",
                        violation_error_message="This month is closed already.",
                    ),
                    models.CheckConstraint(
                        condition=Q(("first_day__day", 1)),
                        name="consultations_closedmonth_first_day",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ("reopen_reason", ""), ("reopened_at", None), ("reopened_by", None)
                        )
                        | Q(
                            ("reopened_at__isnull", False),
                            ("reopened_by__isnull", False),
                            Q(("reopen_reason", ""), _negated=True),
                        ),
                        name="consultations_closedmonth_reasoned",
                        violation_error_message="Opening a month again needs its reason.",
                    ),
                ],
            },
        ),
    ]
