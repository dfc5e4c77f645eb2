"""What opens: the next stage, and at the end the certificate."""

from datetime import datetime

from django.utils.translation import gettext_lazy, gettext_noop

from plut_portal.notifications import kinds
from trainings.models import Certificate, Enrolment, Stage
from trainings.notifications.posting import new_kind, owners_of, post

GATE_OPENED = new_kind("GATE_OPENED", gettext_lazy("The next stage is open"))
CERTIFICATE = new_kind("CERTIFICATE_ISSUED", gettext_lazy("Certificate issued"))
CERTIFICATE_REVOKED = new_kind("CERTIFICATE_REVOKED", gettext_lazy("Certificate revoked"))


def gate_opened(enrolment: Enrolment, stage: Stage, *, at: datetime) -> None:
    """Once for every gate, however often it is found open."""
    post(
        owners_of(enrolment),
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


def _tell_holder(certificate: Certificate, kind: kinds.Kind, subject: str, *, at: datetime) -> None:
    enrolment = certificate.enrolment
    post(
        owners_of(enrolment),
        kind,
        topic=certificate.message_topic,
        subject=subject,
        link=certificate.get_absolute_url(),
        at=at,
        facts={"track": enrolment.batch.track.name},
        certificate=certificate,
        enrolment=enrolment,
    )
