"""Mentoring cases: several sessions and several consultants on one goal of a business.

Consultants act on the cases they are on. The programme admin may do each of it too, and owes a
reason, which stays in the history of the case.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business
from consultations import notifications
from consultations.models import Booking, CaseMember, Consultant, MentoringCase, Referral
from consultations.services.guards import ReasonMissing, WrongState
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

MANAGE = "consultations.manage_cases"
Status = Referral.Status


class NotOnTheCase(PortalError):
    status = 403


class OtherBusiness(PortalError):
    status = 400


class ColleagueAway(PortalError):
    pass


class OnItAlready(PortalError):
    pass


class ReferralWaits(PortalError):
    pass


class StillInCharge(PortalError):
    pass


@transaction.atomic
def open_case(
    *,
    business: Business,
    lead: Consultant,
    goal: str,
    by: User,
    at: datetime,
    booking: Booking | None = None,
    reason: str = "",
) -> MentoringCase:
    """Begin a case, with the booking it came up in as its first session.

    A booking that is in a case already answers with that one, so calling twice is harmless.
    Raises NotOnTheCase for a booking or a lead that is not one's own, OtherBusiness for a booking
    of another business, ColleagueAway for a lead who takes no bookings.
    """
    _check_may(by, own=lead.user_id == by.pk, reason=reason)
    if booking is not None:
        booking = _lock_booking(booking)
        if booking.case:
            return booking.case
        _check_fits(booking, business, lead_ids={lead.pk})
    _check_here(lead)
    case = MentoringCase(business=business, goal=goal, lead=lead, opened_by=by, opened_at=at)
    _keep(case, reason=reason)
    case.members.create(consultant=lead, joined_at=at)
    if booking is not None:
        booking.case = case
        booking.save(update_fields=["case", "updated_at"])
    return case


@transaction.atomic
def add_session(
    *, case: MentoringCase, booking: Booking, by: User, at: datetime, reason: str = ""
) -> Booking:
    """Count a booking as a session of the case; its internal note is then for all who are on it.

    Hence only whose booking it is, or staff, may add it. Adding twice changes nothing. Raises
    NotOnTheCase, OtherBusiness, and WrongState for a closed case, a booking that was cancelled or
    is in another case.
    """
    case = _lock(case)
    booking = _lock_booking(booking)
    _check_may(by, own=booking.consultant.user_id == by.pk, reason=reason)
    if booking.case_id == case.pk:
        return booking
    _check_open(case)
    if booking.case_id:
        raise WrongState(_("This session is in another case already. Take it out there first."))
    if booking.status == Booking.Status.CANCELLED:
        raise WrongState(_("This appointment was cancelled; it is no session of the case."))
    live = set(case.members.live().values_list("consultant", flat=True))
    _check_fits(booking, case.business, lead_ids=live)
    return _put(booking, case, reason=reason)


@transaction.atomic
def take_out_session(*, booking: Booking, by: User, at: datetime, reason: str = "") -> Booking:
    """The session was about something else. Taking it out twice changes nothing.

    Raises NotOnTheCase for a booking that is not one's own.
    """
    booking = _lock_booking(booking)
    _check_may(by, own=booking.consultant.user_id == by.pk, reason=reason)
    return _put(booking, None, reason=reason) if booking.case_id else booking


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
    case = _lock(case)
    is_hand_over = kind == Referral.Kind.HAND_OVER
    own = _leads(by, case) if is_hand_over else _is_on(by, case)
    _check_may(by, own=own, reason=reason)
    _check_open(case)
    _check_here(colleague)
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
    _keep(case, reason=reason)
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
    _check_here(colleague)
    is_new = not case.members.live().filter(consultant=colleague).exists()
    if is_new:
        case.members.create(consultant=colleague, joined_at=at)
    referral.answer(Status.ACCEPTED, note=note, at=at)
    if referral.is_hand_over:
        case.lead = colleague
        # Only one can be in charge, so nobody else is asked any more.
        for other in case.referrals.waiting().filter(kind=Referral.Kind.HAND_OVER):
            _withdraw(other, at=at)
    _keep(case, reason=reason)
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
    _keep(referral.case, reason=reason)
    notifications.referral_answered(referral, by=by, at=at)
    return referral


@transaction.atomic
def withdraw_referral(*, referral: Referral, by: User, at: datetime, reason: str = "") -> Referral:
    """Take the question back; anybody on the case may. Withdrawing twice changes nothing.

    Raises NotOnTheCase, and WrongState once it was answered.
    """
    case = _lock(referral.case)
    _check_may(by, own=_is_on(by, case), reason=reason)
    referral = Referral.objects.with_people().get(pk=referral.pk)
    if referral.status == Status.WITHDRAWN:
        return referral
    _check_waiting(referral, Status.WITHDRAWN)
    _withdraw(referral, at=at)
    _keep(case, reason=reason)
    return referral


@transaction.atomic
def leave(
    *, case: MentoringCase, consultant: Consultant, by: User, at: datetime, reason: str = ""
) -> None:
    """Go off the case. Leaving twice changes nothing.

    Raises NotOnTheCase for somebody else's place, StillInCharge for the lead, who hands over first.
    """
    case = _lock(case)
    _check_may(by, own=consultant.user_id == by.pk, reason=reason)
    if case.lead_id == consultant.pk:
        raise StillInCharge(_("Whoever is in charge hands the case over first, or closes it."))
    if case.members.live().filter(consultant=consultant).update(left_at=at):
        _keep(case, reason=reason)


@transaction.atomic
def close_case(
    *,
    case: MentoringCase,
    outcome: MentoringCase.Outcome,
    text: str,
    by: User,
    at: datetime,
    reason: str = "",
) -> MentoringCase:
    """End the case with what came of it. Closing twice with the same outcome changes nothing.

    Raises NotOnTheCase for anybody but the lead, ReferralWaits while a colleague has not answered,
    WrongState when it was closed with another outcome.
    """
    case = _lock(case)
    _check_may(by, own=_leads(by, case), reason=reason)
    if case.outcome == outcome:
        return case
    if not case.may_become(MentoringCase.Status.CLOSED):
        raise WrongState(_("This case is closed already."))
    if waiting := case.referrals.waiting().select_related("to_consultant__user").first():
        raise ReferralWaits(
            _("%(name)s has not answered yet. Wait for the answer, or withdraw the request.")
            % {"name": waiting.to_consultant.display_name}
        )
    case.status = MentoringCase.Status.CLOSED
    case.outcome, case.outcome_text = outcome, text
    case.closed_by, case.closed_at = by, at
    return _keep(case, reason=reason)


@transaction.atomic
def reopen_case(*, case: MentoringCase, by: User, at: datetime, reason: str) -> MentoringCase:
    """Go on with a closed case; everybody owes the reason. An open one stays as it is.

    What had come of it stays in the history. Raises NotOnTheCase for anybody but the lead,
    ReasonMissing.
    """
    case = _lock(case)
    _check_may(by, own=_leads(by, case), reason=reason)
    if case.is_open:
        return case
    _owe(reason)
    case.status = MentoringCase.Status.OPEN
    case.outcome, case.outcome_text, case.closed_by, case.closed_at = "", "", None, None
    return _keep(case, reason=reason)


def case_to_join(business: Business, consultant: Consultant) -> MentoringCase | None:
    """The case a new booking belongs to by itself: the only open one this consultant is on."""
    live = CaseMember.objects.live().filter(consultant=consultant)
    of_hers = MentoringCase.objects.open().filter(business=business, pk__in=live.values("case"))
    # Held until the booking is written, so that nobody closes the case in between.
    found = of_hers.select_for_update(no_key=True, of=("self",)).order_by("pk")[:2]
    first, *others = [*found] or [None]
    return None if others else first


def _lock(case: MentoringCase) -> MentoringCase:
    # Every act on a case queues on its row first; its people and referrals need no locks of
    # their own then. After it comes a booking, never before.
    locked = MentoringCase.objects.select_for_update(no_key=True, of=("self",))
    return locked.with_people().get(pk=case.pk)


def _lock_booking(booking: Booking) -> Booking:
    locked = Booking.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("consultant__user", "case").get(pk=booking.pk)


def _lock_referral(referral: Referral, *, by: User, reason: str) -> Referral:
    _lock(referral.case)
    referral = Referral.objects.with_people().get(pk=referral.pk)
    _check_may(by, own=referral.to_consultant.user_id == by.pk, reason=reason)
    return referral


def _check_may(by: User, *, own: bool, reason: str) -> None:
    """Whoever it belongs to, or the programme admin with a reason."""
    if own:
        return
    if not by.has_perm(MANAGE):
        raise NotOnTheCase(_("Only colleagues on this case may do that."))
    _owe(reason)


def _owe(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(_("Please write the reason. It stays in the history of the case."))


def _check_open(case: MentoringCase) -> None:
    if not case.is_open:
        raise WrongState(_("This case is closed. Reopen it first."))


def _check_here(consultant: Consultant) -> None:
    if not Consultant.objects.active().filter(pk=consultant.pk).exists():
        raise ColleagueAway(
            _("%(name)s takes no bookings at present.") % {"name": consultant.display_name}
        )


def _check_fits(booking: Booking, business: Business, *, lead_ids: set[int]) -> None:
    if booking.business_id != business.pk:
        raise OtherBusiness(_("This session is of another business."))
    if booking.consultant_id not in lead_ids:
        raise NotOnTheCase(_("The consultant of this session is not on the case."))


def _check_waiting(referral: Referral, status: Referral.Status) -> None:
    if not referral.may_become(status):
        raise WrongState(
            _("This request is no longer open: %(state)s.")
            % {"state": referral.get_status_display().lower()}
        )


def _is_on(by: User, case: MentoringCase) -> bool:
    return case.members.live().filter(consultant__user=by).exists()


def _leads(by: User, case: MentoringCase) -> bool:
    return case.lead.user_id == by.pk


def _withdraw(referral: Referral, *, at: datetime) -> None:
    referral.answer(Status.WITHDRAWN, note="", at=at)
    notifications.referral_withdrawn(referral)


def _put(booking: Booking, case: MentoringCase | None, *, reason: str) -> Booking:
    booking.case = case
    vars(booking)["_change_reason"] = reason.strip()[:100] or None
    booking.save(update_fields=["case", "updated_at"])
    return booking


def _keep(case: MentoringCase, *, reason: str) -> MentoringCase:
    """Save, with the reason in the history – also when only its people have changed."""
    vars(case)["_change_reason"] = reason.strip() or None
    case.save()
    return case
