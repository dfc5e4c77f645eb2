"""Lists that leave the house: safe cells, masked contacts, hours in WIB, written down."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from businesses.models import Business
from consultations.models import Booking, InternalNote
from plut_portal.accounts.models import AccessLogEntry
from plut_portal.accounts.roles import Role
from plut_portal.core.exports import safe_cell
from tests.admin.test_pages import EXPORTED
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    DeliveryFactory,
    EnquiryFactory,
    SessionRecordFactory,
    UserFactory,
)
from tests.times import NOW, TOMORROW_9

pytestmark = pytest.mark.django_db

XLSX, CSV = "0", "1"


def export(client, table, file_format=CSV, query=""):
    return client.post(
        reverse(f"admin:{table}_export") + query, {"format": file_format, "resource": "0"}
    )


def cells(response):
    text = response.content.decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


def sheet(response):
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_fm43_a_cell_that_could_act_is_text(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(
    "before", ["\x01", "\x00\x1f", "\x7f\x85", " ", "\n", " \x01 ", "\ufeff\u200b"]
)
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])
def test_fm43_nothing_invisible_hides_the_start_of_a_formula(before, start):
    cell = safe_cell(f"{before}{start}1+1")

    assert cell.startswith("'")
    assert cell.endswith(f"{start}1+1")


def test_fm43_text_that_cannot_act_stays_as_it_was_typed():
    assert safe_cell("  Ada 5+5 = 10?\nTerima kasih") == "  Ada 5+5 = 10?\nTerima kasih"
    assert safe_cell("\x01Ada?") == "Ada?"


@pytest.mark.parametrize("file_format", [XLSX, CSV])
def test_fm43_a_question_of_a_buyer_with_invisible_signs_is_text_in_the_file(office, file_format):
    EnquiryFactory(name="\x7f@SUM(1)", message="\x01=1+1")

    answer = export(office, "exhibitions_enquiry", file_format)

    if file_format == CSV:
        written = dict.fromkeys(cells(answer), "s")
    else:
        written = {cell.value: cell.data_type for row in sheet(answer).iter_rows() for cell in row}
    assert "f" not in written.values()
    assert [written.get("'=1+1"), written.get("'@SUM(1)")] == ["s", "s"]


def test_fm43_what_people_type_cannot_act_in_a_sheet(office):
    formula = '=HYPERLINK("http://jahat.example","buka")'
    # Past every form, as an import or an older version may have left it.
    Business.objects.filter(pk=BusinessFactory().pk).update(name=formula, makes="@SUM(1)")

    workbook = sheet(export(office, "businesses_business", XLSX))
    in_csv = cells(export(office, "businesses_business"))

    values = {cell.value: cell.data_type for row in workbook.iter_rows() for cell in row}
    assert values[f"'{formula}"] == "s"
    assert "f" not in values.values()
    assert f"'{formula}" in in_csv
    assert "'@SUM(1)" in in_csv
    assert [cell for cell in in_csv if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_qs7_contacts_leave_masked(office):
    owner = UserFactory(phone="+6284012345678", email="rahasia@contoh.example")
    BusinessFactory(owner=owner)

    answer = export(office, "businesses_business")

    assert "'+6284•••••5678" in cells(answer)
    assert "84012345678" not in answer.content.decode()
    assert "rahasia@" not in answer.content.decode()


def test_fm19_hours_leave_in_wib(office):
    BookingFactory(starts_at=TOMORROW_9)

    assert "2026-11-25 09.15 WIB" in cells(export(office, "consultations_booking"))


def test_fm45_internal_notes_and_what_was_said_do_not_leave(superuser):
    record = SessionRecordFactory(advice="Nasihat rahasia")
    InternalNote.objects.create(record=record, author=superuser.user, text="Catatan rahasia")
    DeliveryFactory(message__body="Isi rahasia")

    texts = [export(superuser, table).content.decode() for table in EXPORTED]

    words = ("Nasihat", "Catatan", "Isi rahasia")
    assert [word for text in texts for word in words if word in text] == []


def test_an_export_is_written_down(office):
    BookingFactory()
    BookingFactory(status=Booking.Status.ATTENDED)

    export(office, "consultations_booking", XLSX, "?status__exact=ATTENDED")

    entry = AccessLogEntry.objects.get()
    assert (entry.actor, entry.subject, entry.action, entry.reason) == (
        office.user,
        None,
        AccessLogEntry.Action.EXPORT,
        "Pesanan jadwal, 1 baris, XLSX",
    )


def test_what_leaves_is_what_the_filter_shows(office):
    BookingFactory(business__name="Batal Jaya", status=Booking.Status.CANCELLED)
    BookingFactory(business__name="Hadir Jaya", status=Booking.Status.ATTENDED)

    left = cells(export(office, "consultations_booking", CSV, "?status__exact=ATTENDED"))

    assert ["Hadir Jaya" in left, "Batal Jaya" in left] == [True, False]


def test_looking_at_the_export_page_writes_nothing_down(office):
    office.get(reverse("admin:consultations_booking_export"))

    assert not AccessLogEntry.objects.exists()


def test_the_counter_takes_no_lists_away(counter):
    answers = {export(counter, table).status_code for table in EXPORTED}
    html = counter.get(reverse("admin:businesses_business_changelist")).content.decode()

    assert answers == {403}
    assert reverse("admin:businesses_business_export") not in html


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_who_reads_the_access_log_may_take_masked_lists_away(signed_in, role):
    assert export(signed_in(role=role), "businesses_business").status_code == 200


def test_the_file_is_named_in_indonesian_with_the_day(office):
    answer = export(office, "businesses_business", XLSX)

    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="usaha-{NOW:%Y-%m-%d}.xlsx"'
    )


@pytest.mark.parametrize("table", sorted(EXPORTED))
def test_an_export_asks_as_often_for_many_rows_as_for_two(
    office, table, django_assert_max_num_queries
):
    for _i in range(2):
        DeliveryFactory(message__recipient=BookingFactory().booked_by)
    export(office, table)
    for _i in range(12):
        DeliveryFactory(message__recipient=BookingFactory().booked_by)

    with django_assert_max_num_queries(20):
        assert export(office, table).status_code == 200


def test_the_list_of_people_leaves_for_counting_without_names_and_contacts(office):
    UserFactory(full_name="Nama Rahasia", phone="+6284012345678", heard_from="VILLAGE")

    answer = export(office, "accounts_user")

    assert "perangkat desa" in cells(answer)
    assert "Nama Rahasia" not in answer.content.decode()
    assert "5678" not in answer.content.decode()
