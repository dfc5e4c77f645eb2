"""A registration on its way: sent by the owner, answered by the office."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses import notifications, selectors
from businesses.models import Business, Decision, FieldRemark
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError
from plut_portal.core.workdays import add_workdays

# Working days until the office has answered: the same promise as for questions without a time
# (product.md C5). Silence after registering is what owners elsewhere complain of (domain.md §0, 29).
ANSWER_WITHIN = 5

Status = Business.Status


class Incomplete(PortalError):
    status = 422


class WrongStatus(PortalError):
    pass


class AlreadyDecided(PortalError):
    pass


class AnswersChanged(PortalError):
    pass


class NothingToMend(PortalError):
    status = 422


@transaction.atomic
def submit_business(*, business: Business, by: User, at: datetime) -> Business:
    """Send the registration to the office, with the day by which it answers. Twice is harmless.

    Raises Incomplete while a step is missing, WrongStatus for one that is in order already.
    """
    business = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    if business.status == Status.SUBMITTED:
        return business
    if not business.may_become(Status.SUBMITTED):
        raise WrongStatus(_("Your business has been checked already. Nothing needs to be sent."))
    if missing := selectors.completion(business).missing:
        raise Incomplete(
            _("Before sending, please answer this: %(steps)s.")
            % {"steps": ", ".join(str(state.step.title) for state in missing)}
        )
    business.submitted_at = at
    business.answer_by = add_workdays(formats.wib_day(at), ANSWER_WITHIN)
    _move(business, Status.SUBMITTED)
    notifications.business_received(business, by=by, at=at)
    return business


@transaction.atomic
def decide(
    *,
    business: Business,
    outcome: str,
    by: User,
    at: datetime,
    revision: int,
    remarks: dict[str, str] | None = None,
    message: str = "",
    seen: str = "",
) -> Decision:
    """Answer the owner: in order, or what is to be mended. `remarks` by FieldRemark.Field.

    `revision` is the state the officer looked at: whoever decides second raises AlreadyDecided.
    `seen` is the fingerprint of the answers she read, "" where nobody read any: AnswersChanged
    when the owner has changed one since.
    Raises WrongStatus for a move the table does not know, NothingToMend when a business is sent
    back without a word on what to mend.
    """
    remarks = remarks or {}
    business = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    if business.revision != revision:
        raise AlreadyDecided(_already(business))
    if seen and seen != _fingerprint(business):
        raise AnswersChanged(
            _("The owner has changed an answer since you opened this page. Please read them again.")
        )
    if not business.may_become(Status(outcome)):
        raise WrongStatus(
            _("This business stands at “%(status)s” and cannot be decided on.")
            % {"status": business.get_status_display()}
        )
    if outcome == Status.NEEDS_FIXING and not remarks and not message:
        raise NothingToMend(_("Please say what is to be mended, at one answer at least."))
    decision = Decision.objects.create(
        business=business, outcome=outcome, message=message, made_by=by, made_at=at
    )
    FieldRemark.objects.bulk_create(
        FieldRemark(decision=decision, field=name, text=text) for name, text in remarks.items()
    )
    business.verified_at = at if outcome == Status.VERIFIED else None
    _move(business, Status(outcome))
    notifications.business_decided(decision, at=at)
    return decision


def _fingerprint(business: Business) -> str:
    dossier = selectors.dossiers([business])[business.pk]
    return selectors.fingerprint(selectors.answers(dossier))


def _move(business: Business, status: Business.Status) -> None:
    business.status = status
    business.revision += 1
    business.save()


def _already(business: Business) -> str:
    decision = business.decisions.order_by("-made_at", "-pk").select_related("made_by").first()
    if decision is None:
        return _("This registration has changed in the meantime. Please look again.")
    return _("%(who)s has decided already, on %(moment)s: %(status)s. Please look again.") % {
        "who": decision.made_by.full_name,
        "moment": formats.moment_text(decision.made_at),
        "status": business.get_status_display(),
    }
