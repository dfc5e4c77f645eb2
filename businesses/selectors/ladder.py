"""The ladder of legality: which rung a business stands on, and the next one up."""

from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from businesses.models import Business, PermitKind, PermitRule, Product, Rung
from businesses.selectors.completion import Dossier
from businesses.selectors.permits import lacks, marketing_permit_needed, with_nib


@dataclass(frozen=True)
class Step:
    rung: Rung
    is_held: bool
    # The products that stand below it; for the NIB, which is a person's, none.
    missing: list[Product]
    rule: PermitRule | None


@dataclass(frozen=True)
class Ladder:
    steps: list[Step]

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.is_held), None)


def ladder(dossier: Dossier, *, day: date) -> Ladder:
    """The rungs that concern this business, in their order. Three queries however much it makes,
    and two more where nobody wrote down an NIB.

    P-IRT and BPOM MD count where a product needs them, halal where one is food (domain.md §3.4–3.7).
    """
    rules = {rule.rung: rule for rule in PermitRule.objects.all()}
    products = _offered(dossier.business)
    has_nib = bool(dossier.nibs or with_nib([dossier.business]))
    steps = [Step(Rung.NIB, has_nib, [], rules.get(Rung.NIB))]
    for rung in list(Rung)[1:]:
        concerned = [product for product in products if _concerns(rung, product)]
        if concerned:
            missing = [product for product in concerned if not _holds(product, rung, day)]
            steps.append(Step(rung, not missing, missing, rules.get(rung)))
    return Ladder(steps)


def _offered(business: Business) -> list[Product]:
    """In the owner's order. Read through the business, whose brands count for each of them."""
    prefetch_related_objects([business], "products__permits")
    offered = [product for product in business.products.all() if product.is_active]
    return sorted(offered, key=lambda product: (product.position, product.pk))


def _concerns(rung: Rung, product: Product) -> bool:
    if rung in {Rung.PIRT, Rung.MD}:
        return marketing_permit_needed(product) == rung.value
    if rung == Rung.HALAL:
        return bool(product.form) and product.form != "NOT_FOOD"
    return True


def _holds(product: Product, rung: Rung, day: date) -> bool:
    return not lacks(product, PermitKind(rung.value), day=day)
