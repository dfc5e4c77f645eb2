"""Ready to go: who can be called for an activity, and why others cannot."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from businesses.models import Product
from exhibitions.models import Activity, Application, Call, CallAnswer, ReadyListing
from exhibitions.selectors.ranking import months_before
from exhibitions.selectors.reports import owing_businesses
from exhibitions.selectors.requirements import blocking, requirements_of_many

State = Application.State
# Whoever has a place, or still waits for the decision, is not called for another.
_ENGAGED = (State.SUBMITTED, State.SELECTED, State.CONFIRMED)


@dataclass(frozen=True)
class Candidate:
    """A business of the ready list. `why_not` are the sentences that keep it from being called."""

    listing: ReadyListing
    why_not: list[str]
    times_there: int

    @property
    def may_be_called(self) -> bool:
        return not self.why_not


def candidates(activity: Activity, *, at: datetime) -> list[Candidate]:
    """Everybody who said so lately: those who can be called first, the least often there on top."""
    made = Product.objects.filter(is_active=True)
    listings = list(
        ReadyListing.objects.fresh(at=at)
        .select_related("business__village")
        .prefetch_related(Prefetch("products", made.prefetch_related("permits")))
    )
    engaged = set(
        activity.applications.filter(state__in=_ENGAGED).values_list("business", flat=True)
    )
    owing = owing_businesses([each.business for each in listings], at=at)
    times = _times_there(activity)
    hopefuls = [(each.business, list(each.products.all())) for each in listings]
    checks = requirements_of_many(activity, hopefuls, at=at)
    found = [
        Candidate(
            each,
            [*_why_not(activity, each, engaged, owing), *blocking(checks[each.business_id])],
            times[each.business_id],
        )
        for each in listings
    ]
    return sorted(
        found, key=lambda each: (bool(each.why_not), each.times_there, each.listing.business_id)
    )


def _why_not(
    activity: Activity, listing: ReadyListing, engaged: set[int], owing: set[int]
) -> list[str]:
    reasons = []
    if listing.business_id in engaged:
        reasons.append(_("It is in this activity already."))
    if listing.business_id in owing:
        reasons.append(_("A report of an earlier activity is missing."))
    if not listing.products.all():
        reasons.append(_("What it had ready is no longer made."))
    if activity.is_out_of_town and not listing.goes_out_of_town:
        reasons.append(_("It does not go out of town."))
    return reasons


def _times_there(activity: Activity) -> Counter[int]:
    since = months_before(activity.starts_on, 12)
    lately = Application.objects.took_part().filter(activity__ends_on__gte=since)
    return Counter(lately.values_list("business", flat=True))


@dataclass(frozen=True)
class CallState:
    call: Call
    coming: int
    declined: int
    silent: int

    @property
    def open_places(self) -> int:
        return self.call.wanted - self.coming


def call_state(call: Call) -> CallState:
    """One query."""
    answer = CallAnswer.State
    given = Counter(call.answers.values_list("state", flat=True))
    gone = given[answer.DECLINED] + given[answer.BACKED_OUT]
    return CallState(call, given[answer.COMING], gone, given[answer.ASKED])
