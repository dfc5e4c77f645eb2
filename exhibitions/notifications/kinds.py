"""The kinds of message, and when one of them is no longer true."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitions.models import Activity, Application, BoothPlace, Call, CallAnswer, DailyReport
from plut_portal.accounts.models import User
from plut_portal.notifications import kinds
from plut_portal.notifications.models import Message


def _pk(message: Message) -> int:
    return int(message.topic.split(":")[1])


def _locked(message: Message) -> Application:
    # Under lock, so that a change under way is seen or waits (FM-24).
    rows = Application.objects.select_related("activity")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=_pk(message))


def _stale(message: Message, at: datetime) -> str:
    application = _locked(message)
    if application.revision != message.version:
        return _("The application has moved on since.")
    if application.activity.state == Activity.State.CANCELLED:
        return _("The activity was called off since.")
    return "" if _acts_for(application, message) else _no_longer_theirs()


def _no_longer_there(message: Message, at: datetime) -> str:
    application = _locked(message)
    place = BoothPlace.objects.filter(application=application).first()
    if place is None or place.version != message.version:
        return _("The booth has changed since.")
    if application.activity.state == Activity.State.CANCELLED:
        return _("The activity was called off since.")
    return "" if _acts_for(application, message) else _no_longer_theirs()


def _no_report_owed(message: Message, at: datetime) -> str:
    application = _locked(message)
    if reason := _takes_no_part(application, message):
        return reason
    day = date.fromisoformat(message.topic.split(":")[2])
    told = DailyReport.objects.filter(application=application, day=day).exists()
    if told or application.excused_at:
        return _("The day is reported already.")
    return "" if _acts_for(application, message) else _no_longer_theirs()


def _no_follow_up(message: Message, at: datetime) -> str:
    application = _locked(message)
    if reason := _takes_no_part(application, message):
        return reason
    if application.followed_up_at:
        return _("The follow-up is answered already.")
    return "" if _acts_for(application, message) else _no_longer_theirs()


def _takes_no_part(application: Application, message: Message) -> str:
    """Whoever withdrew and came again was asked anew: the later version is the one that counts."""
    if not application.is_confirmed or application.activity.state == Activity.State.CANCELLED:
        return _("The business does not take part any more.")
    if application.revision != message.version:
        return _("The application has moved on since.")
    return ""


def _call_over(message: Message, at: datetime) -> str:
    call = Call.objects.select_for_update(no_key=True).get(pk=_pk(message))
    if call.state != Call.State.OPEN:
        return _("The call is over.")
    answer = CallAnswer.objects.get(pk=message.topic.split(":")[2])
    if answer.state != CallAnswer.State.ASKED:
        return _("The call is answered already.")
    theirs = owners(answer.business_id).filter(pk=message.recipient_id).exists()
    return "" if theirs else _no_longer_theirs()


def _acts_for(application: Application, message: Message) -> bool:
    return owners(application.business_id).filter(pk=message.recipient_id).exists()


def _no_longer_theirs() -> str:
    return _("This person no longer acts for the business.")


def _kind(code: str, label: str | Promise, **more: Any) -> kinds.Kind:
    return kinds.register(kinds.Kind(code, label, **more))


RECEIVED = _kind("APPLICATION_RECEIVED", gettext_lazy("Application received"), why_not=_stale)
SELECTED = _kind(
    "APPLICATION_SELECTED",
    gettext_lazy("Chosen: to be confirmed"),
    time_critical=True,
    why_not=_stale,
    is_private=True,
)
RESERVE = _kind(
    "APPLICATION_RESERVE",
    gettext_lazy("On the reserve list"),
    why_not=_stale,
    is_private=True,
)
REFUSED = _kind(
    "APPLICATION_REFUSED",
    gettext_lazy("Not chosen this time"),
    why_not=_stale,
    is_private=True,
)
MOVED_UP = _kind(
    "APPLICATION_MOVED_UP",
    gettext_lazy("Moved up from the reserves"),
    time_critical=True,
    why_not=_stale,
)
CONFIRM_BY = _kind(
    "APPLICATION_CONFIRM_BY",
    gettext_lazy("Reminder to confirm a place"),
    time_critical=True,
    why_not=_stale,
)
CONFIRMED = _kind("APPLICATION_CONFIRMED", gettext_lazy("Place confirmed"), why_not=_stale)
LAPSED = _kind("APPLICATION_LAPSED", gettext_lazy("Place not confirmed in time"), why_not=_stale)
WITHDRAWN = _kind("APPLICATION_WITHDRAWN", gettext_lazy("Application withdrawn"), why_not=_stale)
CANCELLED = _kind(
    "ACTIVITY_CANCELLED", gettext_lazy("Activity called off"), time_critical=True, calls_off=True
)
BOOTH = _kind("BOOTH_GIVEN", gettext_lazy("Booth given"), why_not=_no_longer_there)
REPORT_OWED = _kind("REPORT_OWED", gettext_lazy("Report of the day"), why_not=_no_report_owed)
FOLLOW_UP = _kind("FOLLOW_UP", gettext_lazy("Orders that followed"), why_not=_no_follow_up)
CALL = _kind(
    "READY_CALL", gettext_lazy("Call of the ready list"), time_critical=True, why_not=_call_over
)


def owners(business_id: int) -> QuerySet[User]:
    return User.objects.filter(
        memberships__business=business_id, memberships__is_active=True, is_active=True
    ).order_by("pk")
