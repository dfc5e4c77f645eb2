"""A place: got, waited for, offered, lost."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message
from trainings.models import Enrolment
from trainings.notifications.meetings import remind_of_all
from trainings.notifications.posting import (
    acts_for,
    new_kind,
    no_longer_theirs,
    owners_of,
    pk_of,
    post,
)
from trainings.selectors import places


def _stale(message: Message, at: datetime) -> str:
    # Under lock, so that a change under way is seen or waits (FM-24).
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=pk_of(message))
    if enrolment.revision != message.version:
        return _("The enrolment has moved on since.")
    return "" if acts_for(enrolment, message) else no_longer_theirs()


ENROLLED = new_kind("TRAINING_ENROLLED", gettext_lazy("Place in a training"), why_not=_stale)
WAITING = new_kind("TRAINING_WAITING", gettext_lazy("On the waiting list"), why_not=_stale)
OFFER = new_kind(
    "TRAINING_OFFER", gettext_lazy("A place is offered"), time_critical=True, why_not=_stale
)
OFFER_EXPIRED = new_kind(
    "TRAINING_OFFER_EXPIRED", gettext_lazy("An offered place ran out"), why_not=_stale
)
TO_WAITING = new_kind(
    "TRAINING_TO_WAITING",
    gettext_lazy("Moved to the waiting list"),
    time_critical=True,
    calls_off=True,
    why_not=_stale,
)
WITHDRAWN = new_kind("TRAINING_WITHDRAWN", gettext_lazy("Enrolment ended"), why_not=_stale)
CANCELLED = new_kind(
    "TRAINING_CANCELLED",
    gettext_lazy("Training called off"),
    time_critical=True,
    calls_off=True,
)


def enrolled(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """Confirm the place, and schedule a reminder of every meeting to come."""
    _tell_owners(enrolment, ENROLLED, gettext_noop("Your place: %(track)s"), by=by, at=at)
    remind_of_all(enrolment, at=at)


def waiting(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """The receipt of a place on the waiting list, with its number."""
    _tell_owners(
        enrolment,
        WAITING,
        gettext_noop("On the waiting list: %(track)s"),
        by=by,
        at=at,
        place=places.place_in_line(enrolment),
    )


def place_offered(enrolment: Enrolment, *, at: datetime) -> None:
    """Time-critical: useless once the offer has run out."""
    _tell_owners(
        enrolment,
        OFFER,
        gettext_noop("A place for you until %(until)s: %(track)s"),
        at=at,
        useless_after=enrolment.offer_until,
    )


def offer_expired(enrolment: Enrolment, *, at: datetime) -> None:
    _tell_owners(enrolment, OFFER_EXPIRED, gettext_noop("The offer is over: %(track)s"), at=at)


def moved_to_waiting(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """The quota shrank, and the office decided who gives up the place; with the reason."""
    _tell_owners(
        enrolment,
        TO_WAITING,
        gettext_noop("Moved to the waiting list: %(track)s"),
        by=by,
        at=at,
        useless_after=places.begins_at(enrolment.batch),
    )


def withdrawn(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    _tell_owners(enrolment, WITHDRAWN, gettext_noop("Enrolment ended: %(track)s"), by=by, at=at)


def batch_cancelled(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """Everyone who was in or waited; useless once it would have met the next time."""
    _tell_owners(
        enrolment,
        CANCELLED,
        gettext_noop("Called off: %(track)s"),
        by=by,
        at=at,
        useless_after=places.next_moment(enrolment.batch, at=at),
    )


def _tell_owners(
    enrolment: Enrolment,
    kind: kinds.Kind,
    subject: str,
    *,
    at: datetime,
    by: User | None = None,
    useless_after: datetime | None = None,
    place: int = 0,
) -> None:
    outbox.withdraw(
        topic=enrolment.message_topic,
        before_version=enrolment.revision,
        reason=_("The enrolment has moved on since."),
    )
    post(
        owners_of(enrolment),
        kind,
        topic=enrolment.message_topic,
        version=enrolment.revision,
        subject=subject,
        link=enrolment.get_absolute_url(),
        at=at,
        by=by,
        useless_after=useless_after,
        facts={
            "track": enrolment.batch.track.name,
            "until": formats.moment_text(enrolment.offer_until) if enrolment.offer_until else "",
        },
        enrolment=enrolment,
        begins_at=places.begins_at(enrolment.batch),
        place=place,
    )
