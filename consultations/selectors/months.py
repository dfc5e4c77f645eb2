"""One consultant's month in numbers, each of them written down with its definition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from consultations.models import Booking, ClosedMonth, Expertise
from consultations.selectors.diagnoses import Share
from plut_portal.accounts.models import User
from plut_portal.core import formats, months

Status = Booking.Status
NOTE_WITHIN = timedelta(hours=24)
NOTES_GOAL = 90


@dataclass(frozen=True)
class FieldRow:
    expertise: Expertise
    sessions: int
    businesses: int
    minutes: int


@dataclass(frozen=True)
class Figure:
    """A number with what it means, the same words on the page and in the workbook."""

    label: str
    value: int | str
    meaning: str
    is_below_goal: bool = False


@dataclass(frozen=True)
class Month:
    """Sessions that began in the month (WIB) with this consultant, and what came of them."""

    first_day: date
    bookings: list[Booking]
    sessions: int
    businesses: int
    first_timers: int
    contact_minutes: int
    preparation_minutes: int
    notes: Share
    owner_absent: int
    consultant_absent: int
    unrecorded: int
    fields: list[FieldRow]
    is_closed: bool

    @property
    def minutes(self) -> int:
        return self.contact_minutes + self.preparation_minutes

    @property
    def before(self) -> date:
        return months.month_before(self.first_day)

    @property
    def after(self) -> date:
        return months.next_month(self.first_day)

    @property
    def figures(self) -> list[Figure]:
        return [*self._served(), *self._time_and_notes(), *self._missed()]

    def _served(self) -> list[Figure]:
        return [
            Figure(
                _("Sessions"), self.sessions, _("The owner came. By the day the session began.")
            ),
            Figure(
                _("Businesses"),
                self.businesses,
                _("Each counted once, however often its owner came."),
            ),
            Figure(
                _("For the first time"),
                self.first_timers,
                _("Of these businesses: in no session with any consultant before this month."),
            ),
        ]

    def _time_and_notes(self) -> list[Figure]:
        return [
            Figure(
                _("Time spent"),
                formats.duration_text(self.minutes),
                _("With the owners %(contact)s, preparation and follow-up %(preparation)s.")
                % {
                    "contact": formats.duration_text(self.contact_minutes),
                    "preparation": formats.duration_text(self.preparation_minutes),
                },
            ),
            Figure(
                _("Notes within 24 hours"),
                "–" if self.notes.percent is None else f"{self.notes.percent}%",
                _(
                    "%(count)d of %(total)d sessions: first saved within 24 hours of their end."
                    " One nobody has recorded by then counts as late. Goal: %(goal)d%%."
                )
                % {"count": self.notes.count, "total": self.notes.total, "goal": NOTES_GOAL},
                is_below_goal=not self.notes.meets(NOTES_GOAL),
            ),
        ]

    def _missed(self) -> list[Figure]:
        return [
            Figure(_("Owner did not come"), self.owner_absent, _("Recorded as absent.")),
            Figure(
                _("Consultant was absent"),
                self.consultant_absent,
                _("You could not be there; the owner was told."),
            ),
            Figure(
                _("Not recorded yet"),
                self.unrecorded,
                _("Over, but nobody has said who came. Counted nowhere above."),
            ),
        ]


def month_of_consultant(user: User, first_day: date, *, at: datetime) -> Month:
    """The month that begins on this day, of this consultant's own sessions, in 3 queries."""
    begin, end = months.span(first_day)
    own = Booking.objects.of_consultant(user).filter(starts_at__gte=begin, starts_at__lt=end)
    held = own.exclude(status=Status.CANCELLED).select_related("record").with_people()
    bookings = list(held.with_flaw(at=at).order_by("starts_at", "pk"))
    came = [booking for booking in bookings if booking.status == Status.ATTENDED]
    served = {booking.business_id for booking in came}
    known = Booking.objects.filter(
        business__in=served, status=Status.ATTENDED, starts_at__lt=begin
    ).values("business")
    minutes = [_minutes(booking) for booking in came]
    return Month(
        first_day=first_day,
        bookings=bookings,
        sessions=len(came),
        businesses=len(served),
        first_timers=len(served) - known.distinct().count(),
        contact_minutes=sum(contact for contact, _preparation in minutes),
        preparation_minutes=sum(preparation for _contact, preparation in minutes),
        notes=_notes_in_time(bookings, at=at),
        owner_absent=_count(bookings, Status.OWNER_ABSENT),
        consultant_absent=_count(bookings, Status.CONSULTANT_ABSENT),
        unrecorded=sum(b.status == Status.BOOKED and b.ends_at <= at for b in bookings),
        fields=_by_field(came),
        is_closed=ClosedMonth.objects.covers(first_day),
    )


def _count(bookings: Iterable[Booking], status: Status) -> int:
    return sum(booking.status == status for booking in bookings)


def _minutes(booking: Booking) -> tuple[int, int]:
    """Of contact and of preparation, as the record says."""
    record = getattr(booking, "record", None)
    return (record.contact_minutes, record.preparation_minutes) if record else (0, 0)


def _notes_in_time(bookings: Iterable[Booking], *, at: datetime) -> Share:
    """Of the sessions that took place or still lack their outcome, once the note is there or due.

    Absences need no note. A session nobody recorded counts against the share after 24 hours.
    """
    due = in_time = 0
    for booking in bookings:
        if booking.status not in (Status.ATTENDED, Status.BOOKED):
            continue
        until = booking.ends_at + NOTE_WITHIN
        record = getattr(booking, "record", None)
        if record or at > until:
            due += 1
            in_time += bool(record and record.first_recorded_at <= until)
    return Share(in_time, due)


def _by_field(came: Iterable[Booking]) -> list[FieldRow]:
    found: dict[Expertise, list[Booking]] = {}
    for booking in came:
        found.setdefault(booking.expertise, []).append(booking)
    rows = [
        FieldRow(
            expertise=expertise,
            sessions=len(own),
            businesses=len({booking.business_id for booking in own}),
            minutes=sum(sum(_minutes(booking)) for booking in own),
        )
        for expertise, own in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.sessions, row.expertise.position))
