"""Applying from what the portal already knows. Every path – page, counter, admin – comes here."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business, Product
from exhibitions import notifications, selectors
from exhibitions.models import Activity, Application, ApplicationProduct
from exhibitions.services import guards
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError

State = Application.State
MOST_PRODUCTS = 5


class NotOpen(PortalError):
    status = 403


class ReportsMissing(PortalError):
    status = 403


class RequirementsMissing(PortalError):
    """Its text names everything that is missing, one sentence after the other."""

    status = 422


class Frozen(PortalError):
    """The curators judge it already (FM-57)."""


class NotTheirProduct(PortalError):
    status = 422


class ConditionsNotAgreed(PortalError):
    status = 422


@transaction.atomic
def save_draft(
    *,
    activity: Activity,
    business: Business,
    products: Sequence[Product],
    by: User,
    at: datetime,
    pitch: str = "",
    watts: int = 0,
) -> Application:
    """Begin or change the one application of this business; what is sent stays sent.

    Raises NotOpen outside the window, Frozen once curation began, ReportsMissing for a business
    that owes one, NotTheirProduct, WrongState for what has ended.
    """
    business = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    activity = guards.lock_activity(activity.pk)
    guards.check_acts_for(business, by)
    _check_open(activity, at=at)
    _check_reports(business, at=at)
    application = _the_one(activity, business, by=by)
    if application.state == State.WITHDRAWN:
        application.become(State.DRAFT)
        application.ended_at = application.ended_by = None
    if application.state not in {State.DRAFT, State.SUBMITTED}:
        raise guards.WrongState(_("This application can no longer be changed."))
    application.pitch, application.watts = pitch.strip(), watts
    application.save()
    _choose(application, products)
    if application.state == State.SUBMITTED:
        # A change of what was sent must not leave something sent that could not be sent.
        _check_requirements(application, at=at)
    return application


def _the_one(activity: Activity, business: Business, *, by: User) -> Application:
    made = activity.applications.select_for_update(no_key=True).filter(business=business).first()
    return made or Application(activity=activity, business=business, entered_by=by)


def _choose(application: Application, products: Sequence[Product]) -> None:
    theirs = set(
        Product.objects.filter(business=application.business_id, is_active=True).values_list(
            "pk", flat=True
        )
    )
    if any(product.pk not in theirs for product in products):
        raise NotTheirProduct(_("Please choose products of this business."))
    if len(products) > MOST_PRODUCTS:
        raise NotTheirProduct(_("At most %(most)d products, please.") % {"most": MOST_PRODUCTS})
    application.entries.all().delete()
    ApplicationProduct.objects.bulk_create(
        ApplicationProduct(application=application, product=product, position=position)
        for position, product in enumerate(products, start=1)
    )


@transaction.atomic
def submit_application(
    *, application: Application, agrees: bool, by: User, at: datetime
) -> Application:
    """Send it. Called twice it stays sent.

    Raises NotOpen, ReportsMissing, ConditionsNotAgreed, and RequirementsMissing with a sentence
    for each thing that must be there and is not.
    """
    activity = guards.lock_activity(application.activity_id)
    application = guards.lock_application(application)
    guards.check_acts_for(application.business, by)
    if application.state == State.SUBMITTED:
        return application
    _check_open(activity, at=at)
    _check_reports(application.business, at=at)
    if application.state != State.DRAFT:
        raise guards.WrongState(_("This application has already ended."))
    if not agrees:
        raise ConditionsNotAgreed(_("Please agree to the conditions of this activity."))
    _check_requirements(application, at=at)
    application.become(State.SUBMITTED)
    application.submitted_at = application.agreed_at = at
    application.save()
    notifications.received(application, by=by, at=at)
    return application


@transaction.atomic
def take_back(*, application: Application, by: User, at: datetime) -> Application:
    """Make it a draft again, while applications are open. Raises Frozen, NotOpen, WrongState."""
    activity = guards.lock_activity(application.activity_id)
    application = guards.lock_application(application)
    guards.check_acts_for(application.business, by)
    if application.state == State.DRAFT:
        return application
    _check_open(activity, at=at)
    if application.state != State.SUBMITTED:
        raise guards.WrongState(_("This application has already ended."))
    application.become(State.DRAFT)
    application.submitted_at = None
    application.save()
    return application


def _check_open(activity: Activity, *, at: datetime) -> None:
    if activity.state in {Activity.State.REVIEW, Activity.State.RELEASED}:
        raise Frozen(
            _("The curators are choosing. What was sent stays as it is, so that all are equal.")
        )
    if activity.state != Activity.State.OPEN or activity.apply_from is None:
        raise NotOpen(_("Nobody can apply for this activity."))
    if at < activity.apply_from:
        raise NotOpen(
            _("Applications open on %(moment)s.")
            % {"moment": formats.moment_text(activity.apply_from)}
        )
    if not activity.takes_applications(at=at):
        raise NotOpen(_("Applications for this activity are closed."))


def _check_reports(business: Business, *, at: datetime) -> None:
    if sentence := selectors.why_no_application(business, at=at):
        raise ReportsMissing(sentence)


def _check_requirements(application: Application, *, at: datetime) -> None:
    products = [
        entry.product for entry in application.entries.select_related("product").order_by("pk")
    ]
    if not products:
        raise RequirementsMissing(_("Please choose at least one product."))
    if gone := [product.name for product in products if not product.is_active]:
        raise RequirementsMissing(
            _("%(products)s is no longer among your products. Please choose again.")
            % {"products": ", ".join(gone)}
        )
    checks = selectors.requirements_checked(
        application.activity, application.business, products, at=at
    )
    if missing := selectors.blocking(checks):
        raise RequirementsMissing(" ".join(missing))
