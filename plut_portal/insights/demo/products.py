"""What businesses of the demonstration offer: prices, photos, permits, shops, and buyers who ask."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from businesses import services
from businesses.models import Business, PermitKind, Product
from exhibitions import services as exhibition_services
from exhibitions.models import Enquiry
from plut_portal.accounts import services as account_services
from plut_portal.accounts.models import Consent, User
from plut_portal.core import formats
from plut_portal.insights.demo import past, pictures
from plut_portal.notifications.models import Message

GOODS = Path(__file__).with_name("goods.csv")
# Whose goods are not for all to see, and every how-manyth owner lets the number be seen too.
NOT_AGREED = {"Yogurt Lembah Panderman"}
NUMBER_HIDDEN_EVERY = 5
# Product, who asks, days ago, the question, hours until the answer (0: not answered yet).
QUESTIONS = (
    ("Kopi bubuk robusta sangrai", "Dewi Anggraeni", 3, "Bisa kirim 50 bungkus ke Surabaya?", 2),
    ("Kopi bubuk robusta sangrai", "Toko Panglima", 1, "Berapa harga untuk penjual lagi?", 0),
    ("Keripik apel tiga warna", "Kantin Semeru", 40, "Ada kemasan 1 kg untuk kantin?", 20),
    ("Keripik apel tiga warna", "Rahma", 9, "Apakah bisa tanpa gula?", 5),
    ("Madu randu", "Ibu Yuli", 6, "Panen berikutnya kapan?", 0),
    ("Kain batik tulis motif apel", "Panitia Wisuda", 33, "Bisa 30 kain untuk Februari?", 48),
    ("Anggrek bulan putih", "Hotel Kusuma", 2, "Bisa sewa 20 pot untuk satu pekan?", 0),
    ("Cokelat isi apel", "Gerai Bandara", 65, "Apakah sudah punya barcode?", 30),
)


def add(*, at: datetime) -> None:
    """Products beside their photos, permits, and questions of which most are answered."""
    with GOODS.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows)):
            _add(row, number, at=at)
    for number, question in enumerate(QUESTIONS):
        _ask(number, *question, at=at)


def _add(row: dict[str, str], number: int, *, at: datetime) -> None:
    business = Business.objects.get(name=row["business"])
    _agree(business, number, at=at - timedelta(days=20))
    # The first of each business takes the place of what it said it makes, photo included.
    begun = business.products.filter(price=None).first()
    if begun:
        product = services.update_product(product=begun, **_said(row))
    else:
        product = services.add_product(business=business, **_said(row))
    if row["shape"]:
        _photograph(product, row, at=at - timedelta(days=number % 9, hours=4))
    for permit in _parts(row["permits"], ";"):
        _permit(product, permit, at=at)
    if row["curated"]:
        services.curate_product(
            product=product, by=User.objects.get(email="admin@plut.example"), at=at
        )


def _said(row: dict[str, str]) -> dict[str, Any]:
    variants = [part.split(" = ") for part in _parts(row["variants"], ";")]
    return {
        "name": row["name"],
        "form": row["form"],
        "category": row["category"],
        "price": int(row["price"]),
        "pack": row["pack"],
        "shelf_life_days": int(row["keeps"]) if row["keeps"] else None,
        "description": row["description"],
        "variants": [(name, int(price)) for name, price in variants],
        "links": row["links"].split(),
    }


def _parts(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def _agree(business: Business, number: int, *, at: datetime) -> None:
    owner = business.people.order_by("pk")[0]
    purposes = [] if business.name in NOT_AGREED else [Consent.Purpose.CATALOGUE]
    if owner.phone and purposes and number % NUMBER_HIDDEN_EVERY:
        purposes.append(Consent.Purpose.PHONE)
    for purpose in purposes:
        account_services.give_consent(user=owner, purpose=purpose, at=at)


def _photograph(product: Product, row: dict[str, str], *, at: datetime) -> None:
    label = row["label"].replace("|", "\n")
    goods = pictures.Goods(row["business"], row["shape"], row["colour"], label)
    photo = services.add_product_photo(
        product=product,
        file=SimpleUploadedFile("foto.jpg", pictures.draw(goods)),
        by=product.business.people.order_by("pk")[0],
        at=at,
    )
    services.process_photo(photo_id=photo.pk)


def _permit(product: Product, text: str, *, at: datetime) -> None:
    """`PIRT 206357901012327`; with `@26` it ends 26 days from now, and a P-IRT's number says so."""
    words = text.split()
    kind, number, valid_until = words[0], words[1], None
    if len(words) > 2:
        valid_until = formats.wib_day(at) + timedelta(days=int(words[2][1:]))
        if kind == PermitKind.PIRT:
            number = f"{number[:13]}{valid_until:%y}"
    services.set_permit(product=product, kind=kind, number=number, valid_until=valid_until, at=at)


def _ask(
    number: int, about: str, name: str, days: int, message: str, answered: int, *, at: datetime
) -> None:
    product = Product.objects.get(name=about)
    sent_at = at - timedelta(days=days)
    enquiry: Enquiry = exhibition_services.send_enquiry(
        product=product,
        key=UUID(int=number + 1),
        name=name,
        phone=f"+62812900011{number:02d}",
        email="",
        message=message,
        at=sent_at,
    )
    past.settle_outbox(until=at, topic=f"enquiry:{enquiry.pk}")
    if answered:
        owner = product.business.people.order_by("pk")[0]
        exhibition_services.mark_answered(
            enquiry=enquiry, by=owner, at=sent_at + timedelta(hours=answered)
        )
    past.backdate(sent_at, Message.objects.filter(topic=f"enquiry:{enquiry.pk}"))
