"""What a change of the calendar does to appointments: each one hit waits for a decision (FM-22)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from consultations import notifications, selectors
from consultations.availability import Obstacle
from consultations.models import AffectedBooking, Booking, Consultant, Disruption
from plut_portal.accounts.models import User
from plut_portal.core import formats


def review(*, consultants: list[Consultant], by: User | None, at: datetime) -> list[Disruption]:
    """Compare the coming appointments of these consultants, locked by the caller, with the calendar.

    Called in the transaction of whatever changed the calendar. Appointments that can no longer be
    held get a row that waits for a decision; those that can be held after all are released.
    Answers with what was newly found. Sessions that have begun are left to be recorded.
    """
    coming = list(
        # A reminder that is being sent holds this lock, or waits for it and finds the row below.
        Booking.objects.open()
        .filter(consultant__in=consultants, starts_at__gt=at)
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
    )
    obstacles = _obstacles(consultants, coming, at=at)
    pending = AffectedBooking.objects.pending().filter(booking__in=coming).with_people()
    waiting = {hit.booking_id: hit for hit in pending}
    for booking in coming:
        if booking.pk in waiting and booking.pk not in obstacles:
            _release(waiting[booking.pk], by=by, at=at)
    fresh = [booking for booking in coming if booking.pk in obstacles.keys() - waiting.keys()]
    return _record(fresh, obstacles, by=by, at=at)


def settle(booking: Booking, decision: str, *, by: User | None, at: datetime) -> int:
    """Close what waited for a decision about this booking, however the decision came about."""
    waiting = AffectedBooking.objects.filter(booking=booking, decided_at=None)
    return waiting.update(decision=decision, decided_by=by, decided_at=at)


def _obstacles(
    consultants: list[Consultant], coming: list[Booking], *, at: datetime
) -> dict[int, Obstacle]:
    if not coming:
        return {}
    days = [formats.wib_day(booking.starts_at) for booking in coming]
    calendars = selectors.calendars(consultants, min(days), max(days), at=at)
    found = {booking.pk: calendars[booking.consultant_id].obstacle(booking) for booking in coming}
    return {pk: obstacle for pk, obstacle in found.items() if obstacle}


def _release(hit: AffectedBooking, *, by: User | None, at: datetime) -> None:
    """A reminder may have been held back meanwhile, so a new state of the booking gets new ones."""
    booking = hit.booking
    booking.revision += 1
    booking.save(update_fields=["revision", "updated_at"])
    settle(booking, AffectedBooking.Decision.LIFTED, by=by, at=at)
    notifications.booking_stands(booking, at=at)


def _record(
    hit: list[Booking], obstacles: dict[int, Obstacle], *, by: User | None, at: datetime
) -> list[Disruption]:
    """One disruption for each cause, and for each consultant where it is not everyone's."""
    grouped: dict[tuple[Obstacle, int | None], list[Booking]] = defaultdict(list)
    for booking in sorted(hit, key=lambda each: (each.starts_at, each.pk)):
        obstacle = obstacles[booking.pk]
        whose = None if obstacle.is_for_all else booking.consultant_id
        grouped[obstacle, whose].append(booking)
    return [
        _open(obstacle, whose, bookings, by=by, at=at)
        for (obstacle, whose), bookings in grouped.items()
    ]


def _open(
    obstacle: Obstacle,
    consultant_id: int | None,
    bookings: Iterable[Booking],
    *,
    by: User | None,
    at: datetime,
) -> Disruption:
    disruption = Disruption.objects.create(
        cause=obstacle.cause,
        name=obstacle.name,
        consultant_id=consultant_id,
        first_on=obstacle.first_on,
        last_on=obstacle.last_on,
        substitute_id=obstacle.substitute_id,
        detected_at=at,
        caused_by=by,
    )
    AffectedBooking.objects.bulk_create(
        AffectedBooking(
            disruption=disruption,
            booking=booking,
            consultant_id=booking.consultant_id,
            starts_at=booking.starts_at,
            revision=booking.revision,
        )
        for booking in bookings
    )
    return disruption
