import consultations.models.hours
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("consultations", "0007_session_constraint"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalWeeklyHours",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("opens", models.TimeField(verbose_name="from")),
                ("closes", models.TimeField(verbose_name="until")),
                ("at_office", models.BooleanField(default=True, verbose_name="at the office")),
                ("online", models.BooleanField(default=False, verbose_name="online")),
                ("on_visit", models.BooleanField(default=False, verbose_name="visits")),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="weekday",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical weekly hours",
                "verbose_name_plural": "historical weekly hours",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name="weeklyhours",
            name="consultations_weeklyhours_once",
        ),
        migrations.AddField(
            model_name="booking",
            name="mode",
            field=models.CharField(
                choices=[
                    ("OFFICE", "At the office"),
                    ("ONLINE", "Online"),
                    ("VISIT", "Visit to the business"),
                ],
                default="OFFICE",
                max_length=6,
                verbose_name="where",
            ),
        ),
        migrations.AddField(
            model_name="bookingpolicy",
            name="travel_minutes",
            field=models.PositiveSmallIntegerField(
                default=45,
                help_text="Kept free around a visit to a business, instead of the pause.",
                verbose_name="travel before and after a visit (minutes)",
            ),
        ),
        migrations.AddField(
            model_name="consultant",
            name="meeting_link",
            field=models.CharField(
                max_length=200,
                blank=True,
                help_text="Shown to the owner of an online appointment only. Without it, no online time is offered.",
                validators=[django.core.validators.URLValidator(schemes=["https"])],
                verbose_name="link for online sessions",
            ),
        ),
        migrations.AddField(
            model_name="historicalbooking",
            name="mode",
            field=models.CharField(
                choices=[
                    ("OFFICE", "At the office"),
                    ("ONLINE", "Online"),
                    ("VISIT", "Visit to the business"),
                ],
                default="OFFICE",
                max_length=6,
                verbose_name="where",
            ),
        ),
        migrations.AddField(
            model_name="historicalbookingpolicy",
            name="travel_minutes",
            field=models.PositiveSmallIntegerField(
                default=45,
                help_text="Kept free around a visit to a business, instead of the pause.",
                verbose_name="travel before and after a visit (minutes)",
            ),
        ),
        migrations.AddField(
            model_name="historicalconsultant",
            name="meeting_link",
            field=models.CharField(
                max_length=200,
                blank=True,
                help_text="Shown to the owner of an online appointment only. Without it, no online time is offered.",
                validators=[django.core.validators.URLValidator(schemes=["https"])],
                verbose_name="link for online sessions",
            ),
        ),
        migrations.AddField(
            model_name="weeklyhours",
            name="at_office",
            field=models.BooleanField(default=True, verbose_name="at the office"),
        ),
        migrations.AddField(
            model_name="weeklyhours",
            name="on_visit",
            field=models.BooleanField(default=False, verbose_name="visits"),
        ),
        migrations.AddField(
            model_name="weeklyhours",
            name="online",
            field=models.BooleanField(default=False, verbose_name="online"),
        ),
        migrations.AddField(
            model_name="weeklyhours",
            name="valid_from",
            field=models.DateField(blank=True, null=True, verbose_name="first day"),
        ),
        migrations.AddField(
            model_name="weeklyhours",
            name="valid_until",
            field=models.DateField(blank=True, null=True, verbose_name="last day"),
        ),
        migrations.AddConstraint(
            model_name="bookingpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("travel_minutes__lte", 240)),
                name="consultations_policy_travel",
                violation_error_message="Travel takes at most 240 minutes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklyhours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("at_office", True), ("online", True), ("on_visit", True), _connector="OR"
                ),
                name="consultations_weeklyhours_somewhere",
                violation_error_message="Choose where: at the office, online or on a visit.",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklyhours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__lte", models.F("valid_until")),
                    ("valid_from", None),
                    ("valid_until", None),
                    _connector="OR",
                ),
                name="consultations_weeklyhours_period",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklyhours",
            constraint=consultations.models.hours.Apart(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                expressions=[
                    (
                        models.Func(
                            models.F("consultant_id"),
                            models.F("consultant_id"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("weekday"),
                            models.F("weekday"),
                            models.Value("[]"),
                            function="int4range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            consultations.models.hours.Minutes("opens"),
                            consultations.models.hours.Minutes("closes"),
                            function="int4range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            "valid_from", "valid_until", models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="consultations_weeklyhours_apart",
                violation_error_message="These hours overlap with others of the same weekday.",
            ),
        ),
        migrations.AddField(
            model_name="historicalweeklyhours",
            name="consultant",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="consultations.consultant",
                verbose_name="consultant",
            ),
        ),
        migrations.AddField(
            model_name="historicalweeklyhours",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
