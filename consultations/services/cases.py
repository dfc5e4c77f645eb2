"""Mentoring cases: several sessions and several consultants on one goal of a business."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business
from consultations.models import Booking, CaseMember, Consultant, MentoringCase
from consultations.services import case_guards
from consultations.services.case_guards import NotOnTheCase
from consultations.services.guards import WrongState
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError


class OtherBusiness(PortalError):
    status = 400


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
    case_guards.check_may(by, own=lead.user_id == by.pk, reason=reason)
    business = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    if booking is not None:
        booking = _lock_booking(booking)
        if booking.case:
            return booking.case
        _check_fits(booking, business, lead_ids={lead.pk})
    case_guards.check_here(lead)
    case = MentoringCase(business=business, goal=goal, lead=lead, opened_by=by, opened_at=at)
    case_guards.keep(case, reason=reason)
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
    case = case_guards.lock(case)
    booking = _lock_booking(booking)
    case_guards.check_may(by, own=booking.consultant.user_id == by.pk, reason=reason)
    if booking.case_id == case.pk:
        return booking
    case_guards.check_open(case)
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
    case_guards.check_may(by, own=booking.consultant.user_id == by.pk, reason=reason)
    return _put(booking, None, reason=reason) if booking.case_id else booking


@transaction.atomic
def leave(
    *, case: MentoringCase, consultant: Consultant, by: User, at: datetime, reason: str = ""
) -> None:
    """Go off the case. Leaving twice changes nothing.

    Raises NotOnTheCase for somebody else's place, StillInCharge for the lead, who hands over first.
    """
    case = case_guards.lock(case)
    case_guards.check_may(by, own=consultant.user_id == by.pk, reason=reason)
    if case.lead_id == consultant.pk:
        raise StillInCharge(_("Whoever is in charge hands the case over first, or closes it."))
    if case.members.live().filter(consultant=consultant).update(left_at=at):
        case_guards.keep(case, reason=reason)


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
    case = case_guards.lock(case)
    case_guards.check_may(by, own=case_guards.leads(by, case), reason=reason)
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
    return case_guards.keep(case, reason=reason)


@transaction.atomic
def reopen_case(*, case: MentoringCase, by: User, at: datetime, reason: str) -> MentoringCase:
    """Go on with a closed case; everybody owes the reason. An open one stays as it is.

    What had come of it stays in the history. Raises NotOnTheCase for anybody but the lead,
    ReasonMissing.
    """
    case = case_guards.lock(case)
    case_guards.check_may(by, own=case_guards.leads(by, case), reason=reason)
    if case.is_open:
        return case
    case_guards.owe(reason)
    case.status = MentoringCase.Status.OPEN
    case.outcome, case.outcome_text, case.closed_by, case.closed_at = "", "", None, None
    return case_guards.keep(case, reason=reason)


def case_to_join(business: Business, consultant: Consultant) -> MentoringCase | None:
    """The case a new booking belongs to by itself: the only open one this consultant is on."""
    live = CaseMember.objects.live().filter(consultant=consultant)
    of_hers = MentoringCase.objects.open().filter(business=business, pk__in=live.values("case"))
    # Held until the booking is written, so that nobody closes the case in between.
    found = of_hers.select_for_update(no_key=True, of=("self",)).order_by("pk")[:2]
    first, *others = [*found] or [None]
    return None if others else first


def _lock_booking(booking: Booking) -> Booking:
    locked = Booking.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("consultant__user", "case").get(pk=booking.pk)


def _check_fits(booking: Booking, business: Business, *, lead_ids: set[int]) -> None:
    if booking.business_id != business.pk:
        raise OtherBusiness(_("This session is of another business."))
    if booking.consultant_id not in lead_ids:
        raise NotOnTheCase(_("The consultant of this session is not on the case."))


def _put(booking: Booking, case: MentoringCase | None, *, reason: str) -> Booking:
    booking.case = case
    vars(booking)["_change_reason"] = reason.strip()[:100] or None
    booking.save(update_fields=["case", "updated_at"])
    return booking
