"""A colleague is asked onto a case, or to take it over, and answers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations import notifications
from consultations.models import Consultant, MentoringCase, Referral
from consultations.services import case_guards
from consultations.services.cases import ReferralWaits
from consultations.services.guards import WrongState
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

Status = Referral.Status


class OnItAlready(PortalError):
    pass


@transaction.atomic
def refer(
    *,
    case: MentoringCase,
    kind: Referral.Kind,
    colleague: Consultant,
    message: str,
    by: User,
    at: datetime,
    reason: str = "",
) -> Referral:
    """Ask a colleague to join the case or to take it over; nothing changes until the answer.

    Asking twice for the same answers with the first referral. Raises NotOnTheCase – to hand over,
    one has to be in charge –, WrongState for a closed case, ColleagueAway for somebody who takes no
    bookings, OnItAlready, and ReferralWaits when the colleague was asked for the other thing.
    """
    case = case_guards.lock(case)
    is_hand_over = kind == Referral.Kind.HAND_OVER
    own = case_guards.leads(by, case) if is_hand_over else case_guards.is_on(by, case)
    case_guards.check_may(by, own=own, reason=reason)
    case_guards.check_open(case)
    case_guards.check_here(colleague)
    on_it = case.members.live().filter(consultant=colleague).exists()
    if colleague == case.lead or (on_it and not is_hand_over):
        raise OnItAlready(_("%(name)s is on this case already.") % {"name": colleague.display_name})
    waiting = case.referrals.waiting().filter(to_consultant=colleague).first()
    if waiting and waiting.kind == kind:
        return waiting
    if waiting:
        raise ReferralWaits(
            _("%(name)s has been asked already. Withdraw that request first.")
            % {"name": colleague.display_name}
        )
    sender = Consultant.objects.get(user=by) if own else case.lead
    referral = Referral.objects.create(
        case=case,
        kind=kind,
        from_consultant=sender,
        to_consultant=colleague,
        message=message,
        at=at,
    )
    case_guards.keep(case, reason=reason)
    notifications.referral_sent(referral, by=by, at=at)
    return referral


@transaction.atomic
def accept(
    *, referral: Referral, by: User, at: datetime, note: str = "", reason: str = ""
) -> Referral:
    """Join the case, or take it over: then the lead changes, and whoever led it stays on it.

    Accepting twice changes nothing. Raises NotOnTheCase for anybody but the colleague who was
    asked, WrongState once it was answered otherwise, ColleagueAway.
    """
    referral = _lock_referral(referral, by=by, reason=reason)
    if referral.status == Status.ACCEPTED:
        return referral
    _check_waiting(referral, Status.ACCEPTED)
    case, colleague = referral.case, referral.to_consultant
    case_guards.check_here(colleague)
    is_new = not case.members.live().filter(consultant=colleague).exists()
    if is_new:
        case.members.create(consultant=colleague, joined_at=at)
    referral.answer(Status.ACCEPTED, note=note, at=at)
    if referral.is_hand_over:
        case.lead = colleague
        # Only one can be in charge, so nobody else is asked any more.
        for other in case.referrals.waiting().filter(kind=Referral.Kind.HAND_OVER):
            _withdraw(other, at=at)
    case_guards.keep(case, reason=reason)
    notifications.referral_answered(referral, by=by, at=at)
    notifications.colleague_joined(referral, by=by, at=at)
    return referral


@transaction.atomic
def decline(
    *, referral: Referral, by: User, at: datetime, note: str = "", reason: str = ""
) -> Referral:
    """Say no, with a word why. Declining twice changes nothing. Raises what accepting raises."""
    referral = _lock_referral(referral, by=by, reason=reason)
    if referral.status == Status.DECLINED:
        return referral
    _check_waiting(referral, Status.DECLINED)
    referral.answer(Status.DECLINED, note=note, at=at)
    case_guards.keep(referral.case, reason=reason)
    notifications.referral_answered(referral, by=by, at=at)
    return referral


@transaction.atomic
def withdraw_referral(*, referral: Referral, by: User, at: datetime, reason: str = "") -> Referral:
    """Take the question back; anybody on the case may. Withdrawing twice changes nothing.

    Raises NotOnTheCase, and WrongState once it was answered.
    """
    case = case_guards.lock(referral.case)
    case_guards.check_may(by, own=case_guards.is_on(by, case), reason=reason)
    referral = Referral.objects.with_people().get(pk=referral.pk)
    if referral.status == Status.WITHDRAWN:
        return referral
    _check_waiting(referral, Status.WITHDRAWN)
    _withdraw(referral, at=at)
    case_guards.keep(case, reason=reason)
    return referral


def _lock_referral(referral: Referral, *, by: User, reason: str) -> Referral:
    case_guards.lock(referral.case)
    referral = Referral.objects.with_people().get(pk=referral.pk)
    case_guards.check_may(by, own=referral.to_consultant.user_id == by.pk, reason=reason)
    return referral


def _check_waiting(referral: Referral, status: Referral.Status) -> None:
    if not referral.may_become(status):
        raise WrongState(
            _("This request is no longer open: %(state)s.")
            % {"state": referral.get_status_display().lower()}
        )


def _withdraw(referral: Referral, *, at: datetime) -> None:
    referral.answer(Status.WITHDRAWN, note="", at=at)
    notifications.referral_withdrawn(referral)
