"""Moving, cancelling and their limits: on the page, in the service, in the office."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultations import services
from consultations.models import Booking, BookingMove, BookingPolicy, Expertise, Leave
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.factories import BookingFactory, BusinessFactory, ConsultantFactory, UserFactory
from tests.times import NOW, SECOND, THURSDAY_8, THURSDAY_9, TODAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    owner = UserFactory()
    client.force_login(owner)
    return owner


@pytest.fixture
def mine(owner):
    return BookingFactory(business=BusinessFactory(owner=owner), booked_by=owner)


@pytest.fixture
def officer():
    return UserFactory(role=Role.COUNTER_OFFICER)


def url(name, booking):
    return reverse(f"consultations:booking_{name}", args=[booking.public_id])


def value(moment):
    return moment.strftime("%Y-%m-%dT%H:%M")


def rules(**changes):
    policy = BookingPolicy.load()
    for name, setting in changes.items():
        setattr(policy, name, setting)
    policy.save()


def move(booking, starts_at=TOMORROW_9, *, by=None, at=NOW, **kwargs):
    return services.move_booking(
        booking=booking, starts_at=starts_at, by=by or booking.booked_by, at=at, **kwargs
    )


def test_every_move_is_written_down_with_who_when_from_and_to(mine, owner):
    move(mine)

    (written,) = BookingMove.objects.all()
    assert (written.booking, written.starts_before, written.starts_after) == (
        mine,
        TOMORROW_8,
        TOMORROW_9,
    )
    assert (written.consultant_before, written.consultant_after) == (
        mine.consultant,
        mine.consultant,
    )
    assert (written.by, written.by_office, written.at, written.reason) == (owner, False, NOW, "")


def test_a_booking_handed_over_meanwhile_is_looked_at_again(mine, officer):
    colleague = ConsultantFactory(expertise=mine.expertise)
    services.hand_over_booking(
        booking=mine,
        consultant=colleague,
        starts_at=TOMORROW_8,
        by=officer,
        at=NOW,
        reason="Konsultan sakit",
    )
    read_before = Booking.objects.with_people().get(pk=mine.pk)
    read_before.consultant = mine.consultant

    with pytest.raises(services.WrongState):
        move(read_before)

    mine.refresh_from_db()
    assert (mine.consultant, mine.starts_at) == (colleague, TOMORROW_8)


def test_what_a_substitute_of_another_field_took_over_can_be_moved(client, mine, officer):
    substitute = ConsultantFactory()
    leave = Leave(
        consultant=mine.consultant,
        starts_on=TOMORROW_8.date(),
        ends_on=TOMORROW_8.date(),
        substitute=substitute,
    )
    services.save_leave(leave=leave, by=mine.consultant.user, at=NOW)
    services.hand_over_booking(
        booking=mine,
        consultant=substitute,
        starts_at=TOMORROW_8,
        by=officer,
        at=NOW,
        reason="Konsultan sakit",
    )

    by_owner = client.post(url("move", mine), {"starts_at": value(TOMORROW_9)})
    client.force_login(officer)
    by_office = client.post(
        reverse("admin:consultations_booking_move", args=[mine.pk]),
        {"starts_at": value(THURSDAY_8), "reason": "Rapat"},
    )

    mine.refresh_from_db()
    assert (by_owner.status_code, by_office.status_code) == (302, 302)
    assert (mine.consultant, mine.starts_at, mine.moves_made) == (substitute, THURSDAY_8, 1)


@pytest.mark.parametrize("is_taken_away", [True, False])
def test_a_session_in_a_field_no_longer_offered_can_be_moved(client, mine, is_taken_away):
    if is_taken_away:
        mine.consultant.expertises.clear()
    else:
        Expertise.objects.filter(pk=mine.expertise_id).update(is_active=False)

    answer = client.post(url("move", mine), {"starts_at": value(TOMORROW_9)})

    mine.refresh_from_db()
    assert (answer.status_code, mine.starts_at) == (302, TOMORROW_9)


def test_a_refused_move_is_not_written_down(mine):
    BookingFactory(consultant=mine.consultant, starts_at=TOMORROW_9)

    with pytest.raises(services.TimeTaken):
        move(mine)

    assert not BookingMove.objects.exists()


def test_what_the_office_moves_does_not_use_up_the_owners_moves(mine, officer):
    for starts_at in (TOMORROW_9, THURSDAY_8, THURSDAY_9):
        move(mine, starts_at, by=officer, reason="Listrik padam")

    moved = move(mine, TOMORROW_8)

    assert (moved.moves_made, moved.moves.count(), moved.revision) == (1, 4, 4)


@pytest.mark.parametrize("reason", ["", "   "])
def test_staff_and_the_consultant_owe_a_reason_for_a_move(mine, officer, reason):
    for person in (officer, mine.consultant.user):
        with pytest.raises(services.ReasonMissing) as refusal:
            move(mine, by=person, reason=reason)
        assert refusal.value.status == 422

    mine.refresh_from_db()
    assert mine.starts_at == TOMORROW_8


def test_the_database_itself_asks_the_office_for_a_reason(mine, officer):
    with (
        pytest.raises(IntegrityError, match="office_says_why"),
        transaction.atomic(),
    ):
        BookingMove.objects.create(
            booking=mine,
            starts_before=TOMORROW_8,
            starts_after=TOMORROW_9,
            consultant_before=mine.consultant,
            consultant_after=mine.consultant,
            by=officer,
            by_office=True,
            at=NOW,
        )


def test_the_owner_reads_the_reason_on_the_page_and_in_the_message(client, mine, officer):
    move(mine, by=officer, reason="Listrik padam")

    page = client.get(mine.get_absolute_url()).content.decode()
    message = Message.objects.get(kind="BOOKING_MOVED")

    assert "Listrik padam" in page
    assert "oleh kantor" in page
    assert officer.full_name not in page
    assert "Dari Rabu, 25 November 2026, 08.00 WIB" in page
    assert "Listrik padam" in message.body
    assert "Muat lagi berkas kalender" in message.body


def test_the_page_for_moving_asks_staff_for_the_reason(client, mine, officer):
    client.force_login(officer)

    without = client.post(url("move", mine), {"starts_at": value(TOMORROW_9)})
    answered = client.post(
        url("move", mine), {"starts_at": value(TOMORROW_9), "reason": "Listrik padam"}
    )

    assert (without.status_code, answered.status_code) == (422, 302)
    assert "reason" in without.context["form"].errors
    assert BookingMove.objects.get().reason == "Listrik padam"


def test_the_page_for_moving_asks_the_owner_for_nothing_but_the_time(client, mine):
    page = client.get(url("move", mine)).content.decode()

    assert 'name="reason"' not in page


@pytest.mark.parametrize("minutes", [0, 11, 60 * 24 * 3])
def test_fm06_the_third_move_is_refused_however_long_after(client, mine, portal_clock, minutes):
    far = [TOMORROW_8 + timedelta(days=days) for days in (6, 7, 8)]
    for starts_at in far[:2]:
        assert client.post(url("move", mine), {"starts_at": value(starts_at)}).status_code == 302
    portal_clock(NOW + timedelta(minutes=minutes))

    third = client.post(url("move", mine), {"starts_at": value(far[2])})

    mine.refresh_from_db()
    assert (third.status_code, mine.starts_at, mine.moves_made) == (403, far[1], 2)


def test_fm06_where_moving_is_switched_off_owners_get_403(client, mine, officer):
    rules(allow_moves=False)

    answer = client.post(url("move", mine), {"starts_at": value(TOMORROW_9)})
    shown = client.get(url("move", mine)).content.decode()

    mine.refresh_from_db()
    assert (answer.status_code, mine.starts_at) == (403, TOMORROW_8)
    assert "Saat ini jadwal tidak dapat diubah" in shown
    assert 'name="starts_at"' not in shown
    assert url("move", mine) not in client.get(mine.get_absolute_url()).content.decode()
    assert move(mine, by=officer, reason="Listrik padam").starts_at == TOMORROW_9


@pytest.mark.parametrize(
    ("late", "allowed"), [(-SECOND, True), (0 * SECOND, True), (SECOND, False)]
)
def test_fm06_the_deadline_for_moving_holds_to_the_second(mine, late, allowed):
    at = TOMORROW_8 - timedelta(hours=12) + late

    if allowed:
        assert move(mine, THURSDAY_8, at=at).starts_at == THURSDAY_8
    else:
        with pytest.raises(services.DeadlinePassed) as refusal:
            move(mine, THURSDAY_8, at=at)
        assert refusal.value.status == 403


@pytest.mark.parametrize(
    ("late", "allowed"), [(-SECOND, True), (0 * SECOND, True), (SECOND, False)]
)
def test_fm07_the_deadline_for_cancelling_holds_to_the_second(owner, late, allowed):
    booking = BookingFactory(business=BusinessFactory(owner=owner), starts_at=TODAY_9)
    at = TODAY_9 - timedelta(hours=2) + late

    if allowed:
        assert services.cancel_booking(booking=booking, by=owner, at=at).status == "CANCELLED"
    else:
        with pytest.raises(services.DeadlinePassed):
            services.cancel_booking(booking=booking, by=owner, at=at)


@pytest.mark.parametrize("name", ["move", "cancel"])
def test_fm07_a_direct_post_past_the_deadline_is_refused_and_keeps_the_booking(
    client, mine, portal_clock, name
):
    portal_clock(TOMORROW_8 - timedelta(hours=1))

    answer = client.post(url(name, mine), {"starts_at": value(THURSDAY_8), "reason": "Panen"})

    mine.refresh_from_db()
    assert (answer.status_code, mine.status, mine.starts_at) == (403, "BOOKED", TOMORROW_8)
    assert url(name, mine) not in client.get(mine.get_absolute_url()).content.decode()


def test_the_deadline_that_counts_is_the_one_of_the_new_time(mine):
    move(mine, THURSDAY_8)

    again = move(mine, THURSDAY_9, at=TOMORROW_8)

    assert again.starts_at == THURSDAY_9


@pytest.mark.parametrize("name", ["detail", "move", "cancel"])
def test_the_limits_stand_there_before_they_bite(client, mine, name):
    page = client.get(url(name, mine)).content.decode()

    assert "Dapat diubah 2 kali lagi, paling lambat Selasa, 24 November 2026, 20.00 WIB." in page
    assert "Dapat dibatalkan paling lambat Rabu, 25 November 2026, 06.00 WIB." in page


def test_staff_read_no_deadline_but_that_a_reason_is_owed(client, mine, officer):
    client.force_login(officer)

    page = client.get(mine.get_absolute_url()).content.decode()

    assert "dengan alasan yang dibaca pelaku usaha" in page
    assert "paling lambat" not in page


@pytest.mark.parametrize(
    "act",
    [
        lambda **kwargs: services.move_booking(starts_at=THURSDAY_8, **kwargs),
        services.cancel_booking,
    ],
)
def test_fm12_a_session_that_is_over_is_recorded_and_not_undone(mine, officer, act):
    with pytest.raises(services.WrongState) as refusal:
        act(booking=mine, by=officer, at=mine.ends_at, reason="Terlambat")

    assert refusal.value.status == 409
    assert list(Booking.objects.unrecorded(at=mine.ends_at)) == [mine]


def book(business, consultant, *, by, starts_at=TOMORROW_8, at=NOW, **kwargs):
    return services.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=by,
        starts_at=starts_at,
        topic="Cepat melempem",
        at=at,
        **kwargs,
    )


def test_one_person_is_not_in_two_places_for_two_businesses(owner, officer):
    first, second = BusinessFactory(owner=owner), BusinessFactory(owner=owner)
    BookingFactory(business=first)

    for by in (owner, officer):
        with pytest.raises(services.PersonElsewhere) as refusal:
            book(second, ConsultantFactory(), by=by, override_reason="Mendesak")
        assert (refusal.value.status, refusal.value.about_the_time) == (409, True)

    assert book(second, ConsultantFactory(), by=owner, starts_at=TOMORROW_9)


def test_one_person_is_not_moved_into_two_places(owner):
    first, second = BusinessFactory(owner=owner), BusinessFactory(owner=owner)
    BookingFactory(business=first, starts_at=TOMORROW_9)
    booking = BookingFactory(business=second, booked_by=owner)

    with pytest.raises(services.PersonElsewhere):
        move(booking, TOMORROW_9)

    booking.refresh_from_db()
    assert booking.starts_at == TOMORROW_8


def test_whoever_no_longer_acts_for_a_business_is_free(owner):
    first, second = BusinessFactory(owner=owner), BusinessFactory(owner=owner)
    BookingFactory(business=first)
    first.memberships.update(is_active=False)

    assert book(second, ConsultantFactory(), by=owner)


def test_staff_book_past_the_cap_with_a_reason_that_stays(officer):
    business = BusinessFactory()
    for starts_at in (TOMORROW_8, TOMORROW_9):
        BookingFactory(business=business, starts_at=starts_at)

    with pytest.raises(services.LimitReached):
        book(business, ConsultantFactory(), by=officer, starts_at=THURSDAY_8)
    booking = book(
        business,
        ConsultantFactory(),
        by=officer,
        starts_at=THURSDAY_8,
        override_reason="Izin mendesak",
    )

    assert booking.override_reason == "Izin mendesak"


def test_staff_book_within_the_notice_with_a_reason(officer):
    business, consultant = BusinessFactory(), ConsultantFactory()
    soon = TODAY_9 - timedelta(hours=1)

    with pytest.raises(services.ReasonMissing):
        book(business, consultant, by=officer, starts_at=TODAY_9, at=soon)
    booking = book(
        business, consultant, by=officer, starts_at=TODAY_9, at=soon, override_reason="Sudah datang"
    )

    assert booking.starts_at == TODAY_9


def test_no_reason_of_an_owner_sets_a_limit_aside(owner):
    business = BusinessFactory(owner=owner)
    for starts_at in (TOMORROW_8, TOMORROW_9):
        BookingFactory(business=business, starts_at=starts_at)

    with pytest.raises(services.LimitReached):
        book(
            business,
            ConsultantFactory(),
            by=owner,
            starts_at=THURSDAY_8,
            override_reason="Saya mau",
        )
    with pytest.raises(services.TimeNotOffered):
        book(
            BusinessFactory(owner=UserFactory()),
            ConsultantFactory(),
            by=owner,
            starts_at=TODAY_9,
            at=TODAY_9 - timedelta(hours=1),
            override_reason="Saya mau",
        )


def test_fm02_no_reason_of_staff_sets_an_overlap_aside(officer):
    taken = BookingFactory()

    with pytest.raises(services.TimeTaken):
        book(BusinessFactory(), taken.consultant, by=officer, override_reason="Mendesak")
    with pytest.raises(services.BusinessElsewhere):
        book(taken.business, ConsultantFactory(), by=officer, override_reason="Mendesak")

    assert Booking.objects.count() == 1
