import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0009_snapshot_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("VERIFIED", "In order"), ("NEEDS_FIXING", "Needs fixing")],
                        max_length=12,
                        verbose_name="decision",
                    ),
                ),
                (
                    "message",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="message to the owner"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="on")),
            ],
            options={
                "verbose_name": "decision on a business",
                "verbose_name_plural": "decisions on businesses",
            },
        ),
        migrations.CreateModel(
            name="FieldRemark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("MAKES", "What it makes or sells"),
                            ("VILLAGE", "Village or ward"),
                            ("NAME", "Business name"),
                            ("ADDRESS", "Address"),
                            ("OPERATING_STATE", "How it is going"),
                            ("WORKERS_FEMALE", "Women working"),
                            ("WORKERS_MALE", "Men working"),
                            ("STARTED_YEAR", "Started in"),
                            ("TURNOVER_BAND", "Turnover of a year"),
                            ("CAPITAL", "Capital"),
                            ("NIB", "NIB"),
                            ("KBLI", "Line of business (KBLI)"),
                            ("PHOTO", "Product photo"),
                        ],
                        max_length=15,
                        verbose_name="answer",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="remark")),
                ("mended_at", models.DateTimeField(blank=True, null=True, verbose_name="mended")),
            ],
            options={
                "verbose_name": "remark on an answer",
                "verbose_name_plural": "remarks on answers",
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="business",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="businesses.business",
                verbose_name="business",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="fieldremark",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remarks",
                to="businesses.decision",
                verbose_name="decision",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["business", "-made_at"], name="businesses_decision_latest"),
        ),
        migrations.AddConstraint(
            model_name="fieldremark",
            constraint=models.UniqueConstraint(
                fields=("decision", "field"), name="businesses_fieldremark_once"
            ),
        ),
    ]
