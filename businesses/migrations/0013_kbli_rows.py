import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name):
    with (DATA / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def load_kbli(apps, schema_editor):
    code_model = apps.get_model("businesses", "KbliCode")
    entry_model = apps.get_model("businesses", "KbliEntry")
    created = code_model.objects.bulk_create(code_model(**row) for row in read("kbli_codes.csv"))
    codes = {(code.version, code.code): code for code in created}
    entry_model.objects.bulk_create(
        entry_model(
            words=row["words"],
            note=row["note"],
            code_2020=codes.get(("2020", row["code_2020"])),
            code_2025=codes.get(("2025", row["code_2025"])),
        )
        for row in read("kbli_entries.csv")
    )


def remove_kbli(apps, schema_editor):
    # What businesses chose keeps its digits, once each.
    chosen = apps.get_model("businesses", "BusinessKbli").objects
    digits = ("business", "version", "code")
    first = chosen.order_by(*digits, "pk").distinct(*digits).values("pk")
    chosen.exclude(pk__in=first).delete()
    chosen.update(entry=None)
    apps.get_model("businesses", "KbliEntry").objects.all().delete()
    apps.get_model("businesses", "KbliCode").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("businesses", "0012_kbli")]

    operations = [migrations.RunPython(load_kbli, remove_kbli)]
