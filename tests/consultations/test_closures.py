from datetime import date

import pytest

from consultations import services
from consultations.models import Closure
from tests.times import NOW


@pytest.mark.parametrize(("year", "days", "on_weekdays"), [(2026, 25, 21), (2027, 26, 19)])
def test_load_public_holidays_brings_holidays_and_cuti_bersama(db, year, days, on_weekdays):
    added, _hits = services.load_public_holidays(year=year, at=NOW)

    dates = list(Closure.objects.values_list("on", flat=True))
    assert (added, len(dates)) == (days, days)
    assert sum(day.weekday() < 5 for day in dates) == on_weekdays


def test_load_public_holidays_twice_adds_nothing(db):
    services.load_public_holidays(year=2026, at=NOW)

    assert services.load_public_holidays(year=2026, at=NOW) == (0, [])


def test_load_public_holidays_leaves_the_offices_own_words_alone(db):
    Closure.objects.create(on=date(2026, 12, 25), name="Natal, loket tutup")

    added, _hits = services.load_public_holidays(year=2026, at=NOW)

    assert added == 24
    assert Closure.objects.filter(source=Closure.Source.PACKAGE).count() == 24
    assert Closure.objects.get(on=date(2026, 12, 25)).name == "Natal, loket tutup"


def test_load_public_holidays_names_the_day_without_the_packages_doubts(db):
    services.load_public_holidays(year=2027, at=NOW)

    assert Closure.objects.get(on=date(2027, 3, 10)).name == "Hari Raya Idul Fitri"
    assert not Closure.objects.filter(name__contains="(").exists()
