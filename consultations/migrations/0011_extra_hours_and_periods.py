import consultations.models.hours
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("consultations", "0010_leave_hours_and_substitute"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExceptionWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opens", models.TimeField(verbose_name="from")),
                ("closes", models.TimeField(verbose_name="until")),
                ("at_office", models.BooleanField(default=True, verbose_name="at the office")),
                ("online", models.BooleanField(default=False, verbose_name="online")),
                ("on_visit", models.BooleanField(default=False, verbose_name="visits")),
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
            ],
            options={
                "verbose_name": "hours in this period",
                "verbose_name_plural": "hours in this period",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExtraHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opens", models.TimeField(verbose_name="from")),
                ("closes", models.TimeField(verbose_name="until")),
                ("at_office", models.BooleanField(default=True, verbose_name="at the office")),
                ("online", models.BooleanField(default=False, verbose_name="online")),
                ("on_visit", models.BooleanField(default=False, verbose_name="visits")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("on", models.DateField(verbose_name="day")),
            ],
            options={
                "verbose_name": "extra hours",
                "verbose_name_plural": "extra hours",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalExtraHours",
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
                ("on", models.DateField(verbose_name="day")),
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
                "verbose_name": "historical extra hours",
                "verbose_name_plural": "historical extra hours",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHoursException",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
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
                "verbose_name": "historical period with other hours",
                "verbose_name_plural": "historical periods with other hours",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HoursException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
            ],
            options={
                "verbose_name": "period with other hours",
                "verbose_name_plural": "periods with other hours",
            },
        ),
        migrations.AddField(
            model_name="extrahours",
            name="consultant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extra_hours",
                to="consultations.consultant",
                verbose_name="consultant",
            ),
        ),
        migrations.AddField(
            model_name="historicalextrahours",
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
            model_name="historicalextrahours",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalhoursexception",
            name="consultant",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Empty: for all consultants, on the weekdays on which they receive people.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="consultations.consultant",
                verbose_name="consultant",
            ),
        ),
        migrations.AddField(
            model_name="historicalhoursexception",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="hoursexception",
            name="consultant",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: for all consultants, on the weekdays on which they receive people.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hours_exceptions",
                to="consultations.consultant",
                verbose_name="consultant",
            ),
        ),
        migrations.AddField(
            model_name="exceptionwindow",
            name="exception",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="windows",
                to="consultations.hoursexception",
                verbose_name="period",
            ),
        ),
        migrations.AddConstraint(
            model_name="extrahours",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens__lt", models.F("closes"))),
                name="consultations_extrahours_order",
                violation_error_message="The end must be later than the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="extrahours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("at_office", True), ("online", True), ("on_visit", True), _connector="OR"
                ),
                name="consultations_extrahours_somewhere",
                violation_error_message="Choose where: at the office, online or on a visit.",
            ),
        ),
        migrations.AddConstraint(
            model_name="extrahours",
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
                            models.F("on"), models.F("on"), models.Value("[]"), function="daterange"
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
                ],
                name="consultations_extrahours_apart",
                violation_error_message="These hours overlap with others of the same day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hoursexception",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                name="consultations_hoursexception_order",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hoursexception",
            constraint=consultations.models.hours.Apart(
                expressions=[
                    (
                        models.Func(
                            django.db.models.functions.comparison.Coalesce(
                                "consultant_id", models.Value(0)
                            ),
                            django.db.models.functions.comparison.Coalesce(
                                "consultant_id", models.Value(0)
                            ),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            "starts_on", "ends_on", models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="consultations_hoursexception_apart",
                violation_error_message="Another period with other hours covers these days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exceptionwindow",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens__lt", models.F("closes"))),
                name="consultations_exceptionwindow_order",
                violation_error_message="The end must be later than the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exceptionwindow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("at_office", True), ("online", True), ("on_visit", True), _connector="OR"
                ),
                name="consultations_exceptionwindow_somewhere",
                violation_error_message="Choose where: at the office, online or on a visit.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exceptionwindow",
            constraint=consultations.models.hours.Apart(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                expressions=[
                    (
                        models.Func(
                            models.F("exception_id"),
                            models.F("exception_id"),
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
                ],
                name="consultations_exceptionwindow_apart",
                violation_error_message="These hours overlap with others of the same weekday.",
            ),
        ),
    ]
