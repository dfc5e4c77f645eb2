import django.db.models.deletion
import plut_portal.core.validators
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("exhibitions", "0001_initial"),
        ("businesses", "0021_product_id_unique"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.UUIDField(editable=False, unique=True)),
                (
                    "name",
                    models.CharField(
                        max_length=80,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="name",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, db_index=True, max_length=16, verbose_name="mobile number"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, db_index=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                ("message", models.TextField(max_length=1000, verbose_name="question")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiries",
                        to="businesses.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "enquiry of a buyer",
                "verbose_name_plural": "enquiries of buyers",
                "permissions": [("answer_enquiry", "Can mark enquiries of buyers as answered")],
                "indexes": [
                    models.Index(fields=["product", "sent_at"], name="exhibitions_enquiry_of")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), ("phone", ""), _negated=True),
                        name="exhibitions_enquiry_contact",
                    )
                ],
            },
        ),
    ]
