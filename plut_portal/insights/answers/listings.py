"""The rows behind each number, as a table one can check."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from businesses.models import Village
from consultations.models import Constraint
from plut_portal.core import formats
from plut_portal.core.periods import Period
from plut_portal.insights.answers import kendala, market, served, training, unmet
from plut_portal.insights.answers.wording import Indicator
from plut_portal.insights.coverage import coverage

Rows = Callable[[Period, datetime], Any]
Cells = list[str | int]


@dataclass(frozen=True)
class Kind:
    """How rows of one kind are shown: the heads, the cells of a row, and where it is looked at."""

    heads: tuple[str | Promise, ...]
    cells: Callable[[Any], Cells]
    url: Callable[[Any], str]


@dataclass(frozen=True)
class Listing:
    title: str | Promise
    rows: Rows
    kind: Kind
    # Of all time until now, so that no period is asked for.
    is_ever: bool = False

    def shown(self, rows: Iterable[Any]) -> list[tuple[str, Cells]]:
        return [(self.kind.url(row), self.kind.cells(row)) for row in rows]


def _business_url(business: Any) -> str:
    return reverse("admin:businesses_business_change", args=[business.pk])


def _business(business: Any) -> Cells:
    return [business.label, business.village.name, business.registration_code]


def _participant(enrolment: Any) -> Cells:
    return [enrolment.business.label, enrolment.business.village.name, str(enrolment.batch)]


def _enrolment_url(enrolment: Any) -> str:
    return reverse("admin:trainings_enrolment_change", args=[enrolment.pk])


_PARTICIPANT = _("Business"), _("Village or ward"), _("Batch")
_BUSINESS = _("Business"), _("Village or ward"), _("Registration number")
BUSINESSES = Kind(_BUSINESS, _business, _business_url)
WOMEN = Kind(
    (*_BUSINESS, _("Women working")),
    lambda row: [*_business(row), row.women],
    _business_url,
)
TO_VISIT = Kind(
    (*_BUSINESS, _("Registration")),
    lambda row: [*_business(row), str(row.get_status_display())],
    _business_url,
)
# Who passed is enrolled as before: what the number counts stands in its title alone.
PASSED = Kind(_PARTICIPANT, _participant, _enrolment_url)
ENROLMENTS = Kind(
    (*_PARTICIPANT, _("Status")),
    lambda row: [*_participant(row), str(row.get_status_display())],
    _enrolment_url,
)
ACTIVITIES = Kind(
    (_("Activity"), _("From"), _("Turnover"), _("Orders afterwards")),
    lambda row: [
        row.title,
        formats.short_date_text(row.starts_on),
        formats.rupiah(row.sold),
        formats.rupiah(row.ordered),
    ],
    lambda row: "",
)
CHECKS = Kind(
    (_("Cek kendala finished"), _("Village or ward")),
    lambda row: [
        formats.moment_text(row.finished_at),
        row.village.name if row.village else "–",
    ],
    lambda row: "",
)
APPLICATIONS = Kind(
    (_("Business"), _("Village or ward"), _("Activity"), _("State")),
    lambda row: [
        row.business.label,
        row.business.village.name,
        row.activity.title,
        str(row.get_state_display()),
    ],
    lambda row: _business_url(row.business),
)
VILLAGES = Kind(
    (_("Village or ward"), _("District"), _("Registered"), _("Served")),
    lambda row: [row.village.name, row.village.district, row.registered, row.served],
    lambda row: (
        reverse("admin:businesses_business_changelist") + f"?village__id__exact={row.village.pk}"
    ),
)


def _businesses(rows: Callable[[Period], Any]) -> Rows:
    return lambda period, at: served.in_order(rows(period))


def _enrolments(keys: Callable[[training.Training], Iterable[int]]) -> Rows:
    return lambda period, at: training.enrolments(set(keys(training.training(period, at=at))))


LISTINGS: dict[str, Listing] = {
    Indicator.SERVED: Listing(Indicator.SERVED.label, _businesses(served.served), BUSINESSES),
    Indicator.FIRST_TIMERS: Listing(
        Indicator.FIRST_TIMERS.label, _businesses(served.first_timers), BUSINESSES
    ),
    Indicator.PACKAGED: Listing(
        Indicator.PACKAGED.label, _enrolments(lambda taught: taught.both), PASSED
    ),
    Indicator.ALL_THREE: Listing(
        Indicator.ALL_THREE.label, _enrolments(lambda taught: taught.all_three), PASSED
    ),
    "ENROLLED": Listing(
        _("Enrolled in batches that began"),
        _enrolments(lambda taught: (each.pk for each in taught.enrolled)),
        ENROLMENTS,
    ),
    Indicator.AGAIN: Listing(Indicator.AGAIN.label, _businesses(served.running_again), BUSINESSES),
    "STOPPED": Listing(_("Recorded as stopped"), _businesses(served.stopped), BUSINESSES),
    Indicator.TURNOVER: Listing(
        Indicator.TURNOVER.label, lambda period, at: market.activities(period), ACTIVITIES
    ),
    Indicator.WOMEN: Listing(Indicator.WOMEN.label, _businesses(served.with_women), WOMEN),
    Indicator.VILLAGES: Listing(
        Indicator.VILLAGES.label,
        lambda period, at: [row for row in coverage(period, at=at).rows if row.served],
        VILLAGES,
    ),
    "ZERO": Listing(
        _("Villages and wards at zero"),
        lambda period, at: coverage(period, at=at).at_zero,
        VILLAGES,
    ),
    "OUTSIDE": Listing(
        _("From outside Kota Batu"), lambda period, at: unmet.from_outside(period), CHECKS
    ),
    "NOBODY": Listing(
        _("In a field nobody helps in today"),
        lambda period, at: unmet.without_consultant(period),
        CHECKS,
    ),
    "NO_PLACE": Listing(
        _("Asked for a training and did not get it"),
        lambda period, at: unmet.without_training(period),
        ENROLMENTS,
    ),
    "NOT_CHOSEN": Listing(
        _("Applied for an activity and were not chosen"),
        lambda period, at: unmet.not_chosen(period),
        APPLICATIONS,
    ),
}


def never_served_in(village: Village | None) -> Listing:
    """Whom to visit: in the portal, of this village or of any, and never served."""

    def rows(period: Period, at: datetime) -> Any:
        businesses = served.in_order(served.never_served(at=at))
        return businesses.filter(village=village) if village else businesses

    return Listing(_("Registered and never served"), rows, TO_VISIT, is_ever=True)


def with_kendala(constraint: Constraint) -> Listing:
    """The businesses whose consultant named this kendala."""
    return Listing(
        str(constraint),
        _businesses(lambda period: kendala.having(period, constraint)),
        BUSINESSES,
    )
