"""What an owner has in exhibitions: her applications, and what waits for her."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from businesses.models import Business
from exhibitions.models import Activity, Application, Call, CallAnswer, ReadyListing
from exhibitions.models.applications import ApplicationQuerySet
from exhibitions.selectors.places import may_be_confirmed
from exhibitions.selectors.reports import days_without_report
from plut_portal.accounts.models import User
from plut_portal.core import formats

State = Application.State


def applications_of(user: User) -> ApplicationQuerySet:
    """Of all her businesses, the newest activity first."""
    mine = Application.objects.run_by(user).select_related("activity", "business")
    return mine.order_by("-activity__starts_on", "-pk")


def may_apply(user: User, mine: ApplicationQuerySet) -> str:
    """For the "first" time, with "another" business, "again" with one that withdrew, or ""."""
    if not mine:
        return "first"
    own = Business.objects.run_by(user)
    if own.exclude(pk__in=mine.values("business")).exists():
        return "another"
    return "again" if any(each.state == State.WITHDRAWN for each in mine) else ""


def application_for(activity: Activity, business: Business) -> Application | None:
    return activity.applications.filter(business=business).first()


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for an owner, most urgent kind first."""

    kind: str
    activity: Activity
    business: Business
    url: str
    until: datetime | None = None
    day: date | None = None

    @property
    def is_urgent(self) -> bool:
        """Whoever is too late loses a place."""
        return self.kind in {"CONFIRM", "CALL"}


# In this order: whoever is too late with the first ones loses a place.
_URGENCY = ("CONFIRM", "CALL", "REPORT", "SEND", "FOLLOW_UP")


def waiting_for(user: User, *, at: datetime) -> list[Waiting]:
    """Places to confirm, calls, reports, drafts, follow-ups. In three queries."""
    live = applications_of(user).filter(state__in=[State.DRAFT, State.SELECTED, State.CONFIRMED])
    live = live.exclude(activity__state=Activity.State.CANCELLED).prefetch_related("reports")
    found = [waits for each in live if (waits := _of(each, at=at))]
    found += [_of_call(answer) for answer in calls_to_answer(user, at=at)]
    return sorted(found, key=lambda each: _URGENCY.index(each.kind))


def calls_to_answer(user: User, *, at: datetime) -> QuerySet[CallAnswer]:
    asked = CallAnswer.objects.filter(
        business__in=Business.objects.run_by(user), state=CallAnswer.State.ASKED
    ).filter(call__in=Call.objects.open_until(at=at))
    return asked.select_related("call__activity", "business").order_by("call__answer_until", "pk")


def _of_call(answer: CallAnswer) -> Waiting:
    call = answer.call
    url = answer.get_absolute_url()
    return Waiting("CALL", call.activity, answer.business, url, until=call.answer_until)


def _of(application: Application, *, at: datetime) -> Waiting | None:
    activity, business = application.activity, application.business
    url = application.get_absolute_url()
    if application.is_selected:
        if not may_be_confirmed(application, at=at):
            return None
        return Waiting("CONFIRM", activity, business, url, until=application.offer_until)
    if application.is_confirmed:
        return _of_stand(application, at=at)
    if activity.takes_applications(at=at):
        return Waiting("SEND", activity, business, url, until=activity.apply_until)
    return None


def _of_stand(application: Application, *, at: datetime) -> Waiting | None:
    activity, today = application.activity, formats.wib_day(at)
    url = application.get_absolute_url()
    untold = [day for day in days_without_report(application) if day <= today]
    if untold and application.excused_at is None:
        return Waiting("REPORT", activity, application.business, url, day=untold[0])
    if follow_up_is_due(application, at=at):
        return Waiting("FOLLOW_UP", activity, application.business, url)
    return None


def follow_up_is_due(application: Application, *, at: datetime) -> bool:
    """A month after the last day it is asked whether orders followed, until it is answered."""
    asks_on = application.activity.ends_on + Application.FOLLOW_UP_AFTER
    return application.followed_up_at is None and asks_on <= formats.wib_day(at)


@dataclass(frozen=True)
class Readiness:
    """How a business stands on the ready list."""

    business: Business
    listing: ReadyListing | None
    at: datetime

    @property
    def is_ready(self) -> bool:
        return self.listing is not None and self.listing.is_fresh(at=self.at)

    @property
    def until(self) -> datetime | None:
        return self.listing.renewed_at + ReadyListing.FRESH_FOR if self.listing else None


def readiness_of(user: User, *, at: datetime) -> list[Readiness]:
    """Each business of hers, on the list or not, in three queries."""
    mine = Business.objects.run_by(user).order_by("pk")
    listings = ReadyListing.objects.filter(business__in=mine).prefetch_related("products")
    of_business = {each.business_id: each for each in listings}
    return [Readiness(each, of_business.get(each.pk), at) for each in mine]
