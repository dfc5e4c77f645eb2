"""What people are told about their bookings. Each function writes rows to the outbox."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from consultations.models import Addendum, AffectedBooking, Booking, BookingPolicy, Consultant
from plut_portal.accounts.models import Consent, User
from plut_portal.core import formats
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message

DAY_BEFORE = timedelta(days=1)
TWO_HOURS = timedelta(hours=2)
# Later than this a reminder would only find the person on the road.
LAST_CALL = timedelta(minutes=30)
# After that an apology is late, and its next free times are long gone.
A_WEEK = timedelta(days=7)


def _booking_of(message: Message) -> QuerySet[Booking]:
    """The booking under lock, so that a cancellation under way is seen or waits (FM-24)."""
    pk = int(message.topic.partition(":")[2])
    return Booking.objects.select_for_update(no_key=True).filter(pk=pk)


def _stale(message: Message, at: datetime) -> str:
    acts_for_it = User.objects.filter(
        pk=message.recipient_id,
        is_active=True,
        memberships__business=OuterRef("business"),
        memberships__is_active=True,
    )
    undecided = AffectedBooking.objects.pending().filter(booking=OuterRef("pk"))
    states = _booking_of(message).annotate(
        for_them=Exists(acts_for_it), is_undecided=Exists(undecided)
    )
    status, revision, is_for_them, is_undecided = states.values_list(
        "status", "revision", "for_them", "is_undecided"
    ).get()
    if status != Booking.Status.BOOKED:
        return _("The booking is no longer open.")
    if revision != message.version:
        return _("The booking has been moved since.")
    if not is_for_them:
        return _("This person no longer acts for the business.")
    if is_undecided:
        return _("Its time fell away; nobody has decided yet what becomes of it.")
    return ""


def _put_right(message: Message, at: datetime) -> str:
    if _booking_of(message).get().status != Booking.Status.CONSULTANT_ABSENT:
        return _("The record has been put right since.")
    return ""


CONFIRMED = kinds.register(
    kinds.Kind("BOOKING_CONFIRMED", gettext_lazy("Booking confirmed"), why_not=_stale)
)
MOVED = kinds.register(
    kinds.Kind(
        "BOOKING_MOVED",
        gettext_lazy("Booking moved"),
        time_critical=True,
        calls_off=True,
        why_not=_stale,
    )
)
HANDED_OVER = kinds.register(
    kinds.Kind(
        "BOOKING_HANDED_OVER",
        gettext_lazy("Booking with another consultant"),
        time_critical=True,
        why_not=_stale,
    )
)
CANCELLED = kinds.register(
    kinds.Kind(
        "BOOKING_CANCELLED",
        gettext_lazy("Booking cancelled"),
        time_critical=True,
        calls_off=True,
    )
)
REMINDER_DAY = kinds.register(
    kinds.Kind(
        "BOOKING_REMINDER_DAY",
        gettext_lazy("Reminder the day before"),
        time_critical=True,
        why_not=_stale,
        consent=Consent.Purpose.REMINDERS,
    )
)
REMINDER_HOURS = kinds.register(
    kinds.Kind(
        "BOOKING_REMINDER_HOURS",
        gettext_lazy("Reminder two hours before"),
        time_critical=True,
        why_not=_stale,
        consent=Consent.Purpose.REMINDERS,
    )
)
AGENDA_CHANGED = kinds.register(
    kinds.Kind("AGENDA_CHANGED", gettext_lazy("Change in the consultant's agenda"))
)
AGENDA_CHANGED_TODAY = kinds.register(
    kinds.Kind(
        "AGENDA_CHANGED_TODAY",
        gettext_lazy("Change in the consultant's agenda of today"),
        time_critical=True,
        calls_off=True,
    )
)
CONSULTANT_ABSENT = kinds.register(
    kinds.Kind(
        "CONSULTANT_ABSENT",
        gettext_lazy("Apology for an absent consultant"),
        time_critical=True,
        why_not=_put_right,
    )
)
SESSION_RECORDED = kinds.register(
    kinds.Kind("SESSION_RECORDED", gettext_lazy("Resep Usaha is ready"))
)
SESSION_ADDED_TO = kinds.register(
    kinds.Kind("SESSION_ADDED_TO", gettext_lazy("Addition to a session record"))
)


def booking_confirmed(booking: Booking, *, by: User, at: datetime) -> None:
    """Confirm to the owners now, and schedule both reminders."""
    _tell_owners(
        booking,
        CONFIRMED,
        subject=gettext_noop("Your consultation: %(moment)s"),
        by=by,
        at=at,
        useless_after=booking.starts_at,
    )
    _schedule_reminders(booking, at=at)


def booking_moved(
    booking: Booking, *, was_at: datetime, by: User, at: datetime, reason: str = ""
) -> None:
    """Withdraw what spoke of the old time, tell everyone the new one, schedule new reminders.

    The reason is there when the office moved it.
    """
    _withdraw_older(booking, reason=_("The booking has been moved since."))
    _tell_owners(
        booking,
        MOVED,
        subject=gettext_noop("New time for your consultation: %(moment)s"),
        by=by,
        at=at,
        reason=reason,
        useless_after=booking.starts_at,
        needed_by=min(was_at, booking.starts_at),
    )
    _schedule_reminders(booking, at=at)
    _tell_consultant(
        booking, subject=gettext_noop("Moved to %(moment)s"), was_at=was_at, by=by, at=at
    )


def booking_handed_over(
    booking: Booking, *, before: Consultant, by: User, at: datetime, reason: str = ""
) -> None:
    """Withdraw what named the old consultant, tell the owners and both agendas."""
    _withdraw_older(booking, reason=_("The booking has been moved since."))
    _tell_owners(
        booking,
        HANDED_OVER,
        subject=gettext_noop("Another consultant for you: %(moment)s"),
        by=by,
        at=at,
        reason=reason,
        useless_after=booking.starts_at,
    )
    _schedule_reminders(booking, at=at)
    _tell_consultant(
        booking,
        subject=gettext_noop("New in your agenda: %(moment)s"),
        by=by,
        at=at,
        change="GIVEN",
    )
    _tell_consultant(
        booking,
        subject=gettext_noop("Taken over from you: %(moment)s"),
        by=by,
        at=at,
        whose=before,
        change="TAKEN",
    )


def booking_stands(booking: Booking, *, at: datetime) -> None:
    """It can be held after all: what was held back meanwhile is planned anew."""
    _withdraw_older(booking, reason=_("Planned anew: the appointment can be held after all."))
    _schedule_reminders(booking, at=at)


def booking_cancelled(booking: Booking, *, by: User, at: datetime) -> None:
    """Withdraw everything that waits and tell everyone; at any hour when the session is today."""
    _withdraw_older(booking, reason=_("The booking is no longer open."))
    _tell_owners(
        booking,
        CANCELLED,
        subject=gettext_noop("Cancelled: consultation of %(moment)s"),
        by=by,
        at=at,
        useless_after=booking.ends_at,
        needed_by=booking.starts_at,
    )
    _tell_consultant(
        booking,
        subject=gettext_noop("Cancelled: %(moment)s"),
        was_at=booking.starts_at,
        by=by,
        at=at,
    )


def consultant_absent(booking: Booking, *, by: User, at: datetime) -> None:
    """Apologise to the owners; the page it leads to has the next times, one tap away."""
    _tell_owners(
        booking,
        CONSULTANT_ABSENT,
        subject=gettext_noop("We are sorry: your consultation of %(moment)s"),
        by=by,
        at=at,
        useless_after=booking.ends_at + A_WEEK,
    )


def session_recorded(booking: Booking, *, by: User, at: datetime) -> None:
    """Tell the owners that their Resep Usaha can be read."""
    _tell_owners(
        booking,
        SESSION_RECORDED,
        subject=gettext_noop("Your Resep Usaha of %(moment)s is ready"),
        by=by,
        at=at,
    )


def session_added_to(booking: Booking, addendum: Addendum, *, by: User, at: datetime) -> None:
    """Tell the owners that there is something new on a record they have read long ago."""
    _tell_owners(
        booking,
        SESSION_ADDED_TO,
        subject=gettext_noop("Something was added to your consultation of %(moment)s"),
        topic=f"addendum:{addendum.pk}",
        by=by,
        at=at,
    )


def _schedule_reminders(booking: Booking, *, at: datetime) -> None:
    _tell_owners(
        booking,
        REMINDER_DAY,
        subject=gettext_noop("Reminder: consultation %(moment)s"),
        at=at,
        due_at=booking.starts_at - DAY_BEFORE,
        useless_after=booking.starts_at - TWO_HOURS,
    )
    _tell_owners(
        booking,
        REMINDER_HOURS,
        subject=gettext_noop("Today: consultation %(moment)s"),
        at=at,
        due_at=booking.starts_at - TWO_HOURS,
        useless_after=booking.starts_at - LAST_CALL,
    )


def _tell_owners(
    booking: Booking,
    kind: kinds.Kind,
    *,
    subject: str,
    at: datetime,
    topic: str = "",
    by: User | None = None,
    reason: str = "",
    due_at: datetime | None = None,
    useless_after: datetime | None = None,
    needed_by: datetime | None = None,
) -> None:
    body = _body(kind, booking, at=at, reason=reason)
    for person in _owners(booking):
        outbox.post(
            recipient=person,
            kind=kind.code,
            topic=topic or booking.message_topic,
            version=booking.revision,
            subject=_in_indonesian(subject, booking),
            body=body,
            link=booking.get_absolute_url(),
            at=at,
            due_at=due_at,
            useless_after=useless_after,
            needed_by=needed_by,
            at_any_hour=_at_any_hour(kind, booking, person=person, by=by, at=at),
        )


def _at_any_hour(
    kind: kinds.Kind, booking: Booking, *, person: User, by: User | None, at: datetime
) -> bool:
    """Night is broken only by what the receiver just did and by cancellations of today (FM-32)."""
    return person == by or (kind is CANCELLED and _is_today(booking.starts_at, at=at))


def _is_today(moment: datetime, *, at: datetime) -> bool:
    return formats.wib_day(moment) == formats.wib_day(at)


def _tell_consultant(
    booking: Booking,
    *,
    subject: str,
    by: User,
    at: datetime,
    whose: Consultant | None = None,
    change: str = "",
    was_at: datetime | None = None,
) -> None:
    consultant = (whose or booking.consultant).user
    if consultant == by:
        return
    times = (was_at or booking.starts_at, booking.starts_at)
    today = [moment for moment in times if _is_today(moment, at=at)]
    outbox.post(
        recipient=consultant,
        kind=(AGENDA_CHANGED_TODAY if today else AGENDA_CHANGED).code,
        topic=booking.message_topic,
        version=booking.revision,
        subject=_in_indonesian(subject, booking),
        body=_body(AGENDA_CHANGED, booking, at=at, change=change),
        link="/konsultan/",
        at=at,
        needed_by=min(today, default=None),
        useless_after=max(today) + booking.expertise.session_length if today else None,
        at_any_hour=booking.status == Booking.Status.CANCELLED and bool(today),
    )


def _withdraw_older(booking: Booking, *, reason: str) -> None:
    outbox.withdraw(topic=booking.message_topic, before_version=booking.revision, reason=reason)


def _owners(booking: Booking) -> QuerySet[User]:
    return User.objects.filter(
        memberships__business=booking.business_id, memberships__is_active=True, is_active=True
    ).order_by("pk")


def _in_indonesian(subject: str, booking: Booking) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _(subject) % {"moment": formats.moment_text(booking.starts_at)}


def _body(
    kind: kinds.Kind, booking: Booking, *, at: datetime, reason: str = "", change: str = ""
) -> str:
    cancel_until = BookingPolicy.load().cancel_deadline(booking.starts_at)
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(
            f"consultations/messages/{kind.code.lower()}.txt",
            {
                "booking": booking,
                "office": OfficeIdentity.load(),
                "reason": reason,
                "change": change,
                "cancel_until": cancel_until if cancel_until > at else None,
            },
        )
