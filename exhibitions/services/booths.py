"""Booths by zone: given, shared, given back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from exhibitions import notifications
from exhibitions.models import Activity, Application, Booth, BoothPlace
from exhibitions.services import guards
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError


class BoothFull(PortalError):
    pass


class BoothElsewhere(PortalError):
    status = 422


@transaction.atomic
def give_booth(*, application: Application, booth: Booth, by: User, at: datetime) -> BoothPlace:
    """Place a confirmed business, or move it. Called twice it stays where it is.

    Raises BoothFull, BoothElsewhere for a booth of another activity, and WrongState for a business
    that has not confirmed.
    """
    activity = guards.lock_activity(application.activity_id)
    application = guards.lock_application(application)
    guards.check_permission(by, "change_booth")
    _check_fits(application, booth, activity)
    standing = BoothPlace.objects.filter(application=application).first()
    if standing and standing.booth_id == booth.pk:
        return standing
    seat = _free_seat(booth)
    place = standing or BoothPlace(application=application)
    place.booth, place.seat, place.given_at, place.given_by = booth, seat, at, by
    place.save()
    notifications.booth_given(place, by=by, at=at)
    return place


def _check_fits(application: Application, booth: Booth, activity: Activity) -> None:
    if booth.zone.activity_id != activity.pk:
        raise BoothElsewhere(_("This booth belongs to another activity."))
    if not application.is_confirmed:
        raise guards.WrongState(_("Only who has confirmed gets a booth."))


def _free_seat(booth: Booth) -> int:
    # Read under the activity's lock, as the capacity is changed under it.
    booth.refresh_from_db(fields=["capacity"])
    taken = set(booth.places.values_list("seat", flat=True))
    if len(taken) >= booth.capacity:
        raise BoothFull(_("Booth %(code)s is full.") % {"code": booth.code})
    return next(seat for seat in range(1, Booth.MOST_SEATS + 1) if seat not in taken)


@transaction.atomic
def free_booth(*, application: Application, by: User) -> None:
    """Take a business off its booth; it keeps its place in the activity."""
    guards.lock_activity(application.activity_id)
    guards.check_permission(by, "change_booth")
    BoothPlace.objects.filter(application=application).delete()


@transaction.atomic
def change_capacity(*, booth: Booth, capacity: int, by: User) -> Booth:
    """How many share it; never fewer than stand there. Raises BoothFull."""
    guards.lock_activity(booth.zone.activity_id)
    guards.check_permission(by, "change_booth")
    standing = booth.places.count()
    if capacity < standing:
        raise BoothFull(
            _("%(count)d businesses stand in booth %(code)s already.")
            % {"count": standing, "code": booth.code}
        )
    booth.capacity = capacity
    booth.save()
    return booth
