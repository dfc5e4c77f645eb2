from django.db.models import QuerySet

from businesses.models import Business, Product


def products_of(business: Business) -> "QuerySet[Product]":
    """What it offers, in the owner's order, with photos: two queries however many there are."""
    return business.products.offered().in_order().prefetch_related("photos")
