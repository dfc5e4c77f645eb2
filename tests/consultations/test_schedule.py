"""“Jadwal saya”: what people see of their appointments, tick off, print and book again."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from consultations import services
from consultations.models import ActionItem, Booking, BookingPolicy
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    SessionRecordFactory,
    UserFactory,
)
from tests.times import NOW, SECOND, THURSDAY_8, TODAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

LIST = "/jadwal/"
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def owner(client):
    owner = UserFactory()
    client.force_login(owner)
    return owner


@pytest.fixture
def business(owner):
    return BusinessFactory(owner=owner)


def url(name, booking):
    return reverse(f"consultations:booking_{name}", args=[booking.public_id])


def listed(client, address=LIST):
    return client.get(address).content.decode()


def past(business, **kwargs):
    return BookingFactory(business=business, starts_at=YESTERDAY, **kwargs)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda b: BookingFactory(business=b), "Dipesan"),
        (lambda b: past(b), "Menunggu catatan konsultan"),
        (lambda b: past(b, status="ATTENDED"), "Hadir"),
        (lambda b: past(b, status="OWNER_ABSENT"), "Anda tidak hadir"),
        (lambda b: past(b, status="CONSULTANT_ABSENT"), "Konsultan berhalangan"),
        (
            lambda b: past(b, status="CANCELLED", cancelled_by=b.people.get()),
            "Anda batalkan",
        ),
        (
            lambda b: past(b, status="CANCELLED", cancelled_by=UserFactory(role=Role.HEAD)),
            "Dibatalkan kantor",
        ),
        (lambda b: cancelled_by_consultant(b), "Dibatalkan konsultan"),
        (lambda b: moved(b), "Sudah diubah ke waktu ini"),
    ],
)
def test_every_state_is_said_in_words(client, business, make, words):
    booking = make(business)

    assert words in listed(client)
    assert words in listed(client, booking.get_absolute_url())


def cancelled_by_consultant(business):
    booking = BookingFactory(business=business)
    return services.cancel_booking(
        booking=booking, by=booking.consultant.user, at=NOW, reason="Sakit"
    )


def moved(business):
    booking = BookingFactory(business=business)
    return services.move_booking(
        booking=booking, starts_at=TOMORROW_9, by=booking.booked_by, at=NOW
    )


def test_who_cancelled_and_why_stands_on_list_and_page(client, business):
    booking = cancelled_by_consultant(business)

    for page in (listed(client), listed(client, booking.get_absolute_url())):
        assert "Dibatalkan konsultan" in page
        assert "Sakit" in page


def test_a_coming_appointment_shows_code_what_to_bring_and_the_ways_out(client, business):
    booking = BookingFactory(business=business)

    page = listed(client)

    assert booking.code_text in page
    assert "Dua bungkus produk" in page
    assert url("move", booking) in page
    assert url("cancel", booking) in page
    assert url("calendar", booking) in page


def test_the_past_comes_in_pages_and_says_how_many(client, business):
    consultant = ConsultantFactory()
    for number in range(25):
        BookingFactory(
            business=business,
            consultant=consultant,
            starts_at=NOW - timedelta(days=number + 1),
            status="ATTENDED",
        )

    first, second = client.get(LIST), client.get(LIST, {"page": 2})

    assert (len(first.context["past"]), len(second.context["past"])) == (20, 5)
    assert "(25)" in first.content.decode()
    assert client.get(LIST, {"page": "x"}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_booking_list_query_count_with_actions(client, business, django_assert_num_queries, count):
    for number in range(count):
        record = SessionRecordFactory(
            booking__business=business, booking__starts_at=NOW - timedelta(days=number + 1)
        )
        record.actions.create(position=1, text="Catat suhu", due_on=NOW.date())
        BookingFactory(business=business, starts_at=TOMORROW_8 + timedelta(days=number))

    with django_assert_num_queries(13):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_booking_detail_query_count(client, business, django_assert_num_queries, count):
    record = SessionRecordFactory(
        booking__business=business, booking__starts_at=YESTERDAY, booking__revision=count
    )
    for number in range(count):
        record.actions.create(position=number + 1, text="Catat suhu", due_on=NOW.date())
        record.booking.moves.create(
            starts_before=TOMORROW_8,
            starts_after=TOMORROW_9,
            consultant_before=record.booking.consultant,
            consultant_after=record.booking.consultant,
            by=UserFactory(),
            at=NOW,
        )

    with django_assert_num_queries(20):
        client.get(record.booking.get_absolute_url())


# --- Ticking off ------------------------------------------------------------------------------


@pytest.fixture
def action(business):
    record = SessionRecordFactory(booking__business=business, booking__starts_at=YESTERDAY)
    return record.actions.create(position=1, text="Catat suhu minyak", due_on=date(2026, 12, 1))


def tick_url(action):
    return reverse(
        "consultations:action_tick", args=[action.record.booking.public_id, action.public_id]
    )


def test_an_owner_ticks_an_action_off_and_takes_it_back(client, action):
    assert "Catat suhu minyak" in listed(client)

    done = client.post(tick_url(action), {"done": "1", "back": "list"})
    action.refresh_from_db()
    first = action.done_at
    assert (done.status_code, done.url, action.is_done) == (302, "/jadwal/#langkah", True)
    assert "Catat suhu minyak" not in listed(client)

    client.post(tick_url(action), {"done": "0", "back": "detail"})
    action.refresh_from_db()
    assert first is not None
    assert not action.is_done


def test_ticking_twice_keeps_the_first_moment(client, action, portal_clock):
    client.post(tick_url(action), {"done": "1"})
    action.refresh_from_db()
    first = action.done_at
    portal_clock(NOW + timedelta(days=2))

    client.post(tick_url(action), {"done": "1"})

    action.refresh_from_db()
    assert action.done_at == first


def test_a_tick_without_leaving_the_page_is_answered_with_nothing(client, action):
    answer = client.post(tick_url(action), {"done": "1"}, headers={"X-Requested-With": "fetch"})

    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("sent", [{}, {"done": "2"}, {"done": "1", "back": "https://lain"}])
def test_a_tick_that_makes_no_sense_is_refused(client, action, sent):
    assert client.post(tick_url(action), sent).status_code == 422
    action.refresh_from_db()
    assert not action.is_done


@pytest.mark.parametrize(
    "role", [None, Role.CONSULTANT, Role.PROGRAMME_ADMIN, Role.AUDITOR, Role.COUNTER_OFFICER]
)
def test_fm35_nobody_ticks_off_what_is_somebody_elses(client, action, role):
    client.force_login(UserFactory(role=role))

    assert client.post(tick_url(action), {"done": "1"}).status_code == 404
    action.refresh_from_db()
    assert not action.is_done


def record(booking, actions, *, at):
    services.record_session(
        booking=booking,
        outcome=Booking.Status.ATTENDED,
        by=booking.consultant.user,
        at=at,
        note=services.SessionNote(advice="Tiriskan.", actions=actions),
    )
    return list(booking.record.actions.order_by("position"))


def test_ticks_survive_a_second_saving_of_the_record():
    booking = BookingFactory(starts_at=YESTERDAY)
    december = date(2026, 12, 1)
    first, _second = record(
        booking, [("Catat suhu minyak", december), ("Ganti plastik", december)], at=NOW
    )
    services.tick_action(action=first, is_done=True, by=booking.booked_by, at=NOW)

    later = record(
        booking,
        [("Timbang garam", december), ("  catat suhu  minyak.", date(2026, 12, 8))],
        at=NOW + timedelta(hours=1),
    )

    assert [(item.text.strip(), item.done_at) for item in later] == [
        ("Timbang garam", None),
        ("catat suhu  minyak.", NOW),
    ]
    assert ActionItem.objects.count() == 2


# --- The slip and the code --------------------------------------------------------------------


def test_the_slip_says_on_one_page_what_the_counter_hands_out(client, business):
    booking = BookingFactory(business=business)
    client.force_login(UserFactory(role=Role.COUNTER_OFFICER))

    page = listed(client, url("slip", booking))

    assert booking.code_text in page
    assert "Rabu, 25 November 2026" in page
    assert "08.00–09.00 WIB" in page
    assert "Dua bungkus produk" in page
    assert "Ubah paling lambat Selasa, 24 November 2026, 20.00 WIB" in page
    assert "/jadwal/" in page


def test_codes_are_six_letters_nobody_mishears_and_all_different():
    codes = {BookingFactory().code for _number in range(20)}

    assert len(codes) == 20
    assert not set("".join(codes)) & set("01OIL")
    assert {len(code) for code in codes} == {6}


def test_a_code_in_use_is_not_given_out_again(monkeypatch):
    taken = BookingFactory()
    drawn = iter([taken.code, taken.code, "ABCDEF"])
    monkeypatch.setattr("consultations.models.bookings.new_code", lambda: next(drawn))

    assert Booking.objects.unused_code() == "ABCDEF"


def test_every_message_about_a_booking_carries_its_code(business, owner):
    consultant = ConsultantFactory()
    booking = services.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=owner,
        starts_at=TOMORROW_8,
        topic="Cepat melempem",
        at=NOW,
    )
    services.move_booking(booking=booking, starts_at=TOMORROW_9, by=owner, at=NOW)
    services.cancel_booking(booking=booking, by=owner, at=NOW)

    to_owner = Message.objects.filter(recipient=owner)

    assert to_owner.count() == 7
    assert [booking.code_text in message.body for message in to_owner] == [True] * 7


# --- Let down, and booked again ---------------------------------------------------------------


@pytest.fixture
def missed(business, portal_clock):
    """The consultant did not come this morning; it is noon."""
    booking = BookingFactory(business=business, starts_at=TODAY_9)
    services.record_session(
        booking=booking,
        outcome=Booking.Status.CONSULTANT_ABSENT,
        by=booking.consultant.user,
        at=TODAY_9 + timedelta(minutes=20),
    )
    portal_clock(TODAY_9 + timedelta(minutes=30))
    booking.refresh_from_db()
    return booking


def again(client, booking, starts_at=TOMORROW_8, key=None):
    return client.post(
        url("again", booking),
        {
            "starts_at": starts_at.strftime("%Y-%m-%dT%H:%M"),
            "submission_key": key or str(uuid4()),
        },
    )


def test_an_absent_consultant_apologises_and_offers_the_next_times(client, missed, owner):
    message = Message.objects.get(kind="CONSULTANT_ABSENT")
    response = client.get(missed.get_absolute_url())

    assert (message.recipient, message.link) == (owner, missed.get_absolute_url())
    assert "mohon maaf" in message.body
    assert [time.value for time in response.context["again_times"]] == [
        "2026-11-24T13:00",
        "2026-11-25T08:00",
        "2026-11-25T09:15",
    ]
    assert "Mohon maaf" in response.content.decode()


def test_one_tap_books_the_same_talk_again(client, missed, owner):
    response = again(client, missed)

    booking = Booking.objects.open().get()
    assert (response.status_code, response.url) == (302, booking.get_absolute_url())
    assert (booking.business, booking.consultant, booking.topic, booking.starts_at) == (
        missed.business,
        missed.consultant,
        missed.topic,
        TOMORROW_8,
    )


def test_fm17_two_taps_book_once(client, missed):
    key = str(uuid4())

    answers = [again(client, missed, key=key).url for _tap in range(2)]

    assert answers[0] == answers[1]
    assert Booking.objects.open().count() == 1


def test_fm01_a_time_lost_meanwhile_comes_back_with_others(client, missed):
    BookingFactory(consultant=missed.consultant, starts_at=TOMORROW_8)

    response = again(client, missed)

    assert response.status_code == 409
    assert [time.value for time in response.context["again_times"]] == [
        "2026-11-24T13:00",
        "2026-11-25T09:15",
        "2026-11-25T10:30",
    ]


def test_a_missing_time_is_named(client, missed):
    response = client.post(url("again", missed), {"submission_key": str(uuid4())})

    assert response.status_code == 422
    assert "starts_at" in response.context["form"].errors


def test_an_appointment_that_stands_is_not_booked_again(client, business):
    booking = BookingFactory(business=business)

    assert again(client, booking, THURSDAY_8).status_code == 409
    assert Booking.objects.count() == 1


def test_what_the_owner_cancelled_herself_offers_no_apology(client, business, owner):
    booking = BookingFactory(business=business)
    services.cancel_booking(booking=booking, by=owner, at=NOW)

    response = client.get(booking.get_absolute_url())

    assert response.context["again_times"] is None
    assert "Hapus dari kalender HP" in response.content.decode()


def test_a_consultant_who_left_leads_to_the_others(client, missed):
    missed.consultant.is_active = False
    missed.consultant.save()

    response = client.get(missed.get_absolute_url())

    assert response.context["again_times"] == []
    assert again(client, missed).status_code == 400


# --- Who did not come -------------------------------------------------------------------------

SENTENCE = "2 kali tidak hadir dalam 90 hari."


def absent(business, *days_ago):
    for days in days_ago:
        BookingFactory(
            business=business, status="OWNER_ABSENT", starts_at=NOW - timedelta(days=days)
        )


def test_staff_see_a_quiet_note_and_the_owner_none(client, business):
    absent(business, 3, 60)
    booking = BookingFactory(business=business, starts_at=TODAY_9)
    assert SENTENCE not in listed(client, booking.get_absolute_url())

    client.force_login(booking.consultant.user)
    assert SENTENCE in listed(client, booking.get_absolute_url())
    session = reverse("consultations:session_record", args=[booking.public_id])
    assert SENTENCE in listed(client, session)

    client.force_login(UserFactory(role=Role.COUNTER_OFFICER))
    assert SENTENCE in listed(
        client, reverse("admin:consultations_booking_change", args=[booking.pk])
    )


def test_absences_block_nothing(business, owner):
    absent(business, 1, 2, 3)
    consultant = ConsultantFactory()

    booking = services.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=owner,
        starts_at=TOMORROW_8,
        topic="Cepat melempem",
        at=NOW,
    )

    assert booking.status == "BOOKED"


@pytest.mark.parametrize(
    ("limit", "days_ago", "noted"),
    [
        (2, [1], False),
        (2, [1, 89], True),
        (2, [1, 91], False),
        (1, [1], True),
        (0, [1, 2], False),
    ],
)
def test_the_note_counts_what_the_rules_say(client, business, limit, days_ago, noted):
    policy = BookingPolicy.load()
    policy.no_show_limit = limit
    policy.save()
    absent(business, *days_ago)
    booking = BookingFactory(business=business)
    client.force_login(booking.consultant.user)

    assert ("tidak hadir dalam 90 hari" in listed(client, booking.get_absolute_url())) == noted


def test_fm12_a_session_nobody_recorded_is_no_absence(client, business):
    for days in (1, 2, 3):
        BookingFactory(business=business, starts_at=NOW - timedelta(days=days))
    booking = BookingFactory(business=business, starts_at=TODAY_9)
    client.force_login(booking.consultant.user)

    assert "tidak hadir dalam" not in listed(client, booking.get_absolute_url())


def test_fm12_the_session_is_past_the_second_it_ends(business):
    booking = BookingFactory(business=business, starts_at=YESTERDAY)

    before = Booking.objects.unrecorded(at=booking.ends_at - SECOND)
    after = Booking.objects.unrecorded(at=booking.ends_at)

    assert (list(before), list(after)) == ([], [booking])
