"""Which permits a product holds, which one it needs, and what is wrong with what it has."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import prefetch_related_objects
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


def kind_asked(product: Product, kind: PermitKind) -> PermitKind:
    """What needs a BPOM MD is asked for that, also where somebody asks for a P-IRT."""
    if kind == PermitKind.PIRT and marketing_permit_needed(product) == PermitKind.MD:
        return PermitKind.MD
    return kind


def counting_permits(product: Product, *, day: date) -> list[ProductPermit]:
    """What buyers and partners are shown: valid that day, and of a kind the product may have."""
    return [
        permit
        for permit in permits_of(product)
        if permit.is_valid_on(day) and kind_asked(product, PermitKind(permit.kind)) == permit.kind
    ]


def counting_permits_of_all(*, day: date) -> models.QuerySet[ProductPermit]:
    """As `counting_permits`, of every product."""
    beyond_pirt = [form for form, kind in _NEEDED.items() if kind == PermitKind.MD]
    held = ProductPermit.objects.in_use().valid_on(day)
    return held.exclude(kind=PermitKind.PIRT, product__form__in=beyond_pirt)


def permit_for(product: Product, kind: PermitKind, *, day: date) -> ProductPermit | None:
    """The permit that answers where this kind is asked for, whether or not it is valid that day.

    A valid BPOM MD stands for a P-IRT too, never the other way round. A brand is the business's,
    whichever of its products it was written down for.
    """
    if kind == PermitKind.BRAND:
        return _brand_for(product, day=day)
    held = {permit.kind: permit for permit in permits_of(product)}
    permit = held.get(kind_asked(product, kind))
    if kind != PermitKind.PIRT or (permit and permit.is_valid_on(day)):
        return permit
    stronger = held.get(PermitKind.MD)
    return stronger if stronger and stronger.is_valid_on(day) else permit


def _brand_for(product: Product, *, day: date) -> ProductPermit | None:
    """One that is valid before one that is not, then the product's own.

    Without a query where `business__products__permits` is prefetched.
    """
    brands = [
        permit
        for each in product.business.products.all()
        if each.is_active
        for permit in permits_of(each)
        if permit.kind == PermitKind.BRAND
    ]
    return min(
        brands,
        key=lambda brand: (
            not brand.is_valid_on(day),
            brand.is_date_missing,
            brand.product_id != product.pk,
            brand.pk,
        ),
        default=None,
    )


def lacks(product: Product, kind: PermitKind, *, day: date) -> str:
    """Why the product does not hold this permit on that day, in one sentence; "" when it does."""
    permit = permit_for(product, kind, day=day)
    if permit is None:
        return _absent(product, kind_asked(product, kind))
    if permit.is_application:
        return _("The brand of %(product)s is applied for, but not registered yet.") % {
            "product": permit.product.name
        }
    return "" if permit.is_valid_on(day) else _ended(permit)


def _absent(product: Product, kind: PermitKind) -> str:
    if kind == PermitKind.MD and marketing_permit_needed(product) == kind:
        return _needs_md(product)
    return _("%(product)s has no %(permit)s yet.") % {
        "product": product.name,
        "permit": kind.label,
    }


def _needs_md(product: Product) -> str:
    words = {"product": product.name, "form": product.get_form_display().lower()}
    if any(permit.kind == PermitKind.PIRT for permit in permits_of(product)):
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
    # By another permit, which stands for it.
    COVERED = "COVERED", gettext_lazy("Covered")
    ENDS_SOON = "ENDS_SOON", gettext_lazy("Ends soon")
    EXPIRED = "EXPIRED", gettext_lazy("Expired")
    APPLIED_FOR = "APPLIED_FOR", gettext_lazy("Applied for")
    DATE_MISSING = "DATE_MISSING", gettext_lazy("Date missing")
    NOT_FOR_THIS = "NOT_FOR_THIS", gettext_lazy("Not for this kind of product")
    MISSING = "MISSING", gettext_lazy("Missing")
    NOT_ASKED = "NOT_ASKED", ""


_COVERABLE = {Standing.EXPIRED, Standing.MISSING, Standing.NOT_ASKED}
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
    # The other permit that stands for it.
    covered_by: ProductPermit | None = None

    @property
    def slug(self) -> str:
        return self.kind.value.lower()

    @property
    def label(self) -> str:
        return self.permit.label if self.permit else str(self.kind.label)


def permit_states(product: Product, *, day: date) -> list[PermitState]:
    """Every kind, in the order of the ladder; four queries, and one for a business not read yet."""
    prefetch_related_objects([product], "permits", "business__products__permits")
    held = {permit.kind: permit for permit in permits_of(product)}
    needed = permits_needed(product, day=day)
    fields = dict(PermitRule.objects.values_list("rung", "helped_by"))
    return [
        _state(product, kind, held.get(kind), kind in needed, fields.get(kind, ""), day)
        for kind in PermitKind
        # What a product of another kind cannot have is not offered.
        if kind in held or kind in needed or kind not in {PermitKind.PIRT, PermitKind.MD}
    ]


def _state(
    product: Product,
    kind: PermitKind,
    permit: ProductPermit | None,
    is_needed: bool,
    field: str,
    day: date,
) -> PermitState:
    standing = _standing(product, permit, day) if permit else _absence(is_needed)
    covered_by = None
    if standing in _COVERABLE and not lacks(product, kind, day=day):
        standing, covered_by = Standing.COVERED, permit_for(product, kind, day=day)
    helped_by = field if standing in _HELPED else ""
    return PermitState(kind, permit, is_needed, standing, helped_by, covered_by)


def _absence(is_needed: bool) -> Standing:
    return Standing.MISSING if is_needed else Standing.NOT_ASKED


def _standing(product: Product, permit: ProductPermit, day: date) -> Standing:
    kind = PermitKind(permit.kind)
    if kind_asked(product, kind) != kind:
        return Standing.NOT_FOR_THIS
    if permit.is_application:
        return Standing.APPLIED_FOR
    if permit.is_date_missing:
        return Standing.DATE_MISSING
    if not permit.is_valid_on(day):
        return Standing.EXPIRED
    ends_soon = permit.ends_on is not None and permit.ends_on <= day + ENDS_SOON
    return Standing.ENDS_SOON if ends_soon else Standing.VALID
