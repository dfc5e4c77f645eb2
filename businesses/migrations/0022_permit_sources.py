from datetime import date

from django.db import migrations

BEFORE, READ_ON = date(2026, 11, 1), date(2026, 11, 23)
# What was said first, and where exactly it was read. A row the office has edited stays as it is.
SOURCES = {
    "NIB": ("PP 28/2025", "PP 28/2025: satu pelaku usaha, satu NIB"),
    "PIRT": (
        "Peraturan BPOM 4/2024",
        "Peraturan BPOM 4/2024, menurut panduan P-IRT daring di polten.co.id",
    ),
    "MD": (
        "Peraturan BPOM tentang registrasi pangan olahan",
        "Peraturan BPOM tentang registrasi pangan olahan; tarif belum dipastikan ke BPOM",
    ),
    "HALAL": ("BPJPH; Perppu 2/2022", "bpjph.halal.go.id, 8 Januari 2026; Perppu 2/2022"),
    "BRAND": ("DJKI, tarif UMK", "Tarif UMK DJKI, menurut jakpreneur.com, Oktober 2024"),
    "BARCODE": ("GS1 Indonesia", "GS1 Indonesia, menurut tanyafakta.id; biayanya kabar lama"),
}


def say_where(apps, schema_editor):
    rules = apps.get_model("businesses", "PermitRule").objects
    for rung, (before, after) in SOURCES.items():
        rules.filter(rung=rung, source=before, as_of=BEFORE).update(source=after, as_of=READ_ON)


def take_back(apps, schema_editor):
    rules = apps.get_model("businesses", "PermitRule").objects
    for rung, (before, after) in SOURCES.items():
        rules.filter(rung=rung, source=after, as_of=READ_ON).update(source=before, as_of=BEFORE)


class Migration(migrations.Migration):
    dependencies = [("businesses", "0021_product_id_unique")]

    operations = [migrations.RunPython(say_where, take_back)]
