"""What a partner sees of the products sent to it."""

from dataclasses import dataclass
from datetime import date, datetime

from businesses import selectors as business_selectors
from businesses.models import PermitKind, Product, ProductPermit
from exhibitions.models import MonthlyCapacity, RetailPartner, Submission
from plut_portal.core import formats


@dataclass(frozen=True)
class Good:
    """What a partner sees of one product: the goods and their papers, and no person."""

    submission: Submission
    permits: list[str]
    pieces: int | None


def goods_shown_to(partner: RetailPartner, *, at: datetime) -> list[Good]:
    """Only what was sent to this partner and is still with it. Six queries."""
    today = formats.wib_day(at)
    rows = (
        Submission.objects.shown_to_partner(partner)
        .select_related("product__business__village", "product__monthly_capacity")
        .prefetch_related("product__permits", "product__photos", "steps")
        .prefetch_related("product__business__products__permits")
        .order_by("product__name", "pk")
    )
    return [
        Good(
            each,
            [
                f"{permit.get_kind_display()} {permit.number}"
                if permit.kind in {PermitKind.HALAL, PermitKind.BARCODE, PermitKind.BRAND}
                else permit.shown_number
                for permit in _papers(each.product, today)
            ],
            capacity.pieces if (capacity := _said(each.product)) else None,
        )
        for each in rows
    ]


def _papers(product: Product, day: date) -> list[ProductPermit]:
    """With the brand of the business, which the light counts for each of its products."""
    papers = business_selectors.counting_permits(product, day=day)
    brand = business_selectors.permit_for(product, PermitKind.BRAND, day=day)
    if brand and brand.is_valid_on(day) and brand not in papers:
        papers.append(brand)
    return papers


def _said(product: Product) -> MonthlyCapacity | None:
    return getattr(product, "monthly_capacity", None)
