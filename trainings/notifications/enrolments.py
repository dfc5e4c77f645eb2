"""Places: given, waited for, offered, lost; gates that open; certificates."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message
from trainings.models import Certificate, Enrolment, Meeting, Stage
from trainings.notifications.meetings import remind
from trainings.notifications.posting import acts_for, kind_of, no_longer_theirs, owners, pk_of, post
from trainings.selectors import places


def _stale(message: Message, at: datetime) -> str:
    # Under lock, so that a change under way is seen or waits (FM-24).
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=pk_of(message))
    if enrolment.revision != message.version:
        return _("The enrolment has moved on since.")
    return "" if acts_for(enrolment, message) else no_longer_theirs()


ENROLLED = kind_of("TRAINING_ENROLLED", gettext_lazy("Place in a training"), why_not=_stale)
WAITING = kind_of("TRAINING_WAITING", gettext_lazy("On the waiting list"), why_not=_stale)
OFFER = kind_of(
    "TRAINING_OFFER", gettext_lazy("A place is offered"), time_critical=True, why_not=_stale
)
OFFER_EXPIRED = kind_of(
    "TRAINING_OFFER_EXPIRED", gettext_lazy("An offered place ran out"), why_not=_stale
)
TO_WAITING = kind_of(
    "TRAINING_TO_WAITING",
    gettext_lazy("Moved to the waiting list"),
    time_critical=True,
    calls_off=True,
    why_not=_stale,
)
WITHDRAWN = kind_of("TRAINING_WITHDRAWN", gettext_lazy("Enrolment ended"), why_not=_stale)
CANCELLED = kind_of(
    "TRAINING_CANCELLED",
    gettext_lazy("Training called off"),
    time_critical=True,
    calls_off=True,
)
GATE_OPENED = kind_of("GATE_OPENED", gettext_lazy("The next stage is open"))
CERTIFICATE = kind_of("CERTIFICATE_ISSUED", gettext_lazy("Certificate issued"))
CERTIFICATE_REVOKED = kind_of("CERTIFICATE_REVOKED", gettext_lazy("Certificate revoked"))


def enrolled(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """Confirm the place, and schedule a reminder of every meeting to come."""
    _tell_owners(enrolment, ENROLLED, gettext_noop("Your place: %(track)s"), by=by, at=at)
    for meeting in _coming(enrolment, at=at):
        remind(meeting, enrolment, at=at)


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
    """Everyone who was in or waited; useless once it would have begun."""
    _tell_owners(
        enrolment,
        CANCELLED,
        gettext_noop("Called off: %(track)s"),
        by=by,
        at=at,
        useless_after=places.begins_at(enrolment.batch),
    )


def gate_opened(enrolment: Enrolment, stage: Stage, *, at: datetime) -> None:
    """Once for every gate, however often it is found open."""
    post(
        owners(enrolment),
        GATE_OPENED,
        topic=f"gate:{enrolment.pk}:{stage.pk}",
        subject=gettext_noop("Open for you: %(stage)s"),
        link=enrolment.get_absolute_url(),
        at=at,
        facts={"stage": stage.name},
        enrolment=enrolment,
        stage=stage,
        meeting=enrolment.batch.meetings.kept()
        .filter(course__stage=stage, starts_at__gt=at)
        .in_order()
        .first(),
    )


def certificate_issued(certificate: Certificate, *, at: datetime) -> None:
    _tell_holder(certificate, CERTIFICATE, gettext_noop("Your certificate: %(track)s"), at=at)


def certificate_revoked(certificate: Certificate, *, at: datetime) -> None:
    _tell_holder(
        certificate, CERTIFICATE_REVOKED, gettext_noop("Certificate revoked: %(track)s"), at=at
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
        owners(enrolment),
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


def _tell_holder(certificate: Certificate, kind: kinds.Kind, subject: str, *, at: datetime) -> None:
    enrolment = certificate.enrolment
    post(
        owners(enrolment),
        kind,
        topic=certificate.message_topic,
        subject=subject,
        link=certificate.get_absolute_url(),
        at=at,
        facts={"track": enrolment.batch.track.name},
        certificate=certificate,
        enrolment=enrolment,
    )


def _coming(enrolment: Enrolment, *, at: datetime) -> QuerySet[Meeting]:
    coming = enrolment.batch.meetings.kept().filter(starts_at__gt=at)
    return coming.select_related("course__stage").order_by("starts_at", "pk")
