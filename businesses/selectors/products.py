from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from businesses.models import Business, Product
from plut_portal.accounts.models import User


@dataclass(frozen=True)
class Offer:
    """How many products a business offers, and how many of them anybody may see."""

    count: int
    shown: int


def products_of(business: Business) -> "QuerySet[Product]":
    """What it offers, in the owner's order, with photos, and `is_shown` where all may see it.

    Two queries however many there are.
    """
    shown = Exists(Product.objects.in_catalogue().filter(pk=OuterRef("pk")))
    offered = business.products.offered().in_order().annotate(is_shown=shown)
    return offered.prefetch_related("photos")


def is_kept_out(business: Business, *, besides: User) -> bool:
    """Whether somebody else who acts for it took back that it is shown to the public."""
    others = business.memberships.exclude(user=besides)
    return others.against_the_catalogue().exists()


def offer_of(business: Business) -> Offer:
    """Both figures in one query."""
    offered = business.products.offered()
    seen = Q(pk__in=Product.objects.in_catalogue().filter(business=business).values("pk"))
    return Offer(**offered.aggregate(count=Count("pk"), shown=Count("pk", filter=seen)))
