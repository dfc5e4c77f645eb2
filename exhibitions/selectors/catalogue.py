"""What anybody may find, and how: by words, and by what one chooses beside them."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from businesses import selectors as business_selectors
from businesses.models import (
    Business,
    Membership,
    Product,
    ProductPhoto,
    Village,
)
from exhibitions.models import SearchWords
from plut_portal.accounts.models import Consent
from plut_portal.core import search

# The same columns as in the index of the table.
COLUMNS = ("name", "description")
# Rupiah, the upper bound included; None is no end.
PRICES: dict[str, tuple[int, int | None]] = {
    "25": (0, 25_000),
    "50": (25_001, 50_000),
    "100": (50_001, 100_000),
    "lebih": (100_001, None),
}
MOST_MAKERS = 6


@dataclass(frozen=True)
class Wishes:
    """What a visitor chose; empty is no wish."""

    text: str = ""
    category: str = ""
    village: Village | None = None
    permit: str = ""
    price: str = ""
    is_curated: bool = False


def catalogue(wishes: Wishes, *, day: date) -> "QuerySet[Product]":
    """The products that fit, best first; without words those with a photo, then the newest.

    Costs three queries with their photos and makers, two more where words are searched.
    """
    found = Product.objects.in_catalogue().filter(_fits(wishes))
    if wishes.permit:
        held = business_selectors.counting_permits_of_all(day=day)
        found = found.filter(Exists(held.filter(product=OuterRef("pk"), kind=wishes.permit)))
    # Buyers look before they read, so among equals what can be seen goes first.
    seen_first = Exists(_photos_for_all().filter(product=OuterRef("pk"))).desc()
    if wishes.text:
        found = search.matching(
            found, wishes.text, COLUMNS, same=spellings(), among_equals=[seen_first, "pk"]
        )
    else:
        found = found.order_by(seen_first, "-pk")
    return with_looks(found)


def spellings() -> list[tuple[str, ...]]:
    """The words that mean the same, as the office keeps them; one query."""
    return [row.group for row in SearchWords.objects.in_use().order_by("pk")]


def _fits(wishes: Wishes) -> Q:
    fits = Q()
    if wishes.category:
        fits &= Q(category=wishes.category)
    if wishes.village:
        fits &= Q(business__village=wishes.village)
    if wishes.is_curated:
        fits &= Q(curated_at__isnull=False)
    if wishes.price:
        low, high = PRICES[wishes.price]
        fits &= Q(price__gte=low) if high is None else Q(price__range=(low, high))
    return fits


def with_looks(products: "QuerySet[Product]") -> "QuerySet[Product]":
    """With maker and village, and the photos that may be seen by all."""
    seen = Prefetch("photos", _photos_for_all().order_by("position", "pk"))
    return products.select_related("business__village").prefetch_related(seen)


def _photos_for_all() -> "QuerySet[ProductPhoto]":
    return ProductPhoto.objects.ready().visible_to(AnonymousUser())


def makers() -> "QuerySet[Business]":
    """Those with something in the catalogue."""
    there = Product.objects.in_catalogue().filter(business=OuterRef("pk"))
    return Business.objects.filter(Exists(there))


def makers_named(text: str) -> "QuerySet[Business]":
    named = search.named(makers(), text, ("name", "makes"))
    return named.select_related("village").order_by("name", "pk")[:MOST_MAKERS]


def whatsapp_of(business: Business) -> str:
    """The number of the first of its people who lets it be seen; "" while nobody does."""
    acting = Membership.objects.active().filter(
        business=business,
        user__is_active=True,
        user__phone__isnull=False,
        user__consents__purpose=Consent.Purpose.PHONE,
        user__consents__withdrawn_at=None,
    )
    return acting.order_by("joined_at", "pk").values_list("user__phone", flat=True).first() or ""
