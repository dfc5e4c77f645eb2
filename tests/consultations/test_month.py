"""The consultant's month: her own numbers, and the same in a workbook."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from consultations import selectors
from consultations.models import InternalNote
from consultations.selectors.diagnoses import Share
from plut_portal.accounts.models import AccessLogEntry
from plut_portal.accounts.roles import Role
from plut_portal.core.formats import WIB
from tests.factories import (
    BookingFactory,
    ConsultantFactory,
    ExpertiseFactory,
    SessionRecordFactory,
    UserFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

MONTH, DOWNLOAD = "/konsultan/bulan/", "/konsultan/bulan.xlsx"
NOVEMBER = date(2026, 11, 1)
NOV_2 = datetime(2026, 11, 2, 8, 0, tzinfo=WIB)
DAY = timedelta(days=1)


@pytest.fixture
def consultant(client):
    consultant = ConsultantFactory(user__full_name="Rini Astuti")
    client.force_login(consultant.user)
    return consultant


@pytest.fixture
def came(consultant):
    """came(...): a session of hers with its record, an hour and a quarter of work."""

    def make(starts_at=NOV_2, **fields):
        return SessionRecordFactory(
            booking__consultant=consultant,
            booking__starts_at=starts_at,
            preparation_minutes=15,
            **fields,
        )

    return make


def month_of(consultant, *, at=NOW):
    return selectors.month_of_consultant(consultant.user, NOVEMBER, at=at)


def test_month_counts_sessions_businesses_first_timers_and_time(consultant, came):
    regular = came(NOV_2 - 20 * DAY).booking.business
    came(NOV_2, booking__business=regular)
    twice = came(NOV_2 + DAY).booking.business
    came(NOV_2 + 2 * DAY, booking__business=twice)
    SessionRecordFactory(booking__starts_at=NOV_2)

    month = month_of(consultant)

    assert (month.sessions, month.businesses, month.first_timers) == (3, 2, 1)
    assert (month.contact_minutes, month.preparation_minutes) == (180, 45)


def test_month_takes_whoever_came_to_a_colleague_before_for_no_first_timer(consultant, came):
    business = SessionRecordFactory(booking__starts_at=NOV_2 - 40 * DAY).booking.business
    BookingFactory(business=came().booking.business, starts_at=NOV_2 - 40 * DAY, status="CANCELLED")

    came(NOV_2 + DAY, booking__business=business)

    assert month_of(consultant).first_timers == 1


def test_month_ends_at_midnight_of_batu(consultant, came):
    came(datetime(2026, 11, 30, 23, 30, tzinfo=WIB))
    came(datetime(2026, 10, 31, 23, 30, tzinfo=WIB))
    came(datetime(2026, 12, 1, 1, 0, tzinfo=WIB).astimezone(UTC))

    assert month_of(consultant).sessions == 1


def test_month_shares_notes_written_within_24_hours_of_the_end(consultant, came):
    first_written = {NOV_2 + number * DAY: hours for number, hours in enumerate((1, 24, 25))}
    for starts_at, hours in first_written.items():
        ended = starts_at + timedelta(hours=1)
        came(starts_at, first_recorded_at=ended + timedelta(hours=hours), recorded_at=NOW)
    # Nobody recorded it for weeks; the second is not due yet, the third needs no note.
    BookingFactory(consultant=consultant, starts_at=NOV_2 + 4 * DAY)
    BookingFactory(consultant=consultant, starts_at=NOW - timedelta(hours=3))
    BookingFactory(consultant=consultant, starts_at=NOV_2 + 5 * DAY, status="OWNER_ABSENT")

    month = month_of(consultant)

    assert (month.notes.count, month.notes.total, month.unrecorded) == (2, 4, 2)
    below = [figure.label for figure in month.figures if figure.is_below_goal]
    assert below == ["Catatan dalam 24 jam"]


@pytest.mark.parametrize(
    ("in_time", "shown", "is_below"), [(179, "89%", True), (180, "90%", False)]
)
def test_month_says_the_goal_is_met_only_where_it_is(consultant, in_time, shown, is_below):
    month = replace(month_of(consultant), notes=Share(in_time, 200))

    notes = next(each for each in month.figures if each.label == "Catatan dalam 24 jam")

    assert (notes.value, notes.is_below_goal) == (shown, is_below)


def test_month_tells_the_two_absences_apart_and_the_fields(consultant, came):
    consultant.expertises.clear()
    packaging, sales = ExpertiseFactory(name="Kemasan"), ExpertiseFactory(name="Pemasaran")
    for number, field in enumerate((packaging, sales, sales)):
        came(NOV_2 + number * DAY, booking__expertise=field)
    for number, status in enumerate(("OWNER_ABSENT", "OWNER_ABSENT", "CONSULTANT_ABSENT")):
        BookingFactory(
            consultant=consultant,
            expertise=sales,
            starts_at=NOV_2 + (10 + number) * DAY,
            status=status,
        )

    month = month_of(consultant)

    assert (month.owner_absent, month.consultant_absent) == (2, 1)
    rows = [(row.expertise.name, row.sessions, row.minutes) for row in month.fields]
    assert rows == [("Pemasaran", 2, 150), ("Kemasan", 1, 75)]


def test_month_page_shows_each_number_with_what_it_means(client, came):
    came()

    page = client.get(MONTH, {"bulan": "2026-11"}).content.decode()

    assert "Masing-masing dihitung sekali, berapa kali pun datang." in page
    assert "1 jam 15 menit" in page


@pytest.mark.parametrize("value", ["2026-13", "abc", "9999-99", "", "٢٠٢٦-١١"])
def test_month_page_opens_on_this_month_where_it_cannot_read_another(client, consultant, value):
    response = client.get(MONTH, {"bulan": value})

    assert (response.status_code, response.context["month"].first_day) == (200, NOVEMBER)


@pytest.mark.parametrize("role", [None, Role.PROGRAMME_ADMIN, Role.HEAD])
def test_month_is_for_consultants(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(MONTH).status_code == 403
    assert client.post(DOWNLOAD, {"bulan": "2026-11"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_month_query_count(client, came, django_assert_num_queries, count):
    for number in range(count):
        came(NOV_2 + number * DAY)

    with django_assert_num_queries(10):
        client.get(MONTH)


def rows_of(response, sheet):
    workbook = load_workbook(BytesIO(response.content))
    return [list(row) for row in workbook.worksheets[sheet].iter_rows(values_only=True)]


def test_month_download_holds_own_rows_alone_and_leaves_a_trace(client, consultant, came):
    booking = came().booking
    SessionRecordFactory(booking__starts_at=NOV_2)

    response = client.post(DOWNLOAD, {"bulan": "2026-11"})

    figures, sessions = rows_of(response, 0), rows_of(response, 1)
    assert 'filename="sesi-2026-11.xlsx"' in response["Content-Disposition"]
    assert figures[0] == ["November 2026", None, "Artinya"]
    assert figures[1][:2] == ["Sesi", 1]
    assert len(sessions) == 2
    assert sessions[1][0] == booking.code_text
    assert sessions[1][8:10] == [60, 15]
    entry = AccessLogEntry.objects.get()
    assert (entry.actor, entry.action) == (consultant.user, "EXPORT")
    assert entry.reason == "Sesi sendiri November 2026, 1 baris, XLSX"


def test_fm43_month_download_keeps_formulas_as_text(client, came):
    came(booking__business__name="=HYPERLINK(1)")

    sessions = rows_of(client.post(DOWNLOAD, {"bulan": "2026-11"}), 1)

    assert sessions[1][3] == "'=HYPERLINK(1)"


def test_fm45_month_download_carries_no_note(client, came):
    record = came(advice="Rahasia dapur")
    InternalNote.objects.create(record=record, author=record.recorded_by, text="Hanya saya.")

    response = client.post(DOWNLOAD, {"bulan": "2026-11"})

    text = str(rows_of(response, 0) + rows_of(response, 1))
    assert [words in text for words in ("Rahasia dapur", "Hanya saya.")] == [False] * 2


def test_month_download_is_a_button(client, consultant):
    assert client.get(DOWNLOAD).status_code == 405
