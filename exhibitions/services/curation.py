"""Curating: entries frozen, scores saved, conflicts of interest declared."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from businesses import selectors as business_selectors
from businesses.models import ProductPhoto
from exhibitions import selectors
from exhibitions.models import (
    Activity,
    Application,
    ApplicationProduct,
    ConflictOfInterest,
    Criterion,
    Review,
    Score,
)
from exhibitions.services import guards
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

State = Activity.State


class StillOpen(PortalError):
    pass


class NotOnPanel(PortalError):
    """Not a curator of this activity, or in conflict with this entry."""

    status = 403


class PointsMissing(PortalError):
    status = 422


class NotInReview(PortalError):
    pass


@transaction.atomic
def begin_review(*, activity: Activity, by: User, at: datetime) -> Activity:
    """Freeze every application that was sent, as it is now, and open the curators' desk (FM-57).

    Called twice it freezes nothing twice. Raises StillOpen while somebody may still apply, and
    WrongState.
    """
    activity = guards.lock_activity(activity.pk)
    guards.check_permission(by, "decide_application")
    if activity.state == State.REVIEW:
        return activity
    if not activity.may_become(State.REVIEW) or activity.apply_until is None:
        raise guards.WrongState(_("There is nothing to choose from in this activity."))
    if at < activity.apply_until:
        raise StillOpen(_("Applications are still open."))
    activity.state, activity.review_at = State.REVIEW, at
    activity.revision += 1
    activity.save()
    for application in activity.applications.submitted().select_related("business__village"):
        _freeze(application, at=at)
    return activity


def _freeze(application: Application, *, at: datetime) -> None:
    entries = list(
        application.entries.select_related("product")
        .prefetch_related("product__permits", "product__photos")
        .order_by("position", "pk")
    )
    application.frozen = selectors.facts_to_freeze(application.business, entries, at=at)
    application.frozen_at = at
    application.save()
    for entry in entries:
        _freeze_product(entry)


def _freeze_product(entry: ApplicationProduct) -> None:
    product = entry.product
    entry.name, entry.form = product.name, product.form
    entry.permits = [
        {
            "kind": permit.kind,
            "number": permit.shown_number,
            "ends_on": permit.ends_on.isoformat() if permit.ends_on else "",
        }
        for permit in business_selectors.permits_of(product)
    ]
    if product.cover:
        _copy_photo(entry, product.cover)
    entry.save()


def _copy_photo(entry: ApplicationProduct, photo: ProductPhoto) -> None:
    """A copy of its own: the owner may change hers at any time."""
    try:
        with photo.large.open("rb") as handle:
            entry.photo.save("photo", ContentFile(handle.read()), save=False)
    except FileNotFoundError:
        # Taken away this moment; the entry is judged without it.
        return


@transaction.atomic
def save_review(
    *,
    application: Application,
    points: dict[Criterion, int],
    by: User,
    at: datetime,
    comment: str = "",
) -> Review:
    """One curator's points for every criterion of this entry, all or none; again, they replace.

    Raises NotOnPanel – also for an entry one is in conflict with, which is as good as not there –
    PointsMissing, NotInReview before curation and after the release, and BeingReleased.
    """
    activity = guards.lock_activity(application.activity_id)
    if not Application.objects.to_curate_by(by).filter(pk=application.pk).exists():
        raise NotOnPanel(_("This entry is not on your list."))
    if activity.state != State.REVIEW:
        raise NotInReview(_("Points can be given from the closing of applications to the release."))
    guards.check_not_being_released(activity)
    application = guards.lock_application(application)
    asked = selectors.criteria_for(application, activity.criteria.order_by("position", "pk"))
    _check_points(asked, points)
    review, _created = Review.objects.get_or_create(
        application=application, curator=by, defaults={"saved_at": at}
    )
    review.comment, review.saved_at, review.set_aside_at = comment.strip(), at, None
    review.save()
    for criterion in asked:
        Score.objects.update_or_create(
            review=review, criterion=criterion, defaults={"points": points[criterion]}
        )
    return review


def _check_points(asked: list[Criterion], points: dict[Criterion, int]) -> None:
    given = {criterion for criterion, number in points.items() if _is_in_range(number)}
    if missing := [each.name for each in asked if each not in given]:
        raise PointsMissing(
            _("Please give 1 to 5 points for: %(criteria)s.") % {"criteria": ", ".join(missing)}
        )


def _is_in_range(number: int) -> bool:
    return Criterion.LEAST <= number <= Criterion.MOST


@transaction.atomic
def add_curator(*, activity: Activity, curator: User, by: User, at: datetime) -> Activity:
    """One more on the panel, where conflicts of interest or an illness leave too few.

    Points that were given stay. Called twice it changes nothing. Raises NotAllowed, NotInReview
    outside curation, and BeingReleased.
    """
    activity = guards.lock_activity(activity.pk)
    guards.check_permission(by, "decide_application")
    if activity.state != State.REVIEW:
        raise NotInReview(_("Curators are added here while they are choosing."))
    guards.check_not_being_released(activity)
    activity.curators.add(curator)
    return activity


@transaction.atomic
def declare_conflict(
    *, application: Application, reason: str, by: User, at: datetime, curator: User | None = None
) -> ConflictOfInterest:
    """Take an entry off a curator's list; points given before are set aside.

    Declared by the curator herself, or by whoever decides. Called twice it keeps the first.
    Raises NotOnPanel, NotAllowed, ReasonMissing, NotInReview after the release, BeingReleased.
    """
    activity = guards.lock_activity(application.activity_id)
    whose = curator or by
    if whose != by:
        guards.check_permission(by, "decide_application")
    if not activity.curators.filter(pk=whose.pk).exists():
        raise NotOnPanel(_("This entry is not on your list."))
    if activity.is_released:
        raise NotInReview(_("The results are released; nothing changes them now."))
    guards.check_not_being_released(activity)
    made, _created = ConflictOfInterest.objects.standing().get_or_create(
        application=application,
        curator=whose,
        defaults={
            "reason": guards.check_reason(reason)[:200],
            "declared_at": at,
            "declared_by": by,
        },
    )
    Review.objects.counted().filter(application=application, curator=whose).update(set_aside_at=at)
    return made


@transaction.atomic
def lift_conflict(
    *, conflict: ConflictOfInterest, reason: str, by: User, at: datetime
) -> ConflictOfInterest:
    """It was a mistake: the curator sees the entry again, and scores it anew.

    Only for whoever decides, never for one's own. Raises NotAllowed, ReasonMissing, BeingReleased.
    """
    activity = guards.lock_activity(conflict.application.activity_id)
    guards.check_permission(by, "decide_application")
    if conflict.curator_id == by.pk:
        raise guards.NotAllowed(_("Somebody else has to lift your own conflict of interest."))
    guards.check_not_being_released(activity)
    reason = guards.check_reason(reason)[:200]
    ConflictOfInterest.objects.standing().filter(pk=conflict.pk).update(
        lifted_at=at, lifted_by=by, lift_reason=reason
    )
    conflict.refresh_from_db()
    return conflict
