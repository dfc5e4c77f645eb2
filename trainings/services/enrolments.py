"""Enrolling a business for a whole track. Every path – page, admin, import – comes through here."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError
from plut_portal.waitlists import services as waitlists
from trainings import notifications
from trainings.models import Batch, Enrolment
from trainings.selectors import places
from trainings.services import guards
from trainings.services.places import settle

Status = Enrolment.Status


class EnrolmentNotOpen(PortalError):
    pass


class EnrolmentClosed(PortalError):
    status = 403


class SameTraining(PortalError):
    pass


class NotAMember(PortalError):
    status = 422


@transaction.atomic
def enrol(
    *,
    batch: Batch,
    business: Business,
    by: User,
    at: datetime,
    participant: User | None = None,
    override_reason: str = "",
) -> Enrolment:
    """Give the business a place for the whole track, or the next place on the waiting list.

    Called twice it answers with what the business has. Who may take which place stands in
    selectors.places.Places. Raises EnrolmentNotOpen and EnrolmentClosed, SameTraining for a
    business that takes this training now or took it within twelve months – staff go past that
    with a reason – and NotAMember for a participant who does not act for the business.
    """
    batch = guards.lock_batch(batch.pk)
    # Two batches of one track at once: whoever asks second finds the first.
    business = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    guards.check_acts_for(business, by)
    if held := batch.enrolments.live().filter(business=business).first():
        return held
    _check_open(batch, at=at)
    exception = override_reason.strip() if guards.is_staff(by) else ""
    if not exception:
        _check_not_the_same(batch, business, at=at)
    # Whoever has waited comes first, even if nobody has offered the place yet.
    settle(batch, at=at)
    enrolment = _new(batch, business, at=at)
    enrolment.participant = _participant(business, participant, by=by)
    enrolment.enrolled_by, enrolment.override_reason = by, exception
    enrolment.save()
    _tell(enrolment, by=by, at=at)
    return enrolment


def _check_open(batch: Batch, *, at: datetime) -> None:
    if batch.state == Batch.State.CANCELLED:
        raise EnrolmentClosed(_("This batch does not take place."))
    if batch.state != Batch.State.PUBLISHED or at < batch.enrol_from:
        raise EnrolmentNotOpen(
            _("Enrolment opens on %(moment)s.") % {"moment": formats.moment_text(batch.enrol_from)}
        )
    if at >= batch.enrol_until or places.has_begun(batch, at=at):
        raise EnrolmentClosed(
            _("Enrolment for this batch is closed. The office tells you when the next one opens.")
        )


def _check_not_the_same(batch: Batch, business: Business, *, at: datetime) -> None:
    if elsewhere := places.live_elsewhere(business, batch.track, batch):
        raise SameTraining(
            _("This business is already in batch %(number)d of this training.")
            % {"number": elsewhere.batch.number}
        )
    if last := places.came_lately(business, batch.track, day=formats.wib_day(at)):
        raise SameTraining(
            _(
                "This business took the same training until %(last)s. It can come again from"
                " %(again)s; other trainings are open to it. Is there a good reason? The office can"
                " make an exception."
            )
            % {
                "last": formats.short_date_text(last),
                "again": formats.short_date_text(places.a_year_after(last)),
            }
        )


def _new(batch: Batch, business: Business, *, at: datetime) -> Enrolment:
    first_timer = places.is_first_timer(business)
    has_place = places.places_of(batch, at=at).has_one_for(first_timer=first_timer)
    # By night a place may be free that is not offered: still nobody overtakes the list (FM-09).
    has_place = has_place and places.next_in_line(batch, at=at) is None
    return Enrolment(
        batch=batch,
        business=business,
        status=Status.ENROLLED if has_place else Status.WAITING,
        is_first_timer=first_timer,
        asked_at=at,
        enrolled_at=at if has_place else None,
    )


def _participant(business: Business, participant: User | None, *, by: User) -> User:
    """Whoever is named; else she who asks, or the first of the business when staff do."""
    people = User.objects.filter(
        memberships__business=business, memberships__is_active=True, is_active=True
    ).order_by("memberships__pk")
    named = participant or people.filter(pk=by.pk).first() or people.first()
    if named is None or not people.filter(pk=named.pk).exists():
        raise NotAMember(_("Please choose somebody who acts for this business."))
    return named


def _tell(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    if enrolment.is_enrolled:
        notifications.enrolled(enrolment, by=by, at=at)
    else:
        notifications.waiting(enrolment, by=by, at=at)


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: User, at: datetime, reason: str = "") -> Enrolment:
    """End an enrolment, a wait or an offer; a freed place goes to the next in line.

    Called twice it changes nothing. Staff owe the owner a reason. Raises ReasonMissing, and
    WrongState for what has ended otherwise or already brought a certificate that counts.
    """
    batch = guards.lock_batch(enrolment.batch_id)
    enrolment = guards.lock_enrolment(enrolment)
    guards.check_acts_for(enrolment.business, by)
    if enrolment.status == Status.WITHDRAWN:
        return enrolment
    if not enrolment.is_live or batch.state == Batch.State.FINISHED:
        raise guards.WrongState(_("This enrolment has already ended."))
    if enrolment.certificates.valid().exists():
        raise guards.WrongState(
            _(
                "The certificate of this training has been issued, so there is nothing to withdraw"
                " from. Should it not count, the office has to revoke it first."
            )
        )
    if not Business.objects.run_by(by).filter(pk=enrolment.business_id).exists():
        guards.check_reason(reason)
    enrolment.status_reason = reason.strip()
    waitlists.end(enrolment, Status.WITHDRAWN, by=by, at=at)
    notifications.withdrawn(enrolment, by=by, at=at)
    settle(batch, at=at)
    return enrolment


@transaction.atomic
def move_up(*, enrolment: Enrolment, reason: str, by: User, at: datetime) -> Enrolment:
    """Put a waiting business before all others in line, with a reason that is kept (FM-09).

    Raises NotAllowed, ReasonMissing, and WrongState for one that does not wait.
    """
    batch = guards.lock_batch(enrolment.batch_id)
    enrolment = guards.lock_enrolment(enrolment)
    guards.check_permission(by, "manage_enrolments")
    reason = guards.check_reason(reason)
    if enrolment.status != Status.WAITING:
        raise guards.WrongState(_("This business does not stand on the waiting list."))
    waitlists.put_first(enrolment, batch.enrolments.waiting(), reason=reason)
    settle(batch, at=at)
    enrolment.refresh_from_db()
    return enrolment
