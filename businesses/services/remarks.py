"""Ticking off what the office asked to have mended."""

from collections.abc import Iterable
from datetime import datetime

from businesses.models import Business, FieldRemark


def mend_changed(*, business: Business, fields: Iterable[str], at: datetime) -> int:
    """Tick off the open remarks on these answers, which have just changed. Answers how many.

    `fields` are the names forms give them, `FieldRemark.Field` in small letters. Whoever saves an
    answer calls this, in the transaction that saves it.
    """
    codes = [name.upper() for name in fields]
    remarks = FieldRemark.objects.open().filter(decision__business=business, field__in=codes)
    # In two steps, as an UPDATE cannot ask its own table for the newest decision.
    keys = list(remarks.values_list("pk", flat=True))
    return FieldRemark.objects.filter(pk__in=keys, mended_at=None).update(mended_at=at)
