import businesses.models.products
import businesses.models.uploads
import django.db.models.deletion
import plut_portal.core.validators
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0013_kbli_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Product",
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
                    "name",
                    models.CharField(
                        max_length=160,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="name",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="businesses.business",
                        verbose_name="business",
                    ),
                ),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
            },
        ),
        migrations.CreateModel(
            name="ProductPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROCESSING", "Being prepared"),
                            ("READY", "Ready"),
                            ("FAILED", "Could not be opened"),
                            ("REMOVED", "Removed"),
                        ],
                        default="PROCESSING",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "original",
                    models.FileField(
                        blank=True,
                        editable=False,
                        upload_to=businesses.models.uploads.raw_name,
                        verbose_name="file as it was sent",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("uploaded_at", models.DateTimeField(verbose_name="sent")),
                (
                    "small",
                    models.FileField(
                        blank=True, editable=False, upload_to=businesses.models.products.webp_name
                    ),
                ),
                (
                    "large",
                    models.FileField(
                        blank=True, editable=False, upload_to=businesses.models.products.webp_name
                    ),
                ),
                (
                    "width",
                    models.PositiveIntegerField(editable=False, null=True, verbose_name="width"),
                ),
                (
                    "height",
                    models.PositiveIntegerField(editable=False, null=True, verbose_name="height"),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="businesses.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo of a product",
                "verbose_name_plural": "photos of products",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PROCESSING")),
                        fields=("product",),
                        name="businesses_productphoto_one_processing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "READY")),
                        fields=("product",),
                        name="businesses_productphoto_one_ready",
                    ),
                ],
            },
        ),
    ]
