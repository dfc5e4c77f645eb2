import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0002_time_holds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Constraint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40, unique=True, verbose_name="short name")),
                (
                    "label",
                    models.CharField(
                        help_text="Shown in big letters in the result of the check.",
                        max_length=100,
                        verbose_name="in the owner's words",
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        help_text="Two or three sentences: what usually lies behind it, what we do about it.",
                        max_length=600,
                        verbose_name="first advice",
                    ),
                ),
                (
                    "bring",
                    models.TextField(
                        blank=True,
                        help_text="One thing a line, in addition to the list of the field.",
                        max_length=500,
                        verbose_name="what to bring",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Of two that weigh the same, the lower one comes first.",
                        verbose_name="order",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "expertise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="constraints",
                        to="consultations.expertise",
                        verbose_name="field",
                    ),
                ),
            ],
            options={
                "verbose_name": "constraint",
                "verbose_name_plural": "constraints",
            },
        ),
        migrations.CreateModel(
            name="HistoricalConstraint",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40, verbose_name="short name")),
                (
                    "label",
                    models.CharField(
                        help_text="Shown in big letters in the result of the check.",
                        max_length=100,
                        verbose_name="in the owner's words",
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        help_text="Two or three sentences: what usually lies behind it, what we do about it.",
                        max_length=600,
                        verbose_name="first advice",
                    ),
                ),
                (
                    "bring",
                    models.TextField(
                        blank=True,
                        help_text="One thing a line, in addition to the list of the field.",
                        max_length=500,
                        verbose_name="what to bring",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Of two that weigh the same, the lower one comes first.",
                        verbose_name="order",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "expertise",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consultations.expertise",
                        verbose_name="field",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical constraint",
                "verbose_name_plural": "historical constraints",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
