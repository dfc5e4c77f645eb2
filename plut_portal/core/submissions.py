"""Forms sent twice – a double tap, a retry, browser back – act once (FM-17)."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from plut_portal.core.models import SubmissionKey


def answered(*, user_id: int | None, key: str | None) -> str:
    """Where the form with this key led when this person sent it before, or nothing."""
    try:
        known = SubmissionKey.objects.filter(user=user_id, key=UUID(key or ""))
    except ValueError:
        return ""
    return known.values_list("result_url", flat=True).first() or ""


@contextmanager
def once(*, user_id: int, key: UUID) -> Iterator[SubmissionKey]:
    """Yield the submission, locked; `result_url` is filled when it was carried out before.

    Inside, do the work and set `result_url`. A rival with the same key waits on the unique index
    until this transaction ends. A refusal rolls the key back, so that the form can be sent again.
    """
    with transaction.atomic():
        submission, _created = SubmissionKey.objects.get_or_create(user_id=user_id, key=key)
        yield submission
        submission.save(update_fields=["result_url"])
