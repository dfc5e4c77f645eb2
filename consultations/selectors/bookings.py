"""What may still be done with a booking, what became of it, and what people are told about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesses.models import Business
from consultations.availability import Time
from consultations.models import (
    ActionItem,
    Booking,
    BookingMove,
    BookingPolicy,
    Consultant,
    Mode,
)
from consultations.selectors.times import bookable_days
from plut_portal.accounts.models import User

TIMES_TO_CHOOSE_AGAIN, MOST_TO_DO = 3, 8


@dataclass(frozen=True)
class Options:
    """What may still be done with a booking, until when, and what stands against it."""

    may_cancel: bool
    may_move: bool
    cancel_until: datetime
    move_until: datetime
    moves_left: int
    moves_allowed: bool
    is_exempt: bool
    is_open: bool
    is_too_late_to_move: bool


def booking_options(
    booking: Booking, *, by: User, at: datetime, policy: BookingPolicy | None = None
) -> Options:
    """The owner's limits, or none for those who run the session. Services hold the same rules."""
    policy = policy or BookingPolicy.load()
    cancel_until = policy.cancel_deadline(booking.starts_at)
    move_until = policy.move_deadline(booking.starts_at)
    moves_left = max(0, policy.max_moves - booking.moves_made)
    is_open, exempt = booking.is_coming(at=at), booking.is_run_by(by)
    may_move = policy.allow_moves and at <= move_until and moves_left > 0
    return Options(
        may_cancel=is_open and (exempt or at <= cancel_until),
        may_move=is_open and not booking.is_walk_in and (exempt or may_move),
        cancel_until=cancel_until,
        move_until=move_until,
        moves_left=moves_left,
        moves_allowed=policy.allow_moves,
        is_exempt=exempt,
        is_open=is_open,
        is_too_late_to_move=at > move_until,
    )


def meeting_link(booking: Booking, *, user: User) -> str:
    """The link of an online session that is still on, for those who take part or arrange it."""
    if booking.mode != Mode.ONLINE or booking.status != Booking.Status.BOOKED:
        return ""
    takes_part = Booking.objects.changeable_by(user).filter(pk=booking.pk).exists()
    return booking.consultant.meeting_link if takes_part else ""


@dataclass(frozen=True)
class State:
    """What became of a booking, in the words of whoever looks at it."""

    text: str
    tone: str


@dataclass(frozen=True)
class Row:
    """A booking in a list: what it is now, and what may still be done with it."""

    booking: Booking
    state: State
    options: Options


def booking_rows(bookings: Iterable[Booking], *, viewer: User, at: datetime) -> list[Row]:
    """The bookings, read with_outcome(), with their states and what may be done with them."""
    policy = BookingPolicy.load()
    return [
        Row(
            booking,
            state_of(booking, viewer=viewer, at=at),
            booking_options(booking, by=viewer, at=at, policy=policy),
        )
        for booking in bookings
    ]


def state_of(booking: Booking, *, viewer: User, at: datetime) -> State:
    """Booked, moved, waiting for the note, cancelled and by whom, attended or not."""
    status = Booking.Status(booking.status)
    if status == Booking.Status.BOOKED:
        return _open_state(booking, at=at)
    if status == Booking.Status.CANCELLED:
        return State(_cancelled_by(booking, viewer), "danger")
    if status == Booking.Status.OWNER_ABSENT and not viewer.works_here:
        return State(_("You did not come"), "warn")
    tone = "success" if status == Booking.Status.ATTENDED else "warn"
    return State(str(status.label), tone)


def _open_state(booking: Booking, *, at: datetime) -> State:
    if not booking.is_coming(at=at):
        return State(_("Waiting for the consultant's note"), "neutral")
    return State(_("Moved to this time") if booking.is_moved else _("Booked"), "success")


def _cancelled_by(booking: Booking, viewer: User) -> str:
    canceller = booking.cancelled_by
    if canceller is None:
        return _("Cancelled")
    if canceller == viewer:
        return _("Cancelled by you")
    if canceller.pk == booking.consultant.user_id:
        return _("Cancelled by the consultant")
    return _("Cancelled by the office") if canceller.is_staff else _("Cancelled by the owner")


def moves_of(booking: Booking) -> QuerySet[BookingMove]:
    """Every change of time and consultant, the first one first."""
    people = ("consultant_before__user", "consultant_after__user", "by")
    return booking.moves.select_related(*people).order_by("at", "pk")


def actions_to_do(user: User) -> QuerySet[ActionItem]:
    """What this owner's consultants wrote down and she has not ticked off, the most urgent first."""
    to_do = ActionItem.objects.run_by(user).to_do().select_related("record__booking__business")
    return to_do.order_by("due_on", "pk")[:MOST_TO_DO]


def times_to_book_again(booking: Booking, *, by: User, at: datetime) -> list[Time] | None:
    """The next free times of the same consultant for an owner who was let down; else None.

    Let down: the consultant was absent, or somebody other than the owners cancelled.
    """
    if by.works_here or not _was_let_down(booking):
        return None
    consultant, field = booking.consultant, booking.expertise
    bookable = Consultant.objects.bookable().filter(pk=consultant.pk, expertises=field)
    if not (field.is_active and bookable.exists()):
        return []
    days = bookable_days(consultant=consultant, expertise=field, at=at, mode=booking.mode)
    free = [time for day in days for time in day.times if time.is_free]
    return free[:TIMES_TO_CHOOSE_AGAIN]


def _was_let_down(booking: Booking) -> bool:
    if booking.status == Booking.Status.CONSULTANT_ABSENT:
        return True
    by = booking.cancelled_by
    return by is not None and (by.is_staff or by.pk == booking.consultant.user_id)


@dataclass(frozen=True)
class Absences:
    """How often a business did not come of late; a note for staff, and nothing more."""

    count: int
    days: int

    @property
    def sentence(self) -> str:
        text = ngettext(
            "%(count)d time absent in %(days)d days.",
            "%(count)d times absent in %(days)d days.",
            self.count,
        )
        return text % {"count": self.count, "days": self.days}


def absences(business: Business, *, at: datetime) -> Absences | None:
    """The absences of the last `no_show_days`, once they reach `no_show_limit`; else None."""
    policy = BookingPolicy.load()
    since = policy.absences_count_from(at=at)
    count = business.bookings.missed_by_owner(since=since).count()
    reached = policy.no_show_limit and count >= policy.no_show_limit
    return Absences(count, policy.no_show_days) if reached else None


def why_still_expected(*, user: User, at: datetime) -> str:
    """A sentence while sessions are coming up that nobody but this person would hear about; or ""."""
    hers = Business.objects.run_only_by(user)
    count = Booking.objects.upcoming(at=at).filter(business__in=hers).count()
    if not count:
        return ""
    return ngettext(
        "You still have an appointment. Please cancel it first, so that nobody waits for you.",
        "You still have %(count)d appointments. Please cancel them first, so that nobody waits for you.",
        count,
    ) % {"count": count}
