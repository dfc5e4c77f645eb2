from django.db import migrations

MANY = 1000


def write_first_versions(apps, schema_editor):
    # Without one, nobody could read what the first change was a change of.
    history = apps.get_model("businesses", "HistoricalProduct")
    product = apps.get_model("businesses", "Product")
    kept = {field.attname for field in history._meta.concrete_fields}
    names = [field.attname for field in product._meta.concrete_fields if field.attname in kept]
    rows = []
    for values in product.objects.order_by("pk").values(*names).iterator(MANY):
        rows.append(history(history_type="+", history_date=values["updated_at"], **values))
        if len(rows) == MANY:
            history.objects.bulk_create(rows)
            rows = []
    history.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("businesses", "0028_product_history")]

    operations = [migrations.RunPython(write_first_versions, migrations.RunPython.noop)]
