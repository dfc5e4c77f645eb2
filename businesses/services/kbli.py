from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from businesses.models import Business, BusinessKbli, KbliEntry
from businesses.services.remarks import mend_changed

Written = tuple[str, str]


@transaction.atomic
def choose_kbli(
    *, business: Business, entries: Iterable[KbliEntry], written: Iterable[Written], at: datetime
) -> None:
    """Make these the codes of the business: of entries in both versions, and as her NIB says them.

    `written` are pairs of version and code. Done twice, the second time changes nothing.
    """
    # Two tabs of hers take turns, so that neither adds what the other has.
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    wanted: set[tuple[str, str, int | None]] = {(version, code, None) for version, code in written}
    for entry in entries:
        wanted |= {(code.version, code.code, entry.pk) for code in entry.codes}
    there = {(row.version, row.code, row.entry_id): row.pk for row in business.kbli.all()}
    if wanted == set(there):
        return
    business.kbli.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    BusinessKbli.objects.bulk_create(
        BusinessKbli(business=business, version=version, code=code, entry_id=entry_id)
        for version, code, entry_id in sorted(wanted - set(there), key=str)
    )
    mend_changed(business=business, fields=["kbli"], at=at)
