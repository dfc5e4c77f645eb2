import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """Each row its own; a default would give all of them the same."""
    ActionItem = apps.get_model("consultations", "ActionItem")
    for action in ActionItem.objects.filter(public_id=None):
        action.public_id = uuid.uuid4()
        action.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    # Filling rows and altering their table cannot share a transaction with deferred constraints.
    atomic = False

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("consultations", "0022_drafts_addenda_attachments"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="actionitem",
            options={
                "permissions": [("print_actionitem", "Can print the steps of a Resep Usaha")],
                "verbose_name": "action",
                "verbose_name_plural": "actions",
            },
        ),
        migrations.AddField("actionitem", "public_id", models.UUIDField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "actionitem",
            "public_id",
            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            "actionitem", "revision", models.PositiveIntegerField(default=0, editable=False)
        ),
        migrations.AddField(
            "actionitem",
            "done_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ticked off by",
            ),
        ),
        migrations.AddField(
            "actionitem",
            "hindered_at",
            models.DateTimeField(blank=True, null=True, verbose_name="not yet possible"),
        ),
        migrations.AddField(
            "actionitem",
            "hindrance",
            models.CharField(blank=True, max_length=120, verbose_name="what is in the way"),
        ),
        migrations.RemoveConstraint("actionitem", "consultations_actionitem_place"),
        migrations.AddConstraint(
            "actionitem",
            models.UniqueConstraint(
                deferrable=models.Deferrable.IMMEDIATE,
                fields=("record", "position"),
                name="consultations_actionitem_place",
            ),
        ),
    ]
