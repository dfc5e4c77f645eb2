"""Who looks at exhibitions, and the rows their addresses name; some may be missing."""

from datetime import datetime
from typing import Any

from exhibitions.models import Activity, Application, CallAnswer
from plut_portal.accounts.models import User
from plut_portal.core import formats

State = Application.State


def _rows(*, at: datetime) -> dict[str, Application | CallAnswer | None]:
    """One of each kind, by who looks at it."""
    applications = Application.objects.select_related("activity", "business").order_by("pk")
    stands = applications.confirmed().filter(activity__starts_on__lte=formats.wib_day(at))
    drafts = applications.filter(state=State.DRAFT)
    return {
        "exhibitor": stands.first(),
        "chosen": applications.filter(state=State.SELECTED, offer_until__gt=at).first(),
        "refused": applications.filter(state=State.REFUSED).first(),
        "drafter": drafts.filter(activity__in=Activity.objects.taking_applications(at=at)).first(),
        "called": CallAnswer.objects.select_related("business").order_by("-pk").first(),
    }


def people(*, at: datetime) -> dict[str, User]:
    return {who: row.business.people.order_by("pk")[0] for who, row in _rows(at=at).items() if row}


def rows(*, at: datetime) -> dict[str, dict[str, Any]]:
    found = {who: row for who, row in _rows(at=at).items() if row}
    kwargs: dict[str, dict[str, Any]] = {
        f"{who}_row": {"public_id": row.public_id} for who, row in found.items()
    }
    if stand := found.get("exhibitor"):
        kwargs["stand_day"] = {"public_id": stand.public_id, "number": 1}
        kwargs["stand_business"] = {"public_id": stand.business.public_id}
    for name, activities in {
        "activity": Activity.objects.taking_applications(at=at),
        "past_activity": Activity.objects.filter(state=Activity.State.FINISHED),
    }.items():
        if activity := activities.order_by("-pk").first():
            kwargs[name] = {"slug": activity.slug}
    return kwargs
