"""From a change of the calendar to the decisions about what it hit, in the office."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from consultations import services
from consultations.models import (
    AffectedBooking,
    Closure,
    Disruption,
    ExtraHours,
    HoursException,
    Leave,
    WeeklyHours,
)
from plut_portal.accounts.roles import Role
from tests.admin.consultant_page import consultant_page, hours_row
from tests.factories import BookingFactory, ConsultantFactory
from tests.times import NOW, THURSDAY_8, TODAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 11, 25)
LIST = reverse("admin:consultations_disruption_changelist")


def page_of(disruption):
    return reverse("admin:consultations_disruption_change", args=[disruption.pk])


def change_page(consultant):
    return reverse("admin:consultations_consultant_change", args=[consultant.pk])


def decide(client, hit, choice, message="Konsultan sakit."):
    url = reverse("admin:consultations_disruption_decide", args=[hit.pk])
    return client.post(url, {"choice": choice, "message": message})


def on_leave(consultant, **fields):
    leave = Leave(consultant=consultant, starts_on=WEDNESDAY, ends_on=WEDNESDAY, **fields)
    return services.save_leave(leave=leave, by=consultant.user, at=NOW)


def all_hours(consultant):
    return [hours_row(hours) for hours in consultant.weekly_hours.order_by("weekday", "opens")]


# --- Every page that changes the calendar leads there ------------------------------------------


def test_fm22_a_closed_day_leads_to_its_decisions(office):
    booking = BookingFactory()

    answer = office.post(
        reverse("admin:consultations_closure_add"), {"on": "2026-11-25", "name": "Libur"}
    )

    disruption = Disruption.objects.get()
    assert (answer.status_code, answer.url) == (302, page_of(disruption))
    html = office.get(answer.url).content.decode()
    assert "0 dari 1 diputuskan" in html
    assert str(booking.business) in html
    booking.refresh_from_db()
    assert booking.status == "BOOKED"


def test_fm22_a_closed_day_that_hits_nobody_returns_to_the_list(office):
    answer = office.post(
        reverse("admin:consultations_closure_add"), {"on": "2026-12-31", "name": "Libur"}
    )

    assert answer.url == reverse("admin:consultations_closure_changelist")


@pytest.mark.parametrize("way", ["one", "bulk"])
def test_fm22_deleting_a_closed_day_frees_what_waited(office, way):
    BookingFactory()
    closure = Closure(on=WEDNESDAY, name="Libur")
    services.save_closure(closure=closure, by=office.user, at=NOW)

    if way == "one":
        url = reverse("admin:consultations_closure_delete", args=[closure.pk])
        office.post(url, {"post": "yes"})
    else:
        office.post(
            reverse("admin:consultations_closure_changelist"),
            {"action": "delete_selected", "_selected_action": [closure.pk], "post": "yes"},
        )

    assert not Closure.objects.exists()
    assert AffectedBooking.objects.get().decision == "LIFTED"


def test_fm22_public_holidays_lead_to_their_decisions(office):
    christmas = THURSDAY_8.replace(month=12, day=25)
    BookingFactory(starts_at=christmas)

    answer = office.post(reverse("admin:consultations_closure_load_holidays"), {"year": 2026})

    assert answer.url == page_of(Disruption.objects.get())


def test_fm22_ending_hours_on_the_consultants_page_leads_to_the_decisions(office):
    consultant = ConsultantFactory()
    BookingFactory(consultant=consultant)
    rows = all_hours(consultant)
    wednesday = next(row for row in rows if (row["weekday"], row["opens"]) == (2, "08:00"))
    wednesday["valid_until"] = "2026-11-24"

    answer = office.post(change_page(consultant), consultant_page(consultant, weekly_hours=rows))

    disruption = Disruption.objects.get()
    assert (disruption.cause, answer.url) == ("HOURS", page_of(disruption))
    assert consultant.weekly_hours.count() == len(rows)


def test_fm22_leave_on_the_consultants_page_leads_to_the_decisions(office):
    consultant = ConsultantFactory()
    BookingFactory(consultant=consultant)
    leave = {"starts_on": "2026-11-25", "ends_on": "2026-11-25"}

    answer = office.post(
        change_page(consultant),
        consultant_page(consultant, weekly_hours=all_hours(consultant), leaves=[leave]),
    )

    assert answer.url == page_of(Disruption.objects.get(cause="LEAVE"))


def test_fm22_fm14_deactivating_lists_the_future_bookings_for_reassignment(office):
    consultant = ConsultantFactory()
    coming = BookingFactory(consultant=consultant)
    past = BookingFactory(
        consultant=consultant, starts_at=NOW - timedelta(days=2), status="ATTENDED"
    )

    answer = office.post(
        change_page(consultant),
        consultant_page(consultant, is_active=False, weekly_hours=all_hours(consultant)),
    )

    html = office.get(answer.url).content.decode()
    assert answer.url == page_of(Disruption.objects.get(cause="INACTIVE"))
    assert str(coming.business) in html
    assert str(past.business) not in html
    old = reverse("admin:consultations_booking_change", args=[past.pk])
    assert consultant.display_name in office.get(old).content.decode()


def test_fm22_a_period_with_other_hours_leads_to_the_decisions(office):
    BookingFactory()
    data = {
        "name": "Ramadan 1448",
        "starts_on": "2026-11-25",
        "ends_on": "2026-12-20",
        "windows-TOTAL_FORMS": 1,
        "windows-INITIAL_FORMS": 0,
        "windows-0-weekday": 2,
        "windows-0-opens": "09:15",
        "windows-0-closes": "12:00",
        "windows-0-at_office": "on",
    }

    answer = office.post(reverse("admin:consultations_hoursexception_add"), data)
    period = HoursException.objects.get()
    office.post(
        reverse("admin:consultations_hoursexception_delete", args=[period.pk]), {"post": "yes"}
    )

    assert answer.url == page_of(Disruption.objects.get(cause="PERIOD"))
    assert AffectedBooking.objects.get().decision == "LIFTED"


def test_ill_today_leads_to_the_decisions(office):
    consultant = ConsultantFactory()
    BookingFactory(consultant=consultant, starts_at=TODAY_9)
    url = reverse("admin:consultations_consultant_report_illness", args=[consultant.pk])

    answers = [office.post(url) for _try in range(2)]

    assert [answer.url for answer in answers] == [
        page_of(Disruption.objects.get()),
        change_page(consultant),
    ]
    assert consultant.leaves.count() == 1


# --- Deciding ----------------------------------------------------------------------------------


def test_each_row_is_decided_on_its_own_and_progress_is_counted(office):
    consultant = ConsultantFactory()
    colleague = ConsultantFactory(expertise=consultant.expertises.get())
    for moment in (TOMORROW_8, TOMORROW_9, TOMORROW_9 + timedelta(minutes=75)):
        BookingFactory(consultant=consultant, starts_at=moment)
    (disruption,) = on_leave(consultant)
    move, hand_over, cancel = disruption.hits.soonest_first()

    answers = [
        decide(office, move, "MOVED|2026-11-26T08:00"),
        decide(office, hand_over, f"HANDED_OVER|{colleague.pk}|2026-11-25T09:15"),
    ]
    html = office.get(page_of(disruption)).content.decode()
    decide(office, cancel, "CANCELLED")
    done = office.get(page_of(disruption)).content.decode()

    assert [answer.url for answer in answers] == [page_of(disruption)] * 2
    assert "2 dari 3 diputuskan" in html
    assert "Kamis, 26 November 2026, 08.00 WIB" in html
    assert html.count("Simpan keputusan") == 1
    assert "Semua sudah diputuskan." in done
    assert "3 dari 3" in office.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("choice", "message", "status", "words"),
    [
        ("", "Sakit", 422, "Silakan pilih keputusan"),
        ("CANCELLED", "", 422, "Tuliskan alasannya"),
        ("MOVED|2026-11-26T08:30", "Sakit", 400, "Waktu ini tidak tersedia"),
        ("MOVED|2026-11-26T08:00", "Sakit", 409, "baru saja dipesan"),
    ],
)
def test_a_refusal_stands_beside_its_row(office, choice, message, status, words):
    consultant = ConsultantFactory()
    (
        BookingFactory(consultant=consultant),
        BookingFactory(consultant=consultant, starts_at=TOMORROW_9),
    )
    BookingFactory(consultant=consultant, starts_at=THURSDAY_8)
    (disruption,) = on_leave(consultant)
    first = disruption.hits.soonest_first()[0]

    answer = decide(office, first, choice, message)

    html = answer.content.decode()
    own_row = html[html.index(f'id="putusan-{first.pk}"') :].partition("</li>")[0]
    assert (answer.status_code, words in own_row) == (status, True)
    assert html.count('role="alert"') == 1


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_who_only_reads_sees_no_controls_and_decides_nothing(signed_in, role):
    consultant = ConsultantFactory()
    BookingFactory(consultant=consultant)
    (disruption,) = on_leave(consultant)
    client = signed_in(role=role)

    html = client.get(page_of(disruption)).content.decode()
    answer = decide(client, disruption.hits.get(), "CANCELLED")

    assert "Menunggu keputusan" in html
    assert "Simpan keputusan" not in html
    assert answer.status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_decisions_page_query_count(office, django_assert_num_queries, count):
    consultant = ConsultantFactory()
    for number in range(count):
        BookingFactory(consultant=consultant, starts_at=TOMORROW_8 + timedelta(minutes=75 * number))
    (disruption,) = on_leave(consultant)
    office.get(page_of(disruption))

    # One of them counts the people to call, for the menu.
    with django_assert_num_queries(21):
        office.get(page_of(disruption))


def test_the_list_has_a_queue_of_what_waits(office):
    for booking in (BookingFactory(), BookingFactory()):
        on_leave(booking.consultant)
    done = AffectedBooking.objects.order_by("pk")[0]
    decide(office, done, "CANCELLED")

    html = office.get(LIST, {"antrean": "menunggu"}).content.decode()

    assert page_of(done.disruption) not in html
    assert page_of(AffectedBooking.objects.pending().get().disruption) in html


# --- The first page ----------------------------------------------------------------------------


def test_the_first_page_names_appointments_and_causes_and_leads_to_the_causes(office):
    consultant = ConsultantFactory()
    for starts_at in (TOMORROW_8, TOMORROW_8 + timedelta(minutes=75)):
        BookingFactory(consultant=consultant, starts_at=starts_at)
    other = BookingFactory()
    for each in (consultant, other.consultant):
        on_leave(each)

    html = office.get(reverse("admin:index")).content.decode()
    listed = office.get(LIST, {"antrean": "menunggu"}).context_data["cl"].queryset

    assert "Semua (3 jadwal, 2 penyebab)" in html
    assert sorted(cause.waiting for cause in listed) == [1, 2]


def test_once_its_time_has_come_an_appointment_waits_for_its_outcome_alone(office, portal_clock):
    booking = BookingFactory()
    (disruption,) = on_leave(booking.consultant)
    portal_clock(booking.starts_at + timedelta(minutes=5))

    html = office.get(reverse("admin:index")).content.decode()
    waiting = office.get(LIST, {"antrean": "menunggu"}).content.decode()
    everything = office.get(LIST).content.decode()

    assert "Semua jadwal bisa berlangsung seperti rencana." in html
    assert page_of(disruption) not in waiting
    # Nobody decided, and the list does not say so either.
    assert page_of(disruption) in everything
    assert "0 dari 1" in everything


@pytest.mark.parametrize(
    ("starts_at", "is_red"), [(THURSDAY_8, True), (THURSDAY_8 + timedelta(days=1), False)]
)
def test_the_first_page_is_red_within_two_working_days(office, starts_at, is_red):
    consultant = ConsultantFactory()
    BookingFactory(consultant=consultant, starts_at=starts_at)
    day = starts_at.date()
    leave = Leave(consultant=consultant, starts_on=day, ends_on=day)
    services.save_leave(leave=leave, by=office.user, at=NOW)

    html = office.get(reverse("admin:index")).content.decode()

    card = html[: html.index('id="antrean-affected"')].rpartition("<section")[2]
    assert ("office-urgent" in card) == is_red


def test_two_working_days_leave_out_weekends_and_closed_days(office, portal_clock):
    friday = NOW + timedelta(days=3)
    portal_clock(friday)
    Closure.objects.create(on=date(2026, 11, 30), name="Libur")
    consultant = ConsultantFactory()
    BookingFactory(consultant=consultant, starts_at=TOMORROW_8 + timedelta(days=7))
    leave = Leave(consultant=consultant, starts_on="2026-12-02", ends_on="2026-12-02")
    leave.full_clean()
    services.save_leave(leave=leave, by=office.user, at=friday)

    html = office.get(reverse("admin:index")).content.decode()

    card = html[: html.index('id="antrean-affected"')].rpartition("<section")[2]
    assert "office-urgent" in card


# --- The tables of hours -----------------------------------------------------------------------


def window(**fields):
    return {"weekday": 5, "opens": "08:00", "closes": "10:00", "at_office": "on"} | fields


def test_windows_of_one_page_may_not_overlap(office):
    consultant = ConsultantFactory(hours=[])

    html = office.post(
        change_page(consultant),
        consultant_page(consultant, weekly_hours=[window(), window(opens="09:00")]),
    ).content.decode()

    assert "Jam ini bertumpuk dengan Sabtu 08.00–10.00." in html
    assert not consultant.weekly_hours.exists()


def test_one_page_ends_a_window_and_begins_the_next(office):
    consultant = ConsultantFactory(hours=[])
    old = WeeklyHours.objects.create(
        consultant=consultant, weekday=5, opens=time(8), closes=time(10)
    )
    rows = [
        hours_row(old, valid_until="2026-11-30"),
        window(opens="09:00", valid_from="2026-12-01"),
    ]

    answer = office.post(change_page(consultant), consultant_page(consultant, weekly_hours=rows))

    assert answer.status_code == 302
    assert consultant.weekly_hours.count() == 2


def test_online_hours_need_the_link(office):
    consultant = ConsultantFactory(hours=[])
    data = consultant_page(consultant, weekly_hours=[window(online="on")])

    refused = office.post(change_page(consultant), data)
    answer = office.post(change_page(consultant), data | {"meeting_link": "https://meet.example/x"})
    plain = office.post(change_page(consultant), data | {"meeting_link": "http://meet.example/x"})

    assert "tautan pertemuan" in refused.content.decode()
    assert [refused.status_code, answer.status_code, plain.status_code] == [200, 302, 200]


def test_extra_hours_on_a_closed_day_are_refused_in_the_office_too(office):
    Closure.objects.create(on="2026-12-25", name="Natal")
    consultant = ConsultantFactory()
    extra = {"on": "2026-12-25", "opens": "08:00", "closes": "10:00", "at_office": "on"}
    data = consultant_page(consultant, weekly_hours=all_hours(consultant), extra_hours=[extra])

    refused = office.post(change_page(consultant), data)
    data["extra_hours-0-on"] = "2026-12-26"
    office.post(change_page(consultant), data)

    assert "Kantor tutup pada hari itu: Natal." in refused.content.decode()
    assert ExtraHours.objects.get().on == date(2026, 12, 26)


def test_a_period_that_ends_before_it_begins_is_refused_in_words(office):
    data = {
        "name": "Ramadan",
        "starts_on": "2027-03-09",
        "ends_on": "2027-02-08",
        "windows-TOTAL_FORMS": 0,
        "windows-INITIAL_FORMS": 0,
    }

    html = office.post(reverse("admin:consultations_hoursexception_add"), data).content.decode()

    assert "Hari terakhir tidak boleh sebelum hari pertama." in html
    assert not HoursException.objects.exists()
