"""Days on which the whole office is closed, and periods with hours of their own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext
from holidays import country_holidays
from holidays.constants import GOVERNMENT, PUBLIC

from consultations.models import (
    AffectedBooking,
    Closure,
    Consultant,
    Disruption,
    HoursException,
)
from consultations.services import disruptions, guards
from plut_portal.accounts.models import User

# How the package marks feasts of the lunar calendar until their decree is out.
_ESTIMATED = " (perkiraan)"


@transaction.atomic
def load_public_holidays(
    *, year: int, at: datetime, by: User | None = None
) -> tuple[int, list[Disruption]]:
    """Enter the year's public holidays and cuti bersama; days already entered stay as they are.

    Answers how many days were added, and the appointments they hit. Cuti bersama is
    decreed in the autumn before (SKB 3 Menteri), so a later year has public holidays alone;
    loading again after the decree adds the rest.
    """
    everyone = guards.lock_consultants()
    days = country_holidays("ID", years=year, categories=(PUBLIC, GOVERNMENT), language="id")
    known = set(Closure.objects.filter(on__year=year).values_list("on", flat=True))
    added = [
        Closure(on=day, name=name.replace(_ESTIMATED, "")[:120], source=Closure.Source.PACKAGE)
        for day, name in sorted(days.items())
        if day not in known
    ]
    for closure in added:
        closure.save()
    return len(added), disruptions.review(consultants=everyone, by=by, at=at)


@transaction.atomic
def save_closure(*, closure: Closure, by: User, at: datetime) -> list[Disruption]:
    """Close the office on a day, or correct one. Answers with the appointments it hits."""
    everyone = guards.lock_consultants()
    closure.save()
    return disruptions.review(consultants=everyone, by=by, at=at)


@transaction.atomic
def delete_closures(
    *, closures: list[Closure] | list[HoursException], by: User, at: datetime
) -> list[Disruption]:
    """Take back closed days, or periods with other hours.

    Appointments still waiting for a decision can be held after all; those made in the hours of a
    period that is gone are hit in their turn.
    """
    everyone = guards.lock_consultants()
    for closure in closures:
        closure.delete()
    return disruptions.review(consultants=everyone, by=by, at=at)


@transaction.atomic
def review_person(*, user: User, by: User, at: datetime) -> str:
    """After an account or its roles changed: a consultant's appointments are hit, or stand again.

    Answers with how many wait for a decision because of it, in a sentence; "" for none.
    """
    mine = Consultant.objects.filter(user=user).values_list("pk", flat=True)
    consultants = guards.lock_consultants(mine)
    found = disruptions.review(consultants=consultants, by=by, at=at)
    count = AffectedBooking.objects.filter(disruption__in=found).count()
    if not count:
        return ""
    return ngettext(
        "%(count)d appointment can no longer be held. It waits for a decision on the first page.",
        "%(count)d appointments can no longer be held. They wait for a decision on the first page.",
        count,
    ) % {"count": count}


@transaction.atomic
def review_calendar(
    *, consultant_ids: list[int] | None, by: User, at: datetime
) -> list[Disruption]:
    """After a page changed hours, leave or periods: find the appointments that no longer fit.

    In the page's own transaction, which has locked these consultants (None: all) before.
    """
    consultants = guards.lock_consultants(consultant_ids)
    return disruptions.review(consultants=consultants, by=by, at=at)
