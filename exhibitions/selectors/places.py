"""Places of an activity: how many there are, who is next, by when to confirm."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from businesses.models import Business, Membership
from consultations.selectors import time_to_be_called
from exhibitions.models import Activity, Application, Call
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.notifications import services as notifications

State = Application.State
LEAST_TO_ANSWER = timedelta(hours=2)


@dataclass(frozen=True)
class Places:
    """Quota, those who hold a place (chosen or confirmed), and those a running call may fill."""

    quota: int
    held: int
    called: int

    @property
    def free(self) -> int:
        """For whoever answers a call: what nobody holds."""
        return max(0, self.quota - self.held)

    @property
    def free_to_give(self) -> int:
        """To whom the curation chooses, and to reserves: not what a running call was sent for."""
        return max(0, self.free - self.called)


def why_still_expected(*, user: User, at: datetime) -> str:
    """A sentence while an application stands that only this person could take back; or ""."""
    coming = Application.objects.live().filter(activity__starts_on__gt=formats.wib_day(at))
    standing = coming.exclude(activity__state=Activity.State.CANCELLED)
    if not standing.filter(business__in=Business.objects.run_only_by(user)).exists():
        return ""
    return _("You have applied for an exhibition. Please withdraw first, so that nobody waits.")


def places_of(activity: Activity, *, at: datetime) -> Places:
    """Two queries. Within a service, after the activity's row has been locked."""
    held = activity.applications.holding_a_place().count()
    calls = Call.objects.open_until(at=at).filter(activity=activity)
    open_calls = calls.annotate(coming=Count("answers", filter=Q(answers__state="COMING")))
    called = sum(open_calls.values_list(F("wanted") - F("coming"), flat=True))
    return Places(activity.quota, held, called)


def offers_places(activity: Activity, *, at: datetime) -> bool:
    """Nothing is offered before the release, nor once it has begun or was called off (FM-09)."""
    return activity.state == Activity.State.RELEASED and not activity.has_begun(at=at)


def next_reserve(activity: Activity, *, at: datetime) -> Application | None:
    if not offers_places(activity, at=at) or not places_of(activity, at=at).free_to_give:
        return None
    line = activity.applications.waiting().in_line()
    return line.select_related("activity", "business").first()


def may_be_confirmed(application: Application, *, at: datetime) -> bool:
    is_released = application.activity.state == Activity.State.RELEASED
    return is_released and application.is_offered(at=at)


@dataclass(frozen=True)
class ConfirmBy:
    """Until when places given now are kept, by how the news of it travels."""

    mailed: datetime
    called: datetime
    # Businesses whose people have no confirmed address: the office calls them.
    to_call: frozenset[int]

    def of(self, application: Application) -> datetime:
        return self.called if application.business_id in self.to_call else self.mailed


def confirm_by(activity: Activity, *, at: datetime) -> ConfirmBy:
    """So many hours from now, and a whole working day for whom the office calls. Two queries."""
    usual = at + activity.confirm_length
    reached = Membership.objects.reached_by_mail().values("business")
    to_call = activity.applications.exclude(business__in=reached)
    return ConfirmBy(
        mailed=_within(activity, usual, at=at),
        called=_within(activity, max(usual, time_to_be_called(at=at)), at=at),
        to_call=frozenset(to_call.values_list("business", flat=True)),
    )


def is_too_late_to_confirm(activity: Activity, *, at: datetime) -> bool:
    """Whether it would be over before anybody, told now, could answer."""
    return _within(activity, at + activity.confirm_length, at=at) > activity.over_at


def _within(activity: Activity, until: datetime, *, at: datetime) -> datetime:
    """Before the first day. Told so late that the night lies between, there is a moment to answer
    in the morning all the same: a place must not be gone before anybody heard of it."""
    heard = notifications.out_of_quiet_hours(at) + LEAST_TO_ANSWER
    return max(min(until, activity.begins_at), heard)


def place_in_line(application: Application) -> int:
    """1 for the first reserve; 0 for whoever is none."""
    if application.state != State.RESERVE:
        return 0
    line = Application.objects.waiting().filter(activity=application.activity_id).in_line()
    return list(line.values_list("pk", flat=True)).index(application.pk) + 1
