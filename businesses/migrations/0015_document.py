import businesses.models.documents
import businesses.models.uploads
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0014_product"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BusinessDocument",
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
                    "kind",
                    models.CharField(
                        choices=[("NIB", "NIB"), ("PIRT", "P-IRT"), ("OTHER", "Another paper")],
                        max_length=5,
                        verbose_name="kind of paper",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        editable=False,
                        upload_to=businesses.models.documents.document_name,
                    ),
                ),
                (
                    "content_type",
                    models.CharField(
                        choices=[("application/pdf", "PDF"), ("image/jpeg", "JPEG")],
                        editable=False,
                        max_length=15,
                        verbose_name="format",
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="size in bytes"
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="businesses.business",
                        verbose_name="business",
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
                "verbose_name": "paper of a business",
                "verbose_name_plural": "papers of businesses",
                "permissions": [("open_document", "Can open the papers of a business")],
                "indexes": [
                    models.Index(fields=["business", "kind"], name="businesses_document_of")
                ],
            },
        ),
    ]
