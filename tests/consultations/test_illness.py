"""A consultant is ill at ten past seven with three sessions that day."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from consultations import services
from consultations.models import AffectedBooking, Booking, Leave
from plut_portal.accounts.roles import Role, sync_groups
from plut_portal.core import formats
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Delivery
from tests.factories import BusinessFactory, ConsultantFactory, ReachableUserFactory, UserFactory
from tests.times import NOW

TODAY = formats.wib_day(NOW)
YESTERDAY = NOW - timedelta(days=4)
TEN_PAST_SEVEN = NOW + timedelta(minutes=10)
SICK = reverse("consultations:illness")
AFFECTED = reverse("consultations:affected_list")


def book(consultant, clock_time, owner):
    business = BusinessFactory(owner=owner)
    return services.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=owner,
        starts_at=formats.at_wib(TODAY, clock_time),
        topic="Cepat melempem",
        at=YESTERDAY,
    )


def send_everything_due(*, at):
    for delivery in Delivery.objects.due(at=at):
        outbox.deliver(delivery_id=delivery.pk, at=at)


def send_through(portal_clock, first, last):
    """Beat and worker, every five minutes."""
    moment = first
    while moment <= last:
        portal_clock(moment)
        send_everything_due(at=moment)
        moment += timedelta(minutes=5)


def post_decision(client, booking, choice):
    url = reverse("consultations:affected_decide", args=[booking.public_id])
    return client.post(url, {"choice": choice, "message": "Bu Rini sakit."})


@pytest.mark.django_db(transaction=True)
def test_fm22_ill_at_ten_past_seven(
    client, portal_clock, mailoutbox, django_assert_max_num_queries
):
    sync_groups()
    consultant = ConsultantFactory()
    colleague = ConsultantFactory(expertise=consultant.expertises.get())
    reachable = [ReachableUserFactory() for _number in range(2)]
    unreachable = UserFactory()
    to_move = book(consultant, time(9, 15), reachable[0])
    to_hand_over = book(consultant, time(10, 30), reachable[1])
    to_cancel = book(consultant, time(13), unreachable)
    send_through(portal_clock, NOW - timedelta(hours=25), TEN_PAST_SEVEN)
    mailoutbox.clear()

    portal_clock(TEN_PAST_SEVEN)
    client.force_login(consultant.user)
    answer = client.post(SICK)

    # Three decisions are asked for, and nothing has been dropped.
    assert (answer.status_code, answer.url) == (302, AFFECTED)
    page = client.get(AFFECTED)
    assert [form.row.hit.booking for form in page.context["forms"]] == [
        to_move,
        to_hand_over,
        to_cancel,
    ]
    assert {b.status for b in Booking.objects.all()} == {"BOOKED"}
    assert Leave.objects.get().starts_on == TODAY

    # Reporting it again, in the office this time, is the same leave and asks nothing twice.
    client.post(SICK)
    assert (Leave.objects.count(), AffectedBooking.objects.count()) == (1, 3)

    # Until the decisions stand, nothing that says "come" leaves: 09.15's reminder was due at 07.15.
    send_through(portal_clock, TEN_PAST_SEVEN, TEN_PAST_SEVEN + timedelta(minutes=30))
    assert mailoutbox == []

    tomorrow = f"{TODAY + timedelta(days=1):%Y-%m-%d}"
    post_decision(client, to_move, f"MOVED|{tomorrow}T09:15")
    post_decision(client, to_hand_over, f"HANDED_OVER|{colleague.pk}|{TODAY:%Y-%m-%d}T10:30")
    post_decision(client, to_cancel, "CANCELLED")
    send_through(
        portal_clock,
        TEN_PAST_SEVEN + timedelta(minutes=35),
        formats.at_wib(TODAY, time(19, 55)),
    )

    assert not AffectedBooking.objects.pending().exists()
    subjects = {
        who.pk: [mail.subject for mail in mailoutbox if mail.to == [who.email]] for who in reachable
    }
    moved_to = formats.moment_text(formats.at_wib(TODAY + timedelta(days=1), time(9, 15)))
    assert subjects[reachable[0].pk] == [
        f"Jadwal konsultasi Anda berubah: {moved_to}",
        f"Pengingat: konsultasi {moved_to}",
    ]
    handed_to = formats.moment_text(formats.at_wib(TODAY, time(10, 30)))
    assert subjects[reachable[1].pk] == [
        f"Konsultan pengganti untuk Anda: {handed_to}",
        f"Hari ini: konsultasi {handed_to}",
    ]
    assert all(colleague.display_name in m.body for m in mailoutbox if m.to == [reachable[1].email])

    # Whoever has no e-mail address has to be called, and stands on that list.
    unreached = Delivery.objects.unreached().filter(message__recipient=unreachable)
    assert [d.message.kind for d in unreached] == ["BOOKING_CANCELLED"]


@pytest.mark.django_db
def test_ill_without_appointments_is_leave_and_nothing_else(client):
    consultant = ConsultantFactory()
    client.force_login(consultant.user)

    answer = client.post(SICK)

    assert (answer.status_code, answer.url) == (302, reverse("consultations:hours"))
    assert consultant.leaves.get().reason == "Sakit"


@pytest.mark.django_db
def test_ill_is_for_consultants_and_about_oneself(client):
    client.force_login(UserFactory(role=Role.PROGRAMME_ADMIN))

    assert client.post(SICK).status_code == 403
    assert not Leave.objects.exists()
