"""A partner's list, and a product's way from its maker through the office to the shelf."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Product
from exhibitions import selectors
from exhibitions.models import (
    ListedRequirement,
    MonthlyCapacity,
    RequirementList,
    RetailPartner,
    Submission,
    SubmissionStep,
)
from exhibitions.models.retail import MOST_PIECES
from exhibitions.notifications import retail as notices
from exhibitions.services import guards
from exhibitions.services.reports import NumberUnlikely
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError

State = Submission.State
REASON_LENGTH = 200


class ListFixed(PortalError):
    """What was published stays, so that everybody is measured by what was asked for."""


class ListEmpty(PortalError):
    status = 422


class NotTaking(PortalError):
    """The partner takes no products at present."""

    status = 403


class NotReadyForShelf(PortalError):
    """Its text names everything that keeps the product from being green."""

    status = 422


class SharingNotAgreed(PortalError):
    status = 422


class NotChecked(PortalError):
    status = 422


@transaction.atomic
def begin_list(*, partner: RetailPartner, by: User) -> RequirementList:
    """A draft with the lines of the list in use, if there is one; answers with a draft there is."""
    guards.check_permission(by, "add_requirementlist")
    partner = _lock_partner(partner.pk)
    if draft := partner.requirement_lists.drafts().first():
        return draft
    newest = partner.requirement_lists.order_by("-version").first()
    draft = RequirementList.objects.create(
        partner=partner, version=newest.version + 1 if newest else 1
    )
    for line in selectors.lines_of(newest) if newest else []:
        line.pk, line.requirements = None, draft
        line._state.adding = True
        line.save()
    return draft


@transaction.atomic
def publish_list(*, requirements: RequirementList, by: User, at: datetime) -> RequirementList:
    """Measure products by it from now on; what was sent keeps the list of its day.

    Called twice it stays published. Raises ListEmpty, and ListFixed for one long replaced.
    """
    guards.check_permission(by, "change_requirementlist")
    partner = _lock_partner(requirements.partner_id)
    requirements = RequirementList.objects.get(pk=requirements.pk)
    if requirements.state == RequirementList.State.PUBLISHED:
        return requirements
    if not requirements.is_draft:
        raise ListFixed(_("A published list stays as it is. Make a copy and change that one."))
    if not requirements.lines.exists():
        raise ListEmpty(_("Please write down at least one requirement."))
    partner.requirement_lists.published().update(state=RequirementList.State.REPLACED)
    requirements.state, requirements.published_at = RequirementList.State.PUBLISHED, at
    requirements.save()
    return requirements


@transaction.atomic
def declare_capacity(*, product: Product, pieces: int, by: User, at: datetime) -> MonthlyCapacity:
    """How many pieces a month can be delivered; said again, it replaces what was said before.

    Raises NotAllowed, NumberUnlikely.
    """
    guards.check_acts_for(product.business, by)
    if not 1 <= pieces <= MOST_PIECES:
        raise NumberUnlikely(_("Please write a number from 1 to 1,000,000."))
    said, _created = MonthlyCapacity.objects.update_or_create(
        product=product,
        defaults={"pieces": pieces, "declared_by": by, "declared_at": at},
    )
    return said


@transaction.atomic
def submit_product(
    *, partner: RetailPartner, product: Product, agrees: bool, by: User, at: datetime
) -> Submission:
    """Offer a green product to a partner, against its list in use. Called twice it is one.

    Raises NotAllowed, NotTaking, SharingNotAgreed, and NotReadyForShelf with a sentence for each
    thing that is missing.
    """
    partner = _lock_partner(partner.pk)
    guards.check_acts_for(product.business, by)
    if under_way := partner.submissions.live().filter(product=product).first():
        return under_way
    requirements = selectors.list_in_use(partner)
    if requirements is None or not partner.is_active:
        raise NotTaking(_("This partner takes no products at present."))
    if not agrees:
        raise SharingNotAgreed(_("Please agree that the partner sees this product."))
    _check_ready(requirements, product, at=at)
    submission = Submission.objects.create(
        partner=partner,
        product=product,
        requirements=requirements,
        submitted_by=by,
        submitted_at=at,
        agreed_at=at,
    )
    _note(submission, by=by, at=at)
    return submission


def _check_ready(requirements: RequirementList, product: Product, *, at: datetime) -> None:
    # Read anew: what the page held may be older than what somebody has changed since.
    product = Product.objects.select_related("business").get(pk=product.pk)
    if not product.is_active or product.withheld_reason:
        raise NotReadyForShelf(_("It is not offered at present, so the partner would not see it."))
    light = selectors.light_of(requirements, product, at=at)
    if not light.is_ready:
        raise NotReadyForShelf(" ".join(each.reason for each in light.missing))


@transaction.atomic
def withdraw_submission(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Its owner takes it back, and the partner no longer sees it. Raises WrongState once listed."""
    submission = _lock(submission)
    guards.check_acts_for(submission.product.business, by)
    return _become(submission, State.WITHDRAWN, by=by, at=at)


@transaction.atomic
def accept_submission(
    *, submission: Submission, checked: Collection[int], by: User, at: datetime
) -> Submission:
    """Let it through. `checked`: keys of the lines only people can check, all of them.

    Raises NotChecked, NotAllowed, WrongState.
    """
    submission = _lock_for_office(submission, by=by)
    lines = submission.requirements.lines.filter(kind=ListedRequirement.Kind.OFFICE)
    if set(lines.values_list("pk", flat=True)) - set(checked):
        raise NotChecked(_("Please tick everything that only the office can check."))
    return _become(submission, State.ACCEPTED, by=by, at=at)


@transaction.atomic
def return_submission(*, submission: Submission, reason: str, by: User, at: datetime) -> Submission:
    """Give it back to its owner with what is to be mended. Raises ReasonMissing, WrongState."""
    submission = _lock_for_office(submission, by=by)
    reason = guards.check_reason(reason)
    return _become(submission, State.RETURNED, reason=reason, by=by, at=at)


@transaction.atomic
def send_submission(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Show it to the partner.

    Raises WrongState, NotReadyForShelf when a paper has run out, and NotTaking while the partner
    takes none: its page is closed, so nobody would see it.
    """
    submission = _lock_for_office(submission, by=by)
    if submission.state == State.ACCEPTED:
        if not _lock_partner(submission.partner_id).is_active:
            raise NotTaking(
                _(
                    "%(partner)s takes no products at present, so nobody there would see it. Tick"
                    " “takes products” on the partner’s page first, or give the product back."
                )
                % {"partner": submission.partner}
            )
        _check_ready(submission.requirements, submission.product, at=at)
    return _become(submission, State.SENT, by=by, at=at)


@transaction.atomic
def list_submission(
    *, submission: Submission, on: date, stores: int, units: int, by: User, at: datetime
) -> Submission:
    """It stands on so many shops' shelves, with so many pieces; said again as numbers change.

    Raises WrongState, NumberUnlikely for more shops than the partner has or a day to come.
    """
    submission = _lock_for_office(submission, by=by)
    _check_numbers(submission, stores=stores, units=units)
    on = _check_day(submission, on, at=at)
    if submission.state != State.LISTED:
        return _become(submission, State.LISTED, on=on, stores=stores, units=units, by=by, at=at)
    _note(submission, on=on, stores=stores, units=units, by=by, at=at)
    return submission


@transaction.atomic
def refuse_submission(
    *, submission: Submission, reason: str, on: date, by: User, at: datetime
) -> Submission:
    """The partner does not take it, and why. Raises ReasonMissing, WrongState, NumberUnlikely."""
    return _end(submission, State.REFUSED, reason=reason, on=on, by=by, at=at)


@transaction.atomic
def delist_submission(
    *, submission: Submission, reason: str, on: date, by: User, at: datetime
) -> Submission:
    """The partner takes it off its shelves. Raises ReasonMissing, WrongState, NumberUnlikely."""
    return _end(submission, State.DELISTED, reason=reason, on=on, by=by, at=at)


def _end(
    submission: Submission, state: State, *, reason: str, on: date, by: User, at: datetime
) -> Submission:
    submission = _lock_for_office(submission, by=by)
    reason = guards.check_reason(reason)
    on = _check_day(submission, on, at=at)
    return _become(submission, state, reason=reason, on=on, by=by, at=at)


def _check_numbers(submission: Submission, *, stores: int, units: int) -> None:
    if not 1 <= stores <= submission.partner.stores:
        raise NumberUnlikely(
            _("%(partner)s has %(count)d shops; please write a number from 1 to that.")
            % {"partner": submission.partner, "count": submission.partner.stores}
        )
    if not 0 <= units <= MOST_PIECES:
        raise NumberUnlikely(_("Please write the pieces as a number up to 1,000,000."))


def _check_day(submission: Submission, on: date, *, at: datetime) -> date:
    if not formats.wib_day(submission.submitted_at) <= on <= formats.wib_day(at):
        raise NumberUnlikely(_("Please give a day between its submission and today."))
    return on


def _lock_partner(partner_id: int) -> RetailPartner:
    # Whoever offers a product or publishes a list queues on this row, so that nothing is offered
    # twice or against a list just replaced.
    return RetailPartner.objects.select_for_update(no_key=True).get(pk=partner_id)


def _lock(submission: Submission) -> Submission:
    rows = Submission.objects.select_related("partner", "product__business", "requirements")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=submission.pk)


def _lock_for_office(submission: Submission, *, by: User) -> Submission:
    guards.check_permission(by, "curate_submission")
    return _lock(submission)


def _become(
    submission: Submission,
    state: State,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    on: date | None = None,
    stores: int | None = None,
    units: int | None = None,
) -> Submission:
    """The one way a state changes. Called twice it stays as it became."""
    if submission.state == state:
        return submission
    if not submission.may_become(state):
        raise guards.WrongState(
            _("It cannot become “%(new)s”: it is “%(now)s”.")
            % {"new": state.label, "now": submission.get_state_display()}
        )
    submission.state = state
    submission.revision += 1
    submission.save()
    step = _note(submission, by=by, at=at, reason=reason, on=on, stores=stores, units=units)
    notices.step_taken(submission, step, by=by, at=at)
    return submission


def _note(
    submission: Submission,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    on: date | None = None,
    stores: int | None = None,
    units: int | None = None,
) -> SubmissionStep:
    return SubmissionStep.objects.create(
        submission=submission,
        state=submission.state,
        reason=reason[:REASON_LENGTH],
        on=on or formats.wib_day(at),
        by=by,
        at=at,
        stores=stores,
        units=units,
    )
