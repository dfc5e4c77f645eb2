"""After the release: confirmed, declined, lapsed, and the reserves moving up by themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from exhibitions import notifications, selectors
from exhibitions.models import Activity, Application, BoothPlace, Call, CallAnswer
from exhibitions.models.applications import ApplicationQuerySet
from exhibitions.services import guards
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from plut_portal.waitlists import services as waitlists

State = Application.State


class PlaceGone(PortalError):
    pass


@dataclass(frozen=True)
class ReserveLine:
    """The reserve list of an activity that the caller has locked."""

    activity: Activity

    def rows(self) -> ApplicationQuerySet:
        rows = Application.objects.filter(activity=self.activity)
        return rows.select_related("activity", "business")

    def next(self, *, at: datetime) -> Application | None:
        return selectors.next_reserve(self.activity, at=at)

    def offer_ends(self, row: Application, *, at: datetime) -> datetime:
        return selectors.confirm_by(self.activity, at=at).of(row)

    def tell_offered(self, row: Application, *, at: datetime) -> None:
        notifications.moved_up(row, at=at)

    def tell_expired(self, row: Application, *, at: datetime) -> None:
        notifications.lapsed(row, at=at)


def settle(activity: Activity, *, at: datetime) -> list[Application]:
    """For an activity that the caller has locked. Answers with who moved up.

    Once it is called off nobody's place is given on: what everybody was told last stays the last.
    """
    if activity.state == Activity.State.CANCELLED:
        return []
    return waitlists.settle(ReserveLine(activity), at=at)


@transaction.atomic
def settle_places(*, activity: Activity, at: datetime) -> list[Application]:
    """End what was not confirmed in time, and offer every free place. Twice offers nothing twice."""
    return settle(guards.lock_activity(activity.pk), at=at)


@transaction.atomic
def confirm_place(*, application: Application, by: User, at: datetime) -> Application:
    """Take the place; calling twice keeps it. Raises PlaceGone when it is somebody else's by now.

    Whoever gets the activity's lock first, this or the sweep, decides (FM-10).
    """
    activity = guards.lock_activity(application.activity_id)
    application = guards.lock_application(application)
    guards.check_acts_for(application.business, by)
    if application.is_confirmed:
        return application
    application.activity = activity
    if not selectors.may_be_confirmed(application, at=at):
        raise PlaceGone(_("This place can no longer be confirmed; it went to the next business."))
    application.become(State.CONFIRMED)
    application.confirmed_at = at
    application.save()
    notifications.confirmed(application, by=by, at=at)
    return application


@transaction.atomic
def decline_place(*, application: Application, by: User, at: datetime) -> Application:
    """Give the place to the next reserve; calling twice is harmless. Raises PlaceGone."""
    activity = guards.lock_activity(application.activity_id)
    application = guards.lock_application(application)
    guards.check_acts_for(application.business, by)
    if application.state == State.DECLINED:
        return application
    if application.state != State.SELECTED:
        raise PlaceGone(_("There is no place to give up any more."))
    waitlists.end(application, State.DECLINED, by=by, at=at)
    notifications.declined(application)
    settle(activity, at=at)
    return application


@transaction.atomic
def withdraw(*, application: Application, by: User, at: datetime, reason: str = "") -> Application:
    """End an application in any state; a place and a booth that become free go to others.

    Called twice it changes nothing. Staff owe the owner a reason. Raises ReasonMissing, and
    WrongState for what has ended otherwise or has begun.
    """
    activity = guards.lock_activity(application.activity_id)
    application = guards.lock_application(application)
    guards.check_acts_for(application.business, by)
    if application.state == State.WITHDRAWN:
        return application
    _check_may_end(application, at=at)
    if not guards.acts_for(application.business, by):
        guards.check_reason(reason)
    BoothPlace.objects.filter(application=application).delete()
    _leave_call(application, by=by, at=at)
    application.state_reason = reason.strip()[:200]
    waitlists.end(application, State.WITHDRAWN, by=by, at=at)
    notifications.withdrawn(application, by=by, at=at)
    settle(activity, at=at)
    return application


def _leave_call(application: Application, *, by: User, at: datetime) -> None:
    """Whoever came by a call gives the call its place back."""
    answers = CallAnswer.objects.coming().filter(
        business=application.business_id, call__activity=application.activity_id
    )
    for answer in answers.select_related("call"):
        answer.state, answer.place = CallAnswer.State.BACKED_OUT, None
        answer.answered_at, answer.answered_by = at, by
        answer.save()
        _open_again(answer.call, by=by, at=at)


def _open_again(call: Call, *, by: User, at: datetime) -> None:
    """In time those who have not answered are asked anew; else the place is for the reserves."""
    if call.state != Call.State.FILLED:
        return
    if call.answer_until <= at:
        end_call(call)
        return
    call.state = Call.State.OPEN
    call.save()
    for answer in call.answers.silent().select_related("call__activity", "business"):
        notifications.called(answer, by=by, at=at)


def end_call(call: Call) -> None:
    """Nobody says yes to it any more, and nobody is called about it. Under the activity's lock."""
    call.state = Call.State.CLOSED
    call.save()
    notifications.call_is_over(call.answers.silent().select_related("call"))


def _check_may_end(application: Application, *, at: datetime) -> None:
    if not application.may_become(State.WITHDRAWN):
        raise guards.WrongState(_("This application has already ended."))
    if not application.may_be_withdrawn(at=at):
        raise guards.WrongState(
            _("The activity has begun. Please call the office if you cannot come.")
        )


def sweep_places(*, at: datetime) -> int:
    """Poke a worker for each activity where a place was not confirmed, or a reserve may move up."""
    called_off = Activity.objects.filter(state=Activity.State.CANCELLED)
    lapsing = Application.objects.overdue(at=at).exclude(activity__in=called_off)
    overdue = lapsing.values_list("activity", flat=True)
    released = Activity.objects.filter(state=Activity.State.RELEASED)
    waiting = Application.objects.waiting().filter(activity__in=released)
    due = {*overdue, *waiting.values_list("activity", flat=True)}
    return waitlists.poke("exhibitions.settle_places", "activity_id", due)
