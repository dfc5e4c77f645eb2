import secrets

from django.db import migrations

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code():
    signs = "".join(secrets.choice(LETTERS) for _sign in range(6))
    return f"UMK-{signs[:4]}-{signs[4:]}"


def fill(apps, schema_editor):
    """Every business registered before there were numbers gets one, its history included."""
    business_model = apps.get_model("businesses", "Business")
    history_model = apps.get_model("businesses", "HistoricalBusiness")
    taken = set()
    for business in business_model.objects.filter(registration_code="").order_by("pk"):
        code = new_code()
        while code in taken:
            code = new_code()
        taken.add(code)
        business_model.objects.filter(pk=business.pk).update(registration_code=code)
        history_model.objects.filter(id=business.pk).update(registration_code=code)


class Migration(migrations.Migration):
    dependencies = [("businesses", "0004_registration_code")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
