"""Writing to the people of a booking: its owners, and the consultant's agenda."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import AffectedBooking, Booking, BookingPolicy, Consultant
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message

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


def booking_of(message: Message) -> QuerySet[Booking]:
    """The booking under lock, so that a cancellation under way is seen or waits (FM-24)."""
    pk = int(message.topic.partition(":")[2])
    return Booking.objects.select_for_update(no_key=True).filter(pk=pk)


def stale(message: Message, at: datetime) -> str:
    acts_for_it = User.objects.filter(
        pk=message.recipient_id,
        is_active=True,
        memberships__business=OuterRef("business"),
        memberships__is_active=True,
    )
    undecided = AffectedBooking.objects.pending().filter(booking=OuterRef("pk"))
    states = booking_of(message).annotate(
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


def tell_owners(
    booking: Booking,
    kind: kinds.Kind,
    *,
    subject: str,
    at: datetime,
    by: User | None = None,
    reason: str = "",
    due_at: datetime | None = None,
    useless_after: datetime | None = None,
    needed_by: datetime | None = None,
    topic: str = "",
    link: str = "",
) -> None:
    body = _body(kind, booking, at=at, reason=reason)
    for person in owners_of(booking):
        outbox.post(
            recipient=person,
            kind=kind.code,
            topic=topic or booking.message_topic,
            version=booking.revision,
            subject=in_indonesian(subject, booking),
            body=body,
            link=link or booking.get_absolute_url(),
            at=at,
            due_at=due_at,
            useless_after=useless_after,
            needed_by=needed_by,
            at_any_hour=_at_any_hour(booking, person=person, by=by, at=at),
        )


def _at_any_hour(booking: Booking, *, person: User, by: User | None, at: datetime) -> bool:
    """Night is broken only by what the receiver just did and by cancellations of today (FM-32)."""
    return person == by or _is_off_today(booking, at=at)


def _is_off_today(booking: Booking, *, at: datetime) -> bool:
    return booking.status == Booking.Status.CANCELLED and _is_today(booking.starts_at, at=at)


def _is_today(moment: datetime, *, at: datetime) -> bool:
    return formats.wib_day(moment) == formats.wib_day(at)


def tell_consultant(
    booking: Booking,
    *,
    subject: str,
    times: Collection[datetime],
    by: User,
    at: datetime,
    whose: Consultant | None = None,
    change: str = "",
) -> None:
    """Tell a consultant what became of these times in the agenda; urgently when one is today's."""
    consultant = (whose or booking.consultant).user
    if consultant == by:
        return
    today = [moment for moment in times if _is_today(moment, at=at)]
    outbox.post(
        recipient=consultant,
        kind=(AGENDA_CHANGED_TODAY if today else AGENDA_CHANGED).code,
        topic=booking.message_topic,
        version=booking.revision,
        subject=in_indonesian(subject, booking),
        body=_body(AGENDA_CHANGED, booking, at=at, change=change),
        link="/konsultan/",
        at=at,
        needed_by=min(today, default=None),
        useless_after=max(today) + booking.expertise.session_length if today else None,
        at_any_hour=booking.status == Booking.Status.CANCELLED and bool(today),
    )


def withdraw_older(booking: Booking, *, reason: str) -> None:
    outbox.withdraw(topic=booking.message_topic, before_version=booking.revision, reason=reason)


def owners_of(booking: Booking) -> QuerySet[User]:
    return User.objects.filter(
        memberships__business=booking.business_id, memberships__is_active=True, is_active=True
    ).order_by("pk")


def resep_link(booking: Booking) -> str:
    return reverse("consultations:resep_detail", args=[booking.public_id])


def in_indonesian(subject: str, booking: Booking) -> str:
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
