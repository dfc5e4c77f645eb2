"""A year of the centre, lived through the services: every day its own little accidents."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import connection

from consultations import services
from consultations.models import AffectedBooking, Booking, Closure, Leave
from plut_portal.accounts.models import Consent
from plut_portal.accounts.roles import Role
from plut_portal.core import formats
from plut_portal.core.errors import PortalError
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Delivery
from tests.factories import (
    BusinessFactory,
    ConsultantFactory,
    ExpertiseFactory,
    ReachableUserFactory,
    UserFactory,
)

FIRST, LAST = date(2027, 1, 4), date(2027, 12, 30)
# Where a consultant's grid has its times: 08.00–12.00 and 13.00–15.00 in steps of 75 minutes.
GRID = (time(8), time(9, 15), time(10, 30), time(13))
# Nobody sends anything on these days, as if the worker had been switched off (FM-27).
STANDSTILL = (date(2027, 5, 11), date(2027, 5, 13))
# From so many bookings on the calendar is full, and limits are seldom reached by chance.
LIVELY = 1000
_UNSEEN = ("ATTENDED",) * 80 + ("OWNER_ABSENT",) * 8 + ("CONSULTANT_ABSENT",) * 3 + (None,) * 9


def _analyze() -> None:
    """What autovacuum does between transactions; nobody but this one sees its rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Year:
    def __init__(self, *, seed: int, bookings: int) -> None:
        self.rng = Random(seed)  # noqa: S311 – the same accidents every time
        self.wanted = bookings
        self.made = 0
        self.happened: Counter[str] = Counter()
        # Two fields, so that everybody has a colleague to hand over to.
        fields = ExpertiseFactory.create_batch(2)
        self.consultants = [ConsultantFactory(expertise=fields[n % 2]) for n in range(5)]
        self.fields = {c.pk: c.expertises.get() for c in self.consultants}
        self.officer = UserFactory(role=Role.COUNTER_OFFICER)
        self.businesses = self._people()

    def _people(self):
        found = []
        # Each comes about a dozen times; every sixth runs two businesses.
        for number in range(max(40, self.wanted // 12)):
            owner = (UserFactory if number % 2 else ReachableUserFactory)()
            count = 2 if number % 6 == 0 else 1
            found += [
                (business, owner) for business in BusinessFactory.create_batch(count, owner=owner)
            ]
        return found

    def live(self) -> None:
        day = FIRST
        while day <= LAST:
            if day.day in (1, 15):
                _analyze()
            self._live(day)
            day += timedelta(days=1)
        assert Consent.objects.exists()

    def _live(self, day: date) -> None:
        self._empty_outbox(day, time(7, 1))
        if day.weekday() < 5:
            self._plan(day)
            self._mornings_bookings(day)
        self._empty_outbox(day, time(10, 31))
        self._changes(day)
        self._empty_outbox(day, time(16, 1))
        self._record(day)
        self._evenings_bookings(day)
        self._empty_outbox(day, time(19, 59))

    # --- What happens -------------------------------------------------------------------------

    def _mornings_bookings(self, day: date) -> None:
        share = (day - FIRST).days / (LAST - FIRST).days
        behind = int(self.wanted * share) + 14 - self.made
        for number in range(max(0, min(behind, 30))):
            self._book(formats.at_wib(day, time(7, 30)) + timedelta(minutes=number))

    def _evenings_bookings(self, day: date) -> None:
        """From the sofa, in the hours in which nobody else's messages leave."""
        if self.made < self.wanted and self.rng.random() < 0.5:
            self._book(formats.at_wib(day, time(21, self.rng.randrange(60))))

    def _book(self, at: datetime) -> None:
        business, owner = self.rng.choice(self.businesses)
        consultant = self.rng.choice(self.consultants)
        by_office = self.rng.random() < 0.2
        booking = self._try(
            "book",
            services.book_time,
            consultant=consultant,
            expertise=self.fields[consultant.pk],
            business=business,
            booked_by=self.officer if by_office else owner,
            starts_at=self._some_time(at),
            topic="Keripik cepat melempem",
            override_reason="Datang sendiri" if by_office else "",
            at=at,
        )
        self.made += booking is not None

    def _some_time(self, at: datetime) -> datetime:
        day = formats.wib_day(at) + timedelta(days=self.rng.choice((0, 1, 1, 2, 3, 4, 6, 9, 14)))
        return formats.at_wib(day, self.rng.choice(GRID))

    def _changes(self, day: date) -> None:
        """Owners, consultants and the counter change their minds between half past ten and four."""
        at = formats.at_wib(day, time(10, 40))
        coming = list(Booking.objects.with_people().upcoming(at=at).order_by("pk"))
        for booking in self.rng.sample(coming, min(len(coming), self.wanted // 1000 + 1)):
            at += timedelta(minutes=7)
            who = self.rng.choice((booking.booked_by, booking.booked_by, booking.consultant.user))
            change = self.rng.choice((self._move, self._move, self._cancel))
            change(booking, by=who, at=at)
        if coming and day.day == 7 and self.wanted > LIVELY:
            # Somebody who cannot decide: in a full calendar most of the times she asks for are taken.
            for _time in range(20):
                at += timedelta(minutes=1)
                self._move(coming[-1], by=coming[-1].booked_by, at=at)

    def _move(self, booking: Booking, *, by, at: datetime) -> None:
        self._try(
            "move",
            services.move_booking,
            booking=booking,
            starts_at=self._some_time(at),
            by=by,
            at=at,
            reason="Tidak sempat",
        )

    def _cancel(self, booking: Booking, *, by, at: datetime) -> None:
        reason = "Berhalangan"
        self._try("cancel", services.cancel_booking, booking=booking, by=by, at=at, reason=reason)

    def _plan(self, day: date) -> None:
        """Now and then a leave, an illness or a closed day, and decisions about what it hits."""
        at = formats.at_wib(day, time(7, 10))
        consultant = self.rng.choice(self.consultants)
        if self.rng.random() < 0.08:
            first = day + timedelta(days=3)
            leave = Leave(consultant=consultant, starts_on=first, ends_on=first + timedelta(days=2))
            services.save_leave(leave=leave, by=self.officer, at=at)
        if self.rng.random() < 0.02:
            self._try("ill", services.report_illness, consultant=consultant, by=self.officer, at=at)
        if self.rng.random() < 0.04:
            closure = Closure(on=day + timedelta(days=self.rng.randrange(1, 60)), name="Rapat kota")
            if not Closure.objects.filter(on=closure.on).exists():
                services.save_closure(closure=closure, by=self.officer, at=at)
        for hit in AffectedBooking.objects.pending().with_people().order_by("pk"):
            self._decide(hit, at=at + timedelta(minutes=5))

    def _decide(self, hit: AffectedBooking, *, at: datetime) -> None:
        """Another time, a colleague of the same field, or cancelled; some wait until tomorrow."""
        decision = self.rng.choice(("MOVED", "MOVED", "HANDED_OVER", "CANCELLED", ""))
        if not decision:
            return
        booking = hit.booking
        colleagues = [c for c in self.consultants if self.fields[c.pk] == booking.expertise]
        choice = services.Choice(
            AffectedBooking.Decision(decision),
            consultant=next(c for c in colleagues if c != booking.consultant),
            starts_at=self._some_time(at) if decision == "MOVED" else booking.starts_at,
        )
        self._try(
            f"decide {decision}",
            services.decide,
            hit=hit,
            choice=choice,
            message="Mohon maaf, kantor tutup",
            by=self.officer,
            at=at,
        )

    def _record(self, day: date) -> None:
        at = formats.at_wib(day, time(16, 5))
        for booking in (
            Booking.objects.with_people()
            .unrecorded(at=at)
            .filter(starts_at__gt=at - timedelta(days=1))
            .order_by("pk")
        ):
            outcome = self.rng.choice(_UNSEEN)
            if outcome is None:
                continue
            attended = outcome == Booking.Status.ATTENDED
            note = services.SessionNote(advice="Tiriskan lebih lama.") if attended else None
            self._try(
                "record",
                services.record_session,
                booking=booking,
                outcome=Booking.Status(outcome),
                by=booking.consultant.user,
                at=at,
                note=note,
            )

    def _empty_outbox(self, day: date, when: time) -> None:
        if STANDSTILL[0] <= day < STANDSTILL[1]:
            return
        at = formats.at_wib(day, when)
        for pk in list(
            Delivery.objects.due(at=at).order_by("due_at", "pk").values_list("pk", flat=True)
        ):
            self.happened[f"delivery {outbox.deliver(delivery_id=pk, at=at)}"] += 1

    def _try(self, name: str, service, **kwargs):
        try:
            result = service(**kwargs)
        except PortalError as refusal:
            self.happened[f"{name}: {type(refusal).__name__}"] += 1
            return None
        self.happened[name] += 1
        return result
