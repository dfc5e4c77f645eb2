from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    """Messages of before are needed until they are useless."""
    messages = apps.get_model("notifications", "Message").objects
    messages.filter(needed_by=None).update(needed_by=F("useless_after"))


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_message_needed_by")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
