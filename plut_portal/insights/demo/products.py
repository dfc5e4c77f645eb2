"""What some businesses of the demonstration offer: prices, permits, shops, and two buyers who ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from businesses import services
from businesses.models import Business, Product
from exhibitions import services as exhibition_services
from exhibitions.models import Enquiry

HALAL = ("HALAL", "ID35110000123450726")


@dataclass(frozen=True)
class Offer:
    business: str
    name: str
    form: str
    category: str
    price: int
    pack: str
    keeps: int
    description: str
    permits: tuple[tuple[str, str], ...] = ()
    variants: tuple[tuple[str, int | None], ...] = ()
    links: tuple[str, ...] = ()
    is_curated: bool = False


# The first of each business takes the place of what it said it makes, photo included.
OFFERS = (
    Offer(
        "Keripik Bu Sumiati",
        "Keripik apel manalagi",
        "DRY_FOOD",
        "FOOD",
        15_000,
        "100 g",
        180,
        "Apel manalagi dari kebun Bumiaji, digoreng hampa sehingga renyah dan tidak berminyak.",
        (("PIRT", "206357901012327"),),
        (("Asli 100 g", 15_000), ("Balado 250 g", 35_000)),
        ("https://shopee.co.id/keripikbusumiati",),
    ),
    Offer(
        "Keripik Bu Sumiati",
        "Keripik nangka",
        "DRY_FOOD",
        "FOOD",
        18_000,
        "100 g",
        180,
        "Nangka matang pohon, manis tanpa gula tambahan.",
    ),
    Offer(
        "Kopi Lereng Panderman",
        "Kopi bubuk robusta sangrai",
        "DRY_FOOD",
        "DRINK",
        35_000,
        "200 g",
        365,
        "Robusta petik merah dari lereng Panderman, disangrai sedang setiap pekan.",
        (("PIRT", "210357901021529"), HALAL),
        (("Halus 200 g", 35_000), ("Kasar 200 g", 35_000), ("Biji 500 g", 82_000)),
        ("https://www.tokopedia.com/kopilereng", "https://www.instagram.com/kopilereng"),
        is_curated=True,
    ),
    Offer(
        "Kopi Lereng Panderman",
        "Kopi celup robusta",
        "DRY_FOOD",
        "DRINK",
        27_500,
        "10 kantong",
        270,
        "Diseduh seperti teh, untuk di jalan dan di kantor.",
    ),
    Offer(
        "Sari Apel Ananda",
        "Sari apel",
        "DRINK",
        "DRINK",
        30_000,
        "6 botol 120 ml",
        120,
        "Sari apel Batu tanpa pewarna. Paling segar disajikan dingin.",
        (("MD", "MD254713001021"), HALAL),
        is_curated=True,
    ),
    Offer(
        "Sari Apel Ananda",
        "Jeli apel",
        "DRY_FOOD",
        "FOOD",
        12_000,
        "10 cup",
        150,
        "Jeli lembut dari sari apel, disukai anak-anak.",
    ),
    Offer(
        "Stroberi Bu Rohmah",
        "Selai stroberi",
        "DRY_FOOD",
        "FOOD",
        28_000,
        "250 g",
        120,
        "Stroberi petik pagi dari Pandanrejo, dimasak sore harinya. Masih terasa butiran buahnya.",
        (("PIRT", "108357901034530"),),
    ),
    Offer(
        "Yogurt Lembah Panderman",
        "Yogurt buah",
        "DAIRY",
        "DRINK",
        14_000,
        "250 ml",
        21,
        "Susu segar Oro-oro Ombo dengan buah asli.",
    ),
    Offer(
        "Sambal Nuriyah",
        "Sambal bawang",
        "DRY_FOOD",
        "FOOD",
        25_000,
        "150 g",
        90,
        "Pedasnya tinggal di lidah, bukan di perut. Tanpa pengawet.",
        (("PIRT", "104357901044528"),),
        (("Pedas", 25_000), ("Sangat pedas", 26_000)),
    ),
)
QUESTIONS = (
    ("Dewi Anggraeni", "Apakah bisa kirim 50 bungkus ke Surabaya sebelum akhir bulan?"),
    ("Toko Oleh-oleh Panglima", "Berapa harga untuk reseller, dan berapa pesanan paling sedikit?"),
)


def add(*, at: datetime) -> None:
    """Products beside their photos, permits, and questions of which one is answered."""
    for offer in OFFERS:
        _add(offer, at=at)
    asked = Business.objects.get(name="Kopi Lereng Panderman").products.in_catalogue().in_order()
    for product in asked[:1]:
        for number, (name, message) in enumerate(QUESTIONS):
            _ask(product, number, name, message, at=at)


def _add(offer: Offer, *, at: datetime) -> None:
    business = Business.objects.get(name=offer.business)
    said: dict[str, Any] = {
        "name": offer.name,
        "form": offer.form,
        "category": offer.category,
        "price": offer.price,
        "pack": offer.pack,
        "shelf_life_days": offer.keeps,
        "description": offer.description,
        "variants": offer.variants,
        "links": offer.links,
    }
    begun = business.products.filter(price=None).first()
    if begun:
        product = services.update_product(product=begun, **said)
    else:
        product = services.add_product(business=business, **said)
    for kind, number in offer.permits:
        services.set_permit(product=product, kind=kind, number=number, at=at)
    if offer.is_curated:
        services.curate_product(product=product, at=at)


def _ask(product: Product, number: int, name: str, message: str, *, at: datetime) -> None:
    sent_at = at - timedelta(days=3 - 2 * number)
    enquiry: Enquiry = exhibition_services.send_enquiry(
        product=product,
        key=UUID(int=number + 1),
        name=name,
        phone=f"+62812900011{number:02d}",
        email="",
        message=message,
        at=sent_at,
    )
    if number == 0:
        owner = product.business.people.order_by("pk")[0]
        exhibition_services.mark_answered(
            enquiry=enquiry, by=owner, at=sent_at + timedelta(hours=2)
        )
