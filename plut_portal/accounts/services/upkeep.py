"""What has had its day is thrown away."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from plut_portal.accounts.models import ContactCode
from plut_portal.core.models import SubmissionKey

KEEP_CODES = timedelta(days=7)
KEEP_SUBMISSIONS = timedelta(days=7)


def purge_expired(*, at: datetime) -> int:
    """Delete old codes, old form keys and expired sessions. Answers how many rows went."""
    heaps = (
        ContactCode.objects.filter(expires_at__lt=at - KEEP_CODES),
        SubmissionKey.objects.filter(created_at__lt=at - KEEP_SUBMISSIONS),
        Session.objects.filter(expire_date__lt=at),
    )
    return sum(heap.delete()[0] for heap in heaps)
