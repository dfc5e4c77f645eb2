import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_constraints")]

    operations = [
        migrations.CreateModel(
            name="CheckVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("PUBLISHED", "Published"),
                            ("RETIRED", "Retired"),
                        ],
                        default="DRAFT",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
            ],
            options={
                "verbose_name": "questionnaire",
                "verbose_name_plural": "questionnaires",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PUBLISHED")),
                        fields=("state",),
                        name="consultations_checkversion_one_published",
                        violation_error_message="Another questionnaire is published already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("state", "DRAFT")),
                            models.Q(
                                models.Q(("state", "DRAFT"), _negated=True),
                                ("published_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="consultations_checkversion_published_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("text", models.CharField(max_length=120, verbose_name="question")),
                ("help", models.CharField(blank=True, max_length=160, verbose_name="explanation")),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
            },
        ),
        migrations.AddField(
            model_name="checkquestion",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="consultations.checkversion",
                verbose_name="questionnaire",
            ),
        ),
        migrations.CreateModel(
            name="CheckAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("text", models.CharField(max_length=80, verbose_name="answer")),
                (
                    "operating_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("RUNNING", "Running"),
                            ("PAUSED", "Running with difficulty"),
                            ("STOPPED", "Stopped"),
                        ],
                        help_text="For the answers of the first question only.",
                        max_length=7,
                        verbose_name="the business is",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="consultations.checkquestion",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
            },
        ),
        migrations.CreateModel(
            name="AnswerWeight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        help_text="From 1 to 5.", verbose_name="weight"
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weights",
                        to="consultations.checkanswer",
                        verbose_name="answer",
                    ),
                ),
                (
                    "constraint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="weights",
                        to="consultations.constraint",
                        verbose_name="constraint",
                    ),
                ),
            ],
            options={
                "verbose_name": "weight",
                "verbose_name_plural": "weights",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer", "constraint"),
                        name="consultations_answerweight_once",
                        violation_error_message="This answer already has a weight for this constraint.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1), ("weight__lte", 5)),
                        name="consultations_answerweight_range",
                        violation_error_message="A weight goes from 1 to 5.",
                    ),
                ],
            },
        ),
    ]
