"""What owners are told after a session: an apology, that the Resep Usaha is ready, its copy."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from businesses.models import Business
from consultations.models import Addendum, Booking, SessionRecord
from consultations.notifications.telling import booking_of, in_indonesian, resep_link, tell_owners
from plut_portal.accounts.models import User
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message

# After that an apology is late, and its next free times are long gone.
A_WEEK = timedelta(days=7)


def _put_right(message: Message, at: datetime) -> str:
    if booking_of(message).get().status != Booking.Status.CONSULTANT_ABSENT:
        return _("The record has been put right since.")
    return ""


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


def consultant_absent(booking: Booking, *, by: User, at: datetime) -> None:
    """Apologise to the owners; the page it leads to has the next times, one tap away."""
    tell_owners(
        booking,
        CONSULTANT_ABSENT,
        subject=gettext_noop("We are sorry: your consultation of %(moment)s"),
        by=by,
        at=at,
        useless_after=booking.ends_at + A_WEEK,
    )


def session_recorded(booking: Booking, *, by: User, at: datetime) -> None:
    """Tell the owners that their Resep Usaha can be read."""
    tell_owners(
        booking,
        SESSION_RECORDED,
        subject=gettext_noop("Your Resep Usaha of %(moment)s is ready"),
        by=by,
        at=at,
        link=resep_link(booking),
    )


def session_added_to(booking: Booking, addendum: Addendum, *, by: User, at: datetime) -> None:
    """Tell the owners that there is something new on a record they have read long ago."""
    tell_owners(
        booking,
        SESSION_ADDED_TO,
        subject=gettext_noop("Something was added to your consultation of %(moment)s"),
        topic=f"addendum:{addendum.pk}",
        by=by,
        at=at,
    )


def _record_of(message: Message) -> QuerySet[SessionRecord]:
    return SessionRecord.objects.filter(booking=int(message.topic.partition(":")[2]))


def _copy_of(message: Message, at: datetime) -> str:
    """Made when the mail leaves: who may read messages may not read records (FM-45)."""
    record = _record_of(message).select_related("booking__consultant__user").get()
    context = {
        "record": record,
        "booking": record.booking,
        "items": record.actions.in_order(),
        "addenda": record.addenda.order_by("at", "pk"),
    }
    return render_to_string("consultations/messages/resep_copy.txt", context)


def _not_theirs(message: Message, at: datetime) -> str:
    theirs = Business.objects.run_by(message.recipient)
    if _record_of(message).filter(booking__business__in=theirs).exists():
        return ""
    return _("This person no longer acts for the business.")


RESEP_COPY = kinds.register(
    kinds.Kind(
        "RESEP_COPY",
        gettext_lazy("Copy of a Resep Usaha to oneself"),
        in_inbox=False,
        why_not=_not_theirs,
        secret=_copy_of,
    )
)


def copy_topic(booking: Booking) -> str:
    return f"resep:{booking.pk}"


def resep_copy(booking: Booking, *, to: User, number: int, at: datetime) -> Message:
    """Send the Resep Usaha to the person who asks for it, for the `number`th time."""
    return outbox.post(
        recipient=to,
        kind=RESEP_COPY.code,
        topic=copy_topic(booking),
        version=number,
        subject=in_indonesian(gettext_noop("Your Resep Usaha of %(moment)s"), booking),
        body=_said_in_indonesian(),
        link=resep_link(booking),
        at=at,
        at_any_hour=True,
    )


@translation.override(settings.LANGUAGE_CODE)
def _said_in_indonesian() -> str:
    return _("Here is your Resep Usaha, as you asked.")
