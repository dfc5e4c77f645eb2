"""What came of an activity: in numbers, for the press, beside other activities."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exhibitions.models import (
    Activity,
    Application,
    ApplicationProduct,
    DailyReport,
    FollowUpOrder,
)
from exhibitions.selectors.requirements import is_food
from plut_portal.core import formats

FEWEST_SHOWN = 3


@dataclass(frozen=True)
class Summary:
    """Sums of what the stands reported. Money in whole rupiah."""

    activity: Activity
    stands: int
    reporting: int
    days: int
    visitors: int
    pieces: int
    turnover: int
    turnover_food: int
    reporting_food: int
    orders: int
    orders_value: int
    ordered_from: int
    villages: int
    first_timers: int

    @property
    def turnover_other(self) -> int:
        return self.turnover - self.turnover_food

    @property
    def may_be_shown(self) -> bool:
        """On the public page: of fewer stands, one could tell what a single one earned.

        Law 27/2022 article 4.
        """
        return self.reporting >= FEWEST_SHOWN

    @property
    def may_be_split(self) -> bool:
        """Food and other goods apart, for the same reason."""
        return min(self.reporting_food, self.reporting - self.reporting_food) >= FEWEST_SHOWN

    @property
    def may_tell_orders(self) -> bool:
        """What the orders were worth, for the same reason."""
        return self.ordered_from >= FEWEST_SHOWN

    @property
    def is_complete(self) -> bool:
        return self.reporting == self.stands


@dataclass(frozen=True)
class Stand:
    application: Application
    turnover: int
    pieces: int
    days: int


def summary_of(activity: Activity) -> Summary:
    """One activity; a stand counts as food when something it brings is food."""
    return summaries([activity])[0]


def summaries(activities: Iterable[Activity]) -> list[Summary]:
    """For comparing them, in seven queries whatever their number."""
    rows = list(activities)
    there = Application.objects.confirmed().filter(activity__in=rows)
    stands = _grouped(
        there, "activity", count=Count("pk"), villages=Count("business__village", distinct=True)
    )
    reports = DailyReport.objects.filter(application__in=there)
    of_food = Q(application__in=_with_food(there))
    sums = _grouped(
        reports,
        "application__activity",
        people=Sum("visitors"),
        sold=Sum("pieces"),
        earned=Sum("turnover"),
        food=Sum("turnover", filter=of_food),
        reporting_food=Count("application", filter=of_food, distinct=True),
        reporting=Count("application", distinct=True),
    )
    orders = _grouped(
        FollowUpOrder.objects.filter(application__in=there),
        "application__activity",
        count=Count("pk"),
        value=Sum("amount"),
        stands=Count("application", distinct=True),
    )
    newcomers = _first_timers(there)
    return [
        Summary(
            activity=each,
            stands=stands.get(each.pk, {}).get("count", 0),
            villages=stands.get(each.pk, {}).get("villages", 0),
            reporting=sums.get(each.pk, {}).get("reporting", 0),
            days=len(each.days),
            visitors=sums.get(each.pk, {}).get("people", 0),
            pieces=sums.get(each.pk, {}).get("sold", 0),
            turnover=sums.get(each.pk, {}).get("earned", 0),
            turnover_food=sums.get(each.pk, {}).get("food") or 0,
            reporting_food=sums.get(each.pk, {}).get("reporting_food", 0),
            orders=orders.get(each.pk, {}).get("count", 0),
            orders_value=orders.get(each.pk, {}).get("value", 0),
            ordered_from=orders.get(each.pk, {}).get("stands", 0),
            first_timers=newcomers[each.pk],
        )
        for each in rows
    ]


def _grouped(rows: QuerySet[Any], by: str, **sums: Any) -> dict[int, dict[str, int]]:
    return {row[by]: row for row in rows.order_by().values(by).annotate(**sums)}


def _with_food(there: QuerySet[Application]) -> list[int]:
    products = ApplicationProduct.objects.filter(application__in=there).select_related("product")
    return [each.application_id for each in products if is_food(each.form or each.product.form)]


def _first_timers(there: QuerySet[Application]) -> Counter[int]:
    """How many stood at each for whom it was the first activity ever."""
    mine = Application.objects.took_part().filter(business__in=there.values("business"))
    in_time = mine.order_by("activity__starts_on", "activity")
    first: dict[int, int] = {}
    for business, activity in in_time.values_list("business", "activity"):
        first.setdefault(business, activity)
    return Counter(first.values())


def best_stands(activity: Activity, *, count: int = 5) -> list[Stand]:
    """For the office alone: what one business earned is its own affair (law 27/2022 article 4)."""
    stands = activity.applications.confirmed().select_related("business")
    found = []
    for each in stands.prefetch_related("reports"):
        reports = each.reports.all()
        if reports:
            earned = sum(report.turnover for report in reports)
            found.append(Stand(each, earned, sum(r.pieces for r in reports), len(reports)))
    return sorted(found, key=lambda stand: (-stand.turnover, stand.application.pk))[:count]


def press_text(activity: Activity) -> str:
    """Ready to be sent: sums alone, who they are from, and nothing about a single business."""
    facts = summary_of(activity)
    words = {
        "title": activity.title,
        "place": activity.place,
        "when": _when(activity),
        "stands": facts.stands,
        "villages": facts.villages,
        "reporting": facts.reporting,
        "turnover": formats.rupiah(facts.turnover),
        "food": formats.rupiah(facts.turnover_food),
        "other": formats.rupiah(facts.turnover_other),
        "pieces": formats.whole_number(facts.pieces),
        "visitors": formats.whole_number(facts.visitors),
        "orders": facts.orders,
        "value": formats.rupiah(facts.orders_value),
        "new": facts.first_timers,
    }
    return " ".join(sentence % words for sentence in _press_sentences(facts))


def _when(activity: Activity) -> str:
    first, last = activity.starts_on, activity.ends_on
    if first == last:
        return _("on %(day)s") % {"day": formats.short_date_text(first)}
    days = {"from": formats.short_date_text(first), "to": formats.short_date_text(last)}
    return _("from %(from)s to %(to)s") % days


def _press_sentences(facts: Summary) -> list[str]:
    """What there is nothing to say about is left out."""
    came, sold, watched = _online_sentences() if facts.activity.is_online else _stand_sentences()
    sentences = [came]
    if facts.first_timers:
        sentences.append(_("For %(new)d of them it was the first time."))
    sentences.append(sold)
    if facts.may_be_split:
        sentences.append(_("Of that %(food)s is for food and drink, %(other)s for other goods."))
    sentences.append(watched)
    if facts.orders:
        sentences.append(_orders_sentence(facts))
    sentences.append(
        _("The figures are what %(reporting)d of %(stands)d stands reported themselves.")
    )
    return sentences


def _orders_sentence(facts: Summary) -> str:
    if not facts.may_tell_orders:
        return ngettext(
            "%(orders)d order has followed since.",
            "%(orders)d orders have followed since.",
            facts.orders,
        )
    return ngettext(
        "%(orders)d order worth %(value)s has followed since.",
        "%(orders)d orders worth %(value)s have followed since.",
        facts.orders,
    )


def _online_sentences() -> tuple[str, str, str]:
    return (
        _(
            "%(stands)d businesses from %(villages)d villages of Batu took part in %(title)s,"
            " online, %(when)s."
        ),
        _("%(pieces)s orders brought %(turnover)s together."),
        _("%(visitors)s people watched."),
    )


def _stand_sentences() -> tuple[str, str, str]:
    return (
        _(
            "%(stands)d businesses from %(villages)d villages of Batu took part in %(title)s,"
            " %(place)s, %(when)s."
        ),
        _("They sold %(pieces)s pieces for %(turnover)s together."),
        _("They counted %(visitors)s visitors at their stands."),
    )
