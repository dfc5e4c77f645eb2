from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from exhibitions.models import EnquiryQuerySet

LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Leads:
    """How many asked, how many of them lately, and how many wait for an answer."""

    total: int
    lately: int
    waiting: int


def leads(enquiries: EnquiryQuerySet, *, at: datetime) -> Leads:
    """The figures of these enquiries, in one query."""
    return Leads(
        **enquiries.aggregate(
            total=Count("pk", distinct=True),
            lately=Count("pk", filter=Q(sent_at__gte=at - LATELY), distinct=True),
            waiting=Count("pk", filter=Q(answered_at=None), distinct=True),
        )
    )
