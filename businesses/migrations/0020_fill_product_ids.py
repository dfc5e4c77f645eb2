from django.contrib.postgres.functions import RandomUUID
from django.db import migrations


def give_ids(apps, schema_editor):
    # Adding the column gave all rows one and the same.
    apps.get_model("businesses", "Product").objects.update(public_id=RandomUUID())


class Migration(migrations.Migration):
    dependencies = [("businesses", "0019_product_details")]

    operations = [migrations.RunPython(give_ids, migrations.RunPython.noop)]
