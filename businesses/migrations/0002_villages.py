import csv
from pathlib import Path

from django.db import migrations

# Kepmendagri 300.2.2-2430/2025; the codes are Kemendagri's, which number the districts
# differently from BPS.
VILLAGES = Path(__file__).resolve().parent.parent / "data" / "villages.csv"


def load_villages(apps, schema_editor):
    village_model = apps.get_model("businesses", "Village")
    with VILLAGES.open(encoding="utf-8", newline="") as rows:
        village_model.objects.bulk_create(village_model(**row) for row in csv.DictReader(rows))


def remove_villages(apps, schema_editor):
    apps.get_model("businesses", "Village").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("businesses", "0001_initial")]

    operations = [migrations.RunPython(load_villages, remove_villages)]
