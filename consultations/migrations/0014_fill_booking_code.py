from django.db import migrations

from consultations.models.bookings import new_code


def give_codes(apps, schema_editor):
    Booking = apps.get_model("consultations", "Booking")
    history = apps.get_model("consultations", "HistoricalBooking")
    used = set(Booking.objects.exclude(code="").values_list("code", flat=True))
    for pk in Booking.objects.filter(code="").values_list("pk", flat=True):
        code = next(code for code in iter(new_code, None) if code not in used)
        used.add(code)
        Booking.objects.filter(pk=pk).update(code=code)
        history.objects.filter(id=pk).update(code=code)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0013_booking_code")]

    operations = [migrations.RunPython(give_codes, migrations.RunPython.noop)]
