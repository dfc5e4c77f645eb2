from django.db import migrations

# What the office edits from the first day on.
WORDS = [
    "oleh-oleh, oleh oleh",
    "keripik, kripik, criping, ceriping, chips",
    "warkop, kedai kopi, warung kopi",
    "kafe, cafe",
    "sari, jus, juice",
    "yoghurt, yogurt, yogurth",
    "cokelat, coklat, chocolate",
    "kue, roti, bakeri, cookies, kukis",
    "peyek, rempeyek",
    "sambal, sambel",
    "stroberi, strawberry, strawberi",
    "homestay, penginapan, pondok",
    "vila, villa",
    "olahan beku, frozen, frozen food",
    "minyak atsiri, esensial, essential",
    "suvenir, souvenir, cenderamata, cendera mata",
    "bordir, sulam",
    "jahit, penjahit, tailor, permak",
    "konveksi, busana, baju, pakaian",
    "jamu, herbal",
    "daring, online",
    "katering, catering",
    "florist, toko bunga",
    "bibit, benih",
    "kebun, perkebunan",
    "peternakan, ternak",
    "pemandu, guide, pramuwisata",
]


def add(apps, schema_editor):
    rows = apps.get_model("exhibitions", "SearchWords").objects
    rows.bulk_create([rows.model(words=words) for words in WORDS], ignore_conflicts=True)


def remove(apps, schema_editor):
    apps.get_model("exhibitions", "SearchWords").objects.filter(words__in=WORDS).delete()


class Migration(migrations.Migration):
    dependencies = [("exhibitions", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
