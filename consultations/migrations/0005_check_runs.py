import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("businesses", "0002_villages"), ("consultations", "0004_questionnaires")]

    operations = [
        migrations.CreateModel(
            name="ConstraintCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                    ),
                ),
                ("is_outside_batu", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="consultations.checkversion",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="businesses.village",
                    ),
                ),
            ],
            options={
                "verbose_name": "constraint check",
                "verbose_name_plural": "constraint checks",
            },
        ),
        migrations.CreateModel(
            name="CheckResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField()),
                ("score", models.PositiveSmallIntegerField()),
                (
                    "constraint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consultations.constraint",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="consultations.constraintcheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "result",
                "verbose_name_plural": "results",
            },
        ),
        migrations.CreateModel(
            name="CheckResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consultations.checkanswer",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consultations.checkquestion",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="consultations.constraintcheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "response",
                "verbose_name_plural": "responses",
            },
        ),
        migrations.AddConstraint(
            model_name="constraintcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("village", None), ("is_outside_batu", False), _connector="OR"),
                name="consultations_constraintcheck_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkresult",
            constraint=models.UniqueConstraint(
                fields=("run", "rank"), name="consultations_checkresult_rank"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkresult",
            constraint=models.UniqueConstraint(
                fields=("run", "constraint"), name="consultations_checkresult_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkresponse",
            constraint=models.UniqueConstraint(
                fields=("run", "question"), name="consultations_checkresponse_once"
            ),
        ),
    ]
