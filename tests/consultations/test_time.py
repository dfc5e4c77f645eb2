"""One hour everywhere, whatever the server thinks the time is."""

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from consultations import calendar_file, services
from plut_portal.core import formats
from plut_portal.notifications.models import Message
from tests.factories import BusinessFactory, ConsultantFactory, UserFactory
from tests.times import NOW, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
LAST_CALL_OF_THE_YEAR = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)


def test_fm18_half_an_hour_past_midnight_is_on_its_day_in_every_text():
    assert formats.wib_day(LAST_CALL_OF_THE_YEAR) == date(2027, 1, 1)
    assert formats.moment_text(LAST_CALL_OF_THE_YEAR) == "Jumat, 1 Januari 2027, 00.30 WIB"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta", "America/New_York"])
def test_fm18_the_grid_does_not_depend_on_the_servers_zone(zone):
    """The same questions in a process whose machine lives elsewhere."""
    script = (
        "import django; django.setup();"
        "from datetime import date, datetime, timedelta, time, UTC;"
        "from consultations import availability as a;"
        "from consultations.models import WeeklyHours, BookingPolicy;"
        "from plut_portal.core import formats;"
        "hours=[WeeklyHours(weekday=d, opens=time(0,30), closes=time(2)) for d in range(7)];"
        "at=datetime(2026,11,24,0,0,tzinfo=UTC);"
        "found=a.days(a.Calendar(hours=hours), date(2026,11,25), 2,"
        " length=timedelta(hours=1), policy=BookingPolicy(), at=at);"
        "print([(d.date.isoformat(), t.value, t.starts_at.astimezone(UTC).isoformat())"
        " for d in found for t in d.times])"
    )

    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == (
        "[('2026-11-25', '2026-11-25T00:30', '2026-11-24T17:30:00+00:00'), "
        "('2026-11-26', '2026-11-26T00:30', '2026-11-25T17:30:00+00:00')]"
    )


def test_fm18_no_code_asks_the_servers_clock():
    naive = re.compile(r"date\.today\(|datetime\.now\(\)|utcnow\(|datetime\.today\(|time\.time\(\)")
    apps = ("plut_portal", "businesses", "consultations", "trainings", "exhibitions")

    asking = [
        f"{path.relative_to(ROOT)}:{number}"
        for app in apps
        for path in (ROOT / app).rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if naive.search(line)
    ]

    assert asking == []


def test_fm19_page_list_message_and_calendar_say_the_same_hour(client):
    owner = UserFactory()
    business, consultant = BusinessFactory(owner=owner), ConsultantFactory()
    booking = services.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=owner,
        starts_at=TOMORROW_9,
        topic="Cepat melempem",
        at=NOW,
    )
    client.force_login(owner)

    page = client.get(booking.get_absolute_url()).content.decode()
    listed = client.get("/jadwal/").content.decode()
    message = Message.objects.get(kind="BOOKING_CONFIRMED")
    (event,) = Calendar.from_ical(calendar_file.render(booking)).walk("VEVENT")

    assert "Rabu, 25 November 2026" in page
    assert "09.15–10.15 WIB" in page
    assert "Rabu, 25 November 2026, 09.15 WIB" in listed
    assert "Rabu, 25 November 2026, 09.15 WIB" in message.subject
    assert "Rabu, 25 November 2026, 09.15–10.15 WIB" in message.body
    assert event["dtstart"].params["TZID"] == "Asia/Jakarta"
    assert event["dtstart"].dt.strftime("%d.%m. %H.%M") == "25.11. 09.15"


def test_fm20_hours_are_written_in_twenty_four():
    assert formats.time_text(TOMORROW_8.replace(hour=13)) == "13.00 WIB"
    assert formats.time_text(TOMORROW_8.replace(hour=0, minute=5)) == "00.05 WIB"
