"""Amounts of a single business, which not everybody who reads a table may read (FM-45)."""

from django.db.models import F, IntegerField, Value

from plut_portal.core import formats


class SingleAmounts:
    """Each row holds `amounts` of one business: `amounts_shown` says whether this person sees them.

    A list may be sorted by `seen_…`: for whoever does not see them no order tells of them either.
    """

    amounts: tuple[str, ...] = ()

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        sees = request.user.sees_amounts
        nothing = Value(None, output_field=IntegerField())
        seen = {f"seen_{name}": F(name) if sees else nothing for name in self.amounts}
        return rows.annotate(amounts_shown=Value(sees), **seen)

    def history_masks_for(self, request):
        masks = super().history_masks_for(request)
        if request.user.sees_amounts:
            return masks
        return masks | dict.fromkeys(self.amounts, lambda amount: formats.HIDDEN)
