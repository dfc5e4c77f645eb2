"""What every act on a mentoring case goes by.

Consultants act on the cases they are on. The programme admin may do each of it too, and owes a
reason, which stays in the history of the case.
"""

from django.utils.translation import gettext as _

from consultations.models import Consultant, MentoringCase
from consultations.services.guards import ReasonMissing, WrongState
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

MANAGE = "consultations.manage_cases"


class NotOnTheCase(PortalError):
    status = 403


class ColleagueAway(PortalError):
    pass


def lock(case: MentoringCase) -> MentoringCase:
    # Every act on a case queues on its row first; its people and referrals need no locks of
    # their own then. After it comes a booking, never before.
    locked = MentoringCase.objects.select_for_update(no_key=True, of=("self",))
    return locked.with_people().get(pk=case.pk)


def check_may(by: User, *, own: bool, reason: str) -> None:
    """Whoever it belongs to, or the programme admin with a reason."""
    if own:
        return
    if not by.has_perm(MANAGE):
        raise NotOnTheCase(_("Only colleagues on this case may do that."))
    owe(reason)


def owe(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(_("Please write the reason. It stays in the history of the case."))


def check_open(case: MentoringCase) -> None:
    if not case.is_open:
        raise WrongState(_("This case is closed. Reopen it first."))


def check_here(consultant: Consultant) -> None:
    if not Consultant.objects.active().filter(pk=consultant.pk).exists():
        raise ColleagueAway(
            _("%(name)s takes no bookings at present.") % {"name": consultant.display_name}
        )


def is_on(by: User, case: MentoringCase) -> bool:
    return case.members.live().filter(consultant__user=by).exists()


def leads(by: User, case: MentoringCase) -> bool:
    return case.lead.user_id == by.pk


def keep(case: MentoringCase, *, reason: str) -> MentoringCase:
    """Save, with the reason in the history – also when only its people have changed."""
    vars(case)["_change_reason"] = reason.strip() or None
    case.save()
    return case
