import businesses.models.uploads
import consultations.models.attachments
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# Django maps this class of SQLSTATE to IntegrityError. Emptying the whole table, as the
# demonstration does, is no change of a row.
FORBID = """
CREATE FUNCTION consultations_addendum_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Addenda are only ever added to: write another one.'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER consultations_addendum_append_only
    BEFORE UPDATE OR DELETE ON consultations_addendum
    FOR EACH ROW EXECUTE FUNCTION consultations_addendum_append_only();
"""
ALLOW = """
DROP TRIGGER consultations_addendum_append_only ON consultations_addendum;
DROP FUNCTION consultations_addendum_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0021_fill_session_minutes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SessionAttachment",
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
                ("title", models.CharField(max_length=80, verbose_name="what it is")),
                (
                    "audience",
                    models.CharField(
                        choices=[("OWNER", "For the owner"), ("INTERNAL", "Internal")],
                        max_length=8,
                        verbose_name="who may read it",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        editable=False,
                        upload_to=consultations.models.attachments.attachment_name,
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="consultations.booking",
                        verbose_name="booking",
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
                "verbose_name": "attachment of a session",
                "verbose_name_plural": "attachments of sessions",
            },
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="addition")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="written")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="consultations.sessionrecord",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "addendum",
                "verbose_name_plural": "addenda",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="consultations_addendum_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("typed", models.JSONField(verbose_name="typed")),
                ("saved_at", models.DateTimeField(verbose_name="kept")),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="consultations.booking",
                        verbose_name="booking",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="typed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of a session record",
                "verbose_name_plural": "drafts of session records",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("booking", "by"), name="consultations_recorddraft_one_each"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
