import django.db.models.deletion
import plut_portal.core.validators
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0016_counter_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PermitRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("NIB", "NIB"),
                            ("PIRT", "P-IRT"),
                            ("MD", "BPOM MD"),
                            ("HALAL", "Halal certificate"),
                            ("BRAND", "Registered brand"),
                            ("BARCODE", "Barcode"),
                        ],
                        max_length=7,
                        unique=True,
                        verbose_name="rung",
                    ),
                ),
                ("text", models.TextField(max_length=600, verbose_name="for whom, and how")),
                (
                    "cost",
                    models.CharField(
                        max_length=160,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="what it costs",
                    ),
                ),
                (
                    "benefit",
                    models.CharField(
                        max_length=200,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="what it brings",
                    ),
                ),
                (
                    "helped_by",
                    models.SlugField(
                        help_text="The last part of the field's address, for example kelembagaan.",
                        max_length=60,
                        verbose_name="field that helps",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        max_length=160,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="source",
                    ),
                ),
                (
                    "as_of",
                    models.DateField(
                        help_text="The day somebody last read the source.", verbose_name="as of"
                    ),
                ),
            ],
            options={
                "verbose_name": "rule about permits",
                "verbose_name_plural": "rules about permits",
            },
        ),
        migrations.AddField(
            model_name="product",
            name="form",
            field=models.CharField(
                blank=True,
                choices=[
                    ("DRY_FOOD", "Dry food that keeps"),
                    ("DRINK", "Drink or liquid fruit juice"),
                    ("DAIRY", "Made of milk"),
                    ("FROZEN", "Frozen food"),
                    ("FRESH", "Fresh goods or ready meals"),
                    ("NOT_FOOD", "Not food"),
                ],
                max_length=8,
                verbose_name="what kind of thing it is",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalPermitRule",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("NIB", "NIB"),
                            ("PIRT", "P-IRT"),
                            ("MD", "BPOM MD"),
                            ("HALAL", "Halal certificate"),
                            ("BRAND", "Registered brand"),
                            ("BARCODE", "Barcode"),
                        ],
                        db_index=True,
                        max_length=7,
                        verbose_name="rung",
                    ),
                ),
                ("text", models.TextField(max_length=600, verbose_name="for whom, and how")),
                (
                    "cost",
                    models.CharField(
                        max_length=160,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="what it costs",
                    ),
                ),
                (
                    "benefit",
                    models.CharField(
                        max_length=200,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="what it brings",
                    ),
                ),
                (
                    "helped_by",
                    models.SlugField(
                        help_text="The last part of the field's address, for example kelembagaan.",
                        max_length=60,
                        verbose_name="field that helps",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        max_length=160,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="source",
                    ),
                ),
                (
                    "as_of",
                    models.DateField(
                        help_text="The day somebody last read the source.", verbose_name="as of"
                    ),
                ),
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
                "verbose_name": "historical rule about permits",
                "verbose_name_plural": "historical rules about permits",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ProductPermit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PIRT", "P-IRT"),
                            ("MD", "BPOM MD"),
                            ("HALAL", "Halal certificate"),
                        ],
                        max_length=5,
                        verbose_name="kind of permit",
                    ),
                ),
                ("number", models.CharField(max_length=24, verbose_name="number")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="no longer used since"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="businesses.businessdocument",
                        verbose_name="paper",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="permits",
                        to="businesses.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "permit of a product",
                "verbose_name_plural": "permits of products",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("product", "kind"),
                        name="businesses_productpermit_one_each",
                        violation_error_message="This product already has a permit of this kind.",
                    )
                ],
            },
        ),
    ]
