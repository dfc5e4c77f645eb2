import uuid

from django.db import migrations, models


def fill(apps, schema_editor):
    """Each row its own; a default would give all of them the same."""
    for name in ("WeeklyHours", "Leave"):
        for row in apps.get_model("consultations", name).objects.filter(public_id=None):
            row.public_id = uuid.uuid4()
            row.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    # Filling rows and altering their table cannot share a transaction with deferred constraints.
    atomic = False

    dependencies = [("consultations", "0008_windows_validity_and_modes")]

    operations = [
        migrations.AddField("weeklyhours", "public_id", models.UUIDField(null=True)),
        migrations.AddField("leave", "public_id", models.UUIDField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "weeklyhours",
            "public_id",
            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            "leave", "public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AddField(
            "historicalleave",
            "public_id",
            models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
        ),
    ]
