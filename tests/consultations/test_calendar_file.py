"""FM-21: calendar files, read by icalendar and by a reader that shares no line with it."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from dateutil.tz import tzical
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from businesses.models import Business
from consultations import calendar_file, services
from consultations.models import Booking, Consultant, Expertise
from plut_portal.accounts.models import User
from tests.factories import BookingFactory, BusinessFactory, UserFactory
from tests.times import NOW, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

NASTY = "Bu Sri, Rini; Astuti\\Keripik “Nenas”\nGang 3"


def lines_of(data):
    """The lines of the file with their folds undone (RFC 5545, 3.1)."""
    return re.sub(rb"\r\n[ \t]", b"", data).decode().split("\r\n")


def read(data):
    """A reader of our own: properties of the event, its alarms, and the moment by its zone."""
    lines = lines_of(data)
    zone = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE") + 1]
    zones = tzical(StringIO("\r\n".join(["BEGIN:VCALENDAR", *zone, "END:VCALENDAR"])))
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    found = {"alarms": [line[8:] for line in event if line.startswith("TRIGGER:")]}
    for line in event[: event.index("BEGIN:VALARM") if found["alarms"] else None]:
        head, _colon, text = line.partition(":")
        name, _semicolon, parameters = head.partition(";")
        if parameters.startswith("TZID="):
            moment = datetime.fromisoformat(text)
            found[name] = moment.replace(tzinfo=zones.get(parameters[5:]))
        else:
            found[name] = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], text)
    found["METHOD"] = next(line[7:] for line in lines if line.startswith("METHOD:"))
    return found


def test_fm21_one_identity_over_booking_move_and_cancellation():
    booking = BookingFactory()
    files = [calendar_file.render(booking)]
    booking = services.move_booking(
        booking=booking, starts_at=TOMORROW_9, by=booking.booked_by, at=NOW
    )
    files.append(calendar_file.render(booking))
    booking = services.cancel_booking(booking=booking, by=booking.booked_by, at=NOW)
    files.append(calendar_file.render(booking))

    for states in (
        [read(data) for data in files],
        [Calendar.from_ical(data).walk("VEVENT")[0] for data in files],
    ):
        assert {str(state["UID"]) for state in states} == {f"{booking.public_id}@plut-portal"}
        assert [int(state["SEQUENCE"]) for state in states] == [0, 1, 2]
        assert [str(state["STATUS"]) for state in states] == [
            "CONFIRMED",
            "CONFIRMED",
            "CANCELLED",
        ]
    assert [read(data)["METHOD"] for data in files] == ["PUBLISH", "PUBLISH", "CANCEL"]


def test_fm21_every_reader_finds_the_same_hour_in_batu():
    data = calendar_file.render(BookingFactory(starts_at=TOMORROW_9))

    ours, theirs = read(data), Calendar.from_ical(data).walk("VEVENT")[0]

    assert b"DTSTART;TZID=Asia/Jakarta:20261125T091500" in data
    for start, end in (
        (ours["DTSTART"], ours["DTEND"]),
        (theirs["DTSTART"].dt, theirs["DTEND"].dt),
    ):
        assert start.astimezone(UTC) == TOMORROW_9
        assert end - start == timedelta(hours=1)
        assert start.utcoffset() == timedelta(hours=7)


def test_fm21_two_alarms_ring_while_it_stands_and_none_once_cancelled():
    coming, cancelled = BookingFactory(), BookingFactory(status="CANCELLED")

    assert read(calendar_file.render(coming))["alarms"] == ["-P1D", "-PT2H"]
    assert read(calendar_file.render(cancelled))["alarms"] == []


def test_fm21_names_with_commas_semicolons_and_line_breaks_come_out_as_they_went_in():
    booking = BookingFactory()
    booking.consultant.user.full_name = NASTY
    booking.business.name = NASTY

    data = calendar_file.render(booking)

    for event in (read(data), Calendar.from_ical(data).walk("VEVENT")[0]):
        assert NASTY in str(event["SUMMARY"])
        assert NASTY in str(event["DESCRIPTION"])


@example(name="\\N")
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(name=st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=90))
def test_fm21_no_name_breaks_the_file(name):
    booking = Booking(
        consultant=Consultant(user=User(full_name=name)),
        expertise=Expertise(name="Produksi", bring=""),
        business=Business(name="x" + name),
        starts_at=TOMORROW_8,
        ends_at=TOMORROW_9,
        updated_at=NOW,
    )

    data = calendar_file.render(booking)

    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    # The library takes a backslash before a capital N for the end of a line already.
    assert name.replace("\\N", "\n") in read(data)["SUMMARY"]
    assert [line for line in lines_of(data) if line.startswith("BEGIN:")].count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize(("status", "method"), [("BOOKED", "PUBLISH"), ("CANCELLED", "CANCEL")])
def test_fm21_the_download_says_what_it_is_and_how_to_take_it(client, status, method):
    owner = UserFactory()
    booking = BookingFactory(business=BusinessFactory(owner=owner), status=status)
    client.force_login(owner)
    address = reverse("consultations:booking_calendar", args=[booking.public_id])

    answer = client.get(address)

    assert answer["Content-Type"] == f"text/calendar; charset=utf-8; method={method}"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Content-Disposition"].strip('"').endswith(".ics")
    assert address in client.get(booking.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("mode", "place"),
    [
        ("ONLINE", "https://temu.example/rini"),
        ("VISIT", "Keripik Bu Sumiati, Ngaglik"),
        ("OFFICE", "PLUT, "),
    ],
)
def test_calendar_file_says_where(mode, place):
    booking = BookingFactory(mode=mode, business__name="Keripik Bu Sumiati")
    booking.consultant.meeting_link = "https://temu.example/rini"

    (event,) = Calendar.from_ical(calendar_file.render(booking)).walk("VEVENT")

    assert event["location"] == place
