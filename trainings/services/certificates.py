"""Issuing, revoking and issuing again. What is printed is derived from attendance and frozen."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core import formats, queue
from plut_portal.core.errors import PortalError
from trainings import certificate_pdf, notifications
from trainings.models import (
    Batch,
    Certificate,
    CertificateNumbering,
    Enrolment,
    IssueItem,
    IssueRun,
)
from trainings.selectors import certificates as selectors
from trainings.selectors.gates import Ledger
from trainings.services import guards


class NotEntitled(PortalError):
    pass


class NobodyEntitled(PortalError):
    pass


class Revoked(PortalError):
    pass


@transaction.atomic
def issue_certificate(*, enrolment: Enrolment, by: User, at: datetime) -> Certificate:
    """Issue it with the next number of the year; calling twice answers with the one there is.

    Raises NotAllowed, NotEnrolled, NotEntitled with what is missing (FM-53), and Revoked for who
    had one: that one is issued again with a reason, not by the way.
    """
    guards.check_permission(by, "issue_certificate")
    enrolment = guards.lock_enrolment(enrolment)
    if valid := enrolment.certificates.valid().first():
        return valid
    if enrolment.certificates.exists():
        raise Revoked(_("The certificate was revoked. Issue it again with a reason."))
    certificate = _derive(enrolment, by=by, at=at)
    _take_number(certificate)
    _hand_over(certificate, at=at)
    return certificate


def _hand_over(certificate: Certificate, *, at: datetime) -> None:
    certificate.save()
    queue.enqueue("trainings.set_certificate", certificate_id=certificate.pk)
    notifications.certificate_issued(certificate, at=at)


def _derive(enrolment: Enrolment, *, by: User, at: datetime) -> Certificate:
    guards.check_enrolled(enrolment)
    missing = selectors.what_is_missing(enrolment, Ledger([enrolment], at=at))
    attended = selectors.attended(enrolment)
    if missing or attended is None:
        whats = missing or [_("no meeting was attended")]
        raise NotEntitled(_("No certificate yet: %(missing)s.") % {"missing": "; ".join(whats)})
    return Certificate(
        enrolment=enrolment,
        holder_name=enrolment.participant.full_name,
        business_name=enrolment.business.label,
        hours=attended.hours,
        first_on=attended.first_on,
        last_on=attended.last_on,
        issued_at=at,
        issued_by=by,
    )


def _take_number(certificate: Certificate) -> None:
    """Without gap or double: the row stays locked until the certificate is there, or neither is."""
    CertificateNumbering.objects.get_or_create(pk=1)
    numbering = CertificateNumbering.objects.select_for_update(no_key=True).get(pk=1)
    day = formats.wib_day(certificate.issued_at)
    if numbering.year != day.year:
        numbering.year, numbering.last_number = day.year, 0
    numbering.last_number += 1
    numbering.save(update_fields=["year", "last_number"])
    certificate.year, certificate.serial = numbering.year, numbering.last_number
    certificate.number = numbering.text(numbering.last_number, day)


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, reason: str, by: User, at: datetime
) -> Certificate:
    """Say that it no longer counts; its page says so too. Twice keeps the first reason."""
    guards.check_permission(by, "issue_certificate")
    reason = guards.check_reason(reason)
    guards.lock_enrolment(certificate.enrolment)
    certificate = Certificate.objects.select_related("enrolment").get(pk=certificate.pk)
    if certificate.is_valid:
        _revoke(certificate, reason=reason, by=by, at=at)
        notifications.certificate_revoked(certificate, at=at)
    return certificate


def _revoke(certificate: Certificate, *, reason: str, by: User, at: datetime) -> None:
    certificate.revoked_at, certificate.revoked_by = at, by
    certificate.revoke_reason = reason[:200]
    certificate.save()


@transaction.atomic
def reissue_certificate(
    *, certificate: Certificate, reason: str, by: User, at: datetime
) -> Certificate:
    """Issue it anew, with today's name and hours: same number with a suffix, a code of its own.

    The one before is revoked with the reason and stays to be looked up. Calling it twice for the
    same certificate answers with what the first made. Raises NotEntitled as issuing does.
    """
    guards.check_permission(by, "issue_certificate")
    reason = guards.check_reason(reason)
    enrolment = guards.lock_enrolment(certificate.enrolment)
    newest = enrolment.certificates.order_by("version").last()
    if newest is None or newest.version > certificate.version:
        return newest or certificate
    fresh = _derive(enrolment, by=by, at=at)
    if newest.is_valid:
        _revoke(newest, reason=reason, by=by, at=at)
    fresh.year, fresh.serial, fresh.number = newest.year, newest.serial, newest.number
    fresh.version = newest.version + 1
    _hand_over(fresh, at=at)
    return fresh


@transaction.atomic
def order_certificates(*, batch: Batch, by: User, at: datetime) -> IssueRun:
    """Have workers issue every certificate of the batch that is due, one row each.

    While an order is being carried out, a second one answers with the first. Raises NotAllowed
    and NobodyEntitled.
    """
    guards.check_permission(by, "issue_certificate")
    batch = guards.lock_batch(batch.pk)
    running = selectors.latest_run(batch)
    if running and not selectors.progress_of(running).is_finished:
        return running
    everyone = batch.enrolments.enrolled().select_related("batch").order_by("pk")
    due = selectors.entitled(everyone, at=at)
    if not due:
        raise NobodyEntitled(_("Nobody in this batch can get a certificate now."))
    run = IssueRun.objects.create(batch=batch, ordered_by=by, ordered_at=at)
    items = IssueItem.objects.bulk_create(IssueItem(run=run, enrolment=each) for each in due)
    for item in items:
        queue.enqueue("trainings.issue_certificate", item_id=item.pk)
    return run


def carry_out(*, item_id: int, at: datetime) -> str:
    """Issue one row of an order. Answers with the new state.

    May run twice, or be killed half way: tries are counted apart, and the row stays locked.
    """
    tries = IssueItem.objects.unfinished().filter(pk=item_id, attempts__lt=IssueItem.MAX_ATTEMPTS)
    if not tries.update(attempts=F("attempts") + 1):
        return "not ours"
    return _carry_out(item_id, at=at)


@transaction.atomic
def _carry_out(item_id: int, *, at: datetime) -> str:
    items = IssueItem.objects.unfinished().select_related("run__ordered_by", "enrolment")
    item = items.select_for_update(of=("self",), skip_locked=True).filter(pk=item_id).first()
    if item is None:
        return "not ours"
    try:
        with transaction.atomic():
            issue_certificate(enrolment=item.enrolment, by=item.run.ordered_by, at=at)
    except PortalError as refusal:
        item.state, item.reason = IssueItem.State.REFUSED, str(refusal)[:300]
    else:
        item.state = IssueItem.State.ISSUED
    item.save()
    return item.state


def sweep_orders(*, at: datetime) -> int:
    """Poke a worker for every row whose own never came, and give up on those tried often enough."""
    stuck = IssueItem.objects.stuck(at=at)
    stuck.filter(attempts__gte=IssueItem.MAX_ATTEMPTS).update(
        state=IssueItem.State.REFUSED, reason=_("It could not be made. Please try it again.")
    )
    waiting = list(stuck.values_list("pk", flat=True))
    for pk in waiting:
        queue.enqueue("trainings.issue_certificate", item_id=pk)
    return len(waiting)


def sweep_papers(*, at: datetime) -> int:
    """Poke a worker for every valid certificate whose paper was never set."""
    unset = list(Certificate.objects.valid().without_paper(at=at).values_list("pk", flat=True))
    for pk in unset:
        queue.enqueue("trainings.set_certificate", certificate_id=pk)
    return len(unset)


def set_paper(*, certificate: Certificate) -> bytes:
    """The PDF. Set once and kept, so that what is downloaded later is what was issued."""
    if certificate.file:
        with certificate.file.open("rb") as handle:
            kept: bytes = handle.read()
        return kept
    pdf = certificate_pdf.pdf(selectors.paper_of(certificate))
    certificate.file.save("file", ContentFile(pdf), save=False)
    first = Certificate.objects.filter(pk=certificate.pk, file="").update(
        file=certificate.file.name
    )
    if not first:
        # Somebody else set it meanwhile; theirs counts.
        certificate.file.storage.delete(str(certificate.file.name))
        certificate.refresh_from_db(fields=["file"])
    return pdf
