"""Days on which the whole office is closed."""

from django.db import transaction
from holidays import country_holidays
from holidays.constants import GOVERNMENT, PUBLIC

from consultations.models import Closure

# How the package marks feasts of the lunar calendar until their decree is out.
_ESTIMATED = " (perkiraan)"


@transaction.atomic
def load_public_holidays(*, year: int) -> int:
    """Enter the year's public holidays and cuti bersama; days already entered stay as they are.

    Answers how many days were added. Cuti bersama is decreed in the autumn before (SKB 3 Menteri),
    so a later year has public holidays alone; loading again after the decree adds the rest.
    """
    days = country_holidays("ID", years=year, categories=(PUBLIC, GOVERNMENT), language="id")
    known = set(Closure.objects.filter(on__year=year).values_list("on", flat=True))
    added = [
        Closure(on=day, name=name.replace(_ESTIMATED, "")[:120])
        for day, name in sorted(days.items())
        if day not in known
    ]
    for closure in added:
        closure.save()
    return len(added)
