import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import plut_portal.core.validators
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0018_permit_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProductLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=300, verbose_name="address")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "link to a shop",
                "verbose_name_plural": "links to shops",
            },
        ),
        migrations.CreateModel(
            name="ProductVariant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=60,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="name",
                    ),
                ),
                (
                    "price",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="price in rupiah"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "variant",
                "verbose_name_plural": "variants",
            },
        ),
        migrations.AlterModelOptions(
            name="product",
            options={
                "permissions": [
                    ("curate_product", "Can curate products and take them out of the catalogue")
                ],
                "verbose_name": "product",
                "verbose_name_plural": "products",
            },
        ),
        migrations.RemoveConstraint(
            model_name="productphoto",
            name="businesses_productphoto_one_processing",
        ),
        migrations.RemoveConstraint(
            model_name="productphoto",
            name="businesses_productphoto_one_ready",
        ),
        migrations.AddField(
            model_name="product",
            name="category",
            field=models.CharField(
                blank=True,
                choices=[
                    ("FOOD", "Snacks and food"),
                    ("DRINK", "Drinks"),
                    ("FARM", "From field and garden"),
                    ("CRAFT", "Handicraft"),
                    ("FASHION", "Clothes and batik"),
                    ("CARE", "Body care and herbs"),
                    ("OTHER", "Other things"),
                ],
                max_length=7,
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="curated_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="curated"
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="description",
            field=models.TextField(blank=True, max_length=800, verbose_name="description"),
        ),
        migrations.AddField(
            model_name="product",
            name="is_hidden",
            field=models.BooleanField(default=False, verbose_name="hidden by its owner"),
        ),
        migrations.AddField(
            model_name="product",
            name="pack",
            field=models.CharField(
                blank=True,
                max_length=60,
                validators=[plut_portal.core.validators.validate_plain_text],
                verbose_name="content of a pack",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="price",
            field=models.PositiveBigIntegerField(
                blank=True, null=True, verbose_name="price in rupiah"
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="product",
            name="shelf_life_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="keeps for days"
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="withheld_reason",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=200,
                verbose_name="taken out of the catalogue because",
            ),
        ),
        migrations.AddField(
            model_name="productphoto",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.AlterField(
            model_name="productpermit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("PIRT", "P-IRT"),
                    ("MD", "BPOM MD"),
                    ("HALAL", "Halal certificate"),
                    ("BRAND", "Registered brand"),
                    ("BARCODE", "Barcode"),
                ],
                max_length=7,
                verbose_name="kind of permit",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("name", "description", config="simple"),
                name="businesses_product_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="productphoto",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "PROCESSING")),
                fields=("product", "position"),
                name="businesses_productphoto_one_processing",
            ),
        ),
        migrations.AddConstraint(
            model_name="productphoto",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "READY")),
                fields=("product", "position"),
                name="businesses_productphoto_one_ready",
            ),
        ),
        migrations.AddField(
            model_name="productlink",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="businesses.product",
                verbose_name="product",
            ),
        ),
        migrations.AddField(
            model_name="productvariant",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="variants",
                to="businesses.product",
                verbose_name="product",
            ),
        ),
    ]
