"""Which permits a product holds, which one it needs, and what is wrong with what it has."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.models import (
    Business,
    BusinessDocument,
    OwnerProfile,
    PermitKind,
    PermitRule,
    Product,
    ProductForm,
    ProductPermit,
)
from plut_portal.core import formats

# From the first reminder on, somebody who helps stands beside it.
ENDS_SOON = timedelta(days=90)
# For what micro and small businesses make to eat and drink (domain.md §3.6).
HALAL_SINCE = date(2026, 10, 17)
# P-IRT is for dry food that keeps at room temperature; milk products, liquids and frozen food go
# to BPOM (domain.md §3.4–3.5).
_NEEDED = {
    ProductForm.DRY_FOOD: PermitKind.PIRT,
    ProductForm.DRINK: PermitKind.MD,
    ProductForm.DAIRY: PermitKind.MD,
    ProductForm.FROZEN: PermitKind.MD,
}


def with_nib(businesses: list[Business]) -> set[int]:
    """The keys of those that have one, by the number of somebody who acts for it or by the paper."""
    people = OwnerProfile.objects.exclude(nib="").filter(
        user__memberships__business__in=businesses, user__memberships__is_active=True
    )
    papers = BusinessDocument.objects.ready().filter(
        business__in=businesses, kind=BusinessDocument.Kind.NIB
    )
    return {
        *people.values_list("user__memberships__business", flat=True),
        *papers.values_list("business", flat=True),
    }


def permits_of(product: Product) -> list[ProductPermit]:
    """Those in use, one of each kind; without a query where `permits` is prefetched."""
    in_use = [permit for permit in product.permits.all() if permit.ended_at is None]
    order = list(PermitKind)
    return sorted(in_use, key=lambda permit: order.index(PermitKind(permit.kind)))


def marketing_permit_needed(product: Product) -> PermitKind | None:
    """P-IRT or BPOM MD, by what kind of thing it is; None for fresh goods, other things, not said."""
    return _NEEDED.get(ProductForm(product.form)) if product.form else None


def permits_needed(product: Product, *, day: date) -> set[PermitKind]:
    """Without which it may not be sold on that day; what is processed needs halal as well."""
    marketing = marketing_permit_needed(product)
    if marketing is None:
        return set()
    return {marketing, PermitKind.HALAL} if day >= HALAL_SINCE else {marketing}


def lacks(product: Product, kind: PermitKind, *, day: date) -> str:
    """Why the product does not hold this permit on that day, in one sentence; "" when it does.

    A valid BPOM MD stands for a P-IRT too, never the other way round.
    """
    held = {permit.kind: permit for permit in permits_of(product)}
    stronger = held.get(PermitKind.MD)
    if kind == PermitKind.PIRT and stronger and stronger.is_valid_on(day):
        return ""
    if _is_beyond_pirt(product, kind):
        return _needs_md(product, held)
    permit = held.get(kind)
    if permit is None:
        return _("%(product)s has no %(permit)s yet.") % {
            "product": product.name,
            "permit": kind.label,
        }
    if permit.is_application:
        return _("The brand of %(product)s is applied for, but not registered yet.") % {
            "product": product.name
        }
    return "" if permit.is_valid_on(day) else _ended(permit)


def _is_beyond_pirt(product: Product, kind: PermitKind) -> bool:
    """Asked for either of the two, a juice without MD is told the same."""
    if kind not in {PermitKind.PIRT, PermitKind.MD}:
        return False
    if marketing_permit_needed(product) != PermitKind.MD:
        return False
    return all(permit.kind != PermitKind.MD for permit in permits_of(product))


def _needs_md(product: Product, held: dict[str, ProductPermit]) -> str:
    words = {"product": product.name, "form": product.get_form_display().lower()}
    if PermitKind.PIRT in held:
        return (
            _("%(product)s has a P-IRT, but needs a BPOM MD: P-IRT is not for “%(form)s”.") % words
        )
    return _("%(product)s needs a BPOM MD: P-IRT is not for “%(form)s”.") % words


def _ended(permit: ProductPermit) -> str:
    ended = permit.ends_on
    words = {"permit": permit.shown_number, "day": formats.short_date_text(ended) if ended else ""}
    if permit.is_by_its_number:
        return _("%(permit)s was valid until %(day)s, by its number.") % words
    return _("%(permit)s was valid until %(day)s.") % words


class Standing(models.TextChoices):
    """How a permit stands on the page of a product, in a word for its owner."""

    VALID = "VALID", gettext_lazy("Valid")
    ENDS_SOON = "ENDS_SOON", gettext_lazy("Ends soon")
    EXPIRED = "EXPIRED", gettext_lazy("Expired")
    APPLIED_FOR = "APPLIED_FOR", gettext_lazy("Applied for")
    MISSING = "MISSING", gettext_lazy("Missing")
    NOT_ASKED = "NOT_ASKED", ""


_HELPED = {Standing.ENDS_SOON, Standing.EXPIRED, Standing.MISSING}


@dataclass(frozen=True)
class PermitState:
    """One kind of permit on the page of a product: held or not, and what is to be said about it."""

    kind: PermitKind
    permit: ProductPermit | None
    is_needed: bool
    standing: Standing
    # The field whose consultant helps with it; "" while nothing is to be done.
    helped_by: str

    @property
    def slug(self) -> str:
        return self.kind.value.lower()

    @property
    def label(self) -> str:
        return self.permit.label if self.permit else str(self.kind.label)


def permit_states(product: Product, *, day: date) -> list[PermitState]:
    """Every kind, in the order of the ladder; two queries."""
    held = {permit.kind: permit for permit in permits_of(product)}
    needed = permits_needed(product, day=day)
    fields = dict(PermitRule.objects.values_list("rung", "helped_by"))
    return [
        _state(kind, held.get(kind), kind in needed, fields.get(kind, ""), day)
        for kind in PermitKind
        # What a product of another kind cannot have is not offered.
        if kind in held or kind in needed or kind not in {PermitKind.PIRT, PermitKind.MD}
    ]


def _state(
    kind: PermitKind, permit: ProductPermit | None, is_needed: bool, field: str, day: date
) -> PermitState:
    standing = _standing(permit, day) if permit else _absence(is_needed)
    helped_by = field if standing in _HELPED else ""
    return PermitState(kind, permit, is_needed, standing, helped_by)


def _absence(is_needed: bool) -> Standing:
    return Standing.MISSING if is_needed else Standing.NOT_ASKED


def _standing(permit: ProductPermit, day: date) -> Standing:
    if permit.is_application:
        return Standing.APPLIED_FOR
    if not permit.is_valid_on(day):
        return Standing.EXPIRED
    ends_soon = permit.ends_on is not None and permit.ends_on <= day + ENDS_SOON
    return Standing.ENDS_SOON if ends_soon else Standing.VALID
