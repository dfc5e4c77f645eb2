"""Two retail partners of the demonstration, what they ask for, and products on their way."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from businesses import services as business_services
from businesses.models import Business, Product
from exhibitions import services
from exhibitions.models import ListedRequirement, RequirementList, RetailPartner, Submission
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.insights.demo import past

Kind = ListedRequirement.Kind
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shop:
    name: str
    about: str
    stores: int
    lines: tuple[dict[str, Any], ...]


SHOPS = (
    Shop(
        "Minimarket Panderman Raya",
        "Mencari camilan dan minuman kering khas Batu. Bayar 30 hari setelah barang diterima;"
        " barang mendekati kedaluwarsa diretur.",
        32,
        (
            {"kind": Kind.NIB},
            {"kind": Kind.PERMIT, "permit": "PIRT", "least": 180},
            {"kind": Kind.HALAL},
            {"kind": Kind.BARCODE},
            {"kind": Kind.SHELF_LIFE, "least": 90},
            {"kind": Kind.PRICE, "price_from": 5_000, "price_to": 40_000},
            {"kind": Kind.PACK},
            {"kind": Kind.CAPACITY, "least": 500, "text": "Stok harus selalu siap"},
            {"kind": Kind.OFFICE, "text": "Kemasan tertutup rapat dan labelnya terbaca"},
        ),
    ),
    Shop(
        "Pusat Oleh-oleh Lereng Arjuno",
        "Titip jual di empat toko di jalan wisata. Harga tercantum di kemasan, setoran tiap dua"
        " pekan.",
        4,
        (
            {"kind": Kind.PERMIT, "permit": "PIRT", "least": 30},
            {"kind": Kind.SHELF_LIFE, "least": 30},
            {"kind": Kind.PRICE, "price_to": 50_000},
            {"kind": Kind.PHOTO},
            {"kind": Kind.PACK},
        ),
    ),
)


def add(*, at: datetime) -> None:
    """Lists in use, capacities, and submissions: waiting, returned, with the partner, listed."""
    staff = User.objects.get(email="admin@plut.example")
    at = formats.at_wib(formats.wib_day(at) - DAY, time(9))
    chain, souvenirs = [_partner(shop, staff, at=at - 60 * DAY) for shop in SHOPS]
    crisps = _product("Keripik Bu Sumiati", "Keripik apel manalagi")
    coffee = _product("Kopi Lereng Panderman", "Kopi bubuk robusta sangrai")
    jam = _product("Stroberi Bu Rohmah", "Selai stroberi")
    for product, pieces in ((crisps, 300), (coffee, 800), (jam, 120)):
        _declare(product, pieces, at=at - 50 * DAY)
    _make_fit_for_the_chain(coffee, at=at)
    _bring_to_the_shelf(_offer(coffee, chain, at=at - 45 * DAY), staff, at=at - 45 * DAY)
    _refuse(_offer(jam, souvenirs, at=at - 30 * DAY), staff, at=at - 30 * DAY)
    _give_back(_offer(crisps, souvenirs, at=at - 12 * DAY), staff, at=at - 10 * DAY)
    _send(_offer(jam, souvenirs, at=at - 8 * DAY), staff, at=at - 6 * DAY)
    _offer(coffee, souvenirs, at=at - DAY)
    # The chain will ask for more from next year on; nobody is measured by it yet.
    services.begin_list(partner=chain, by=staff)


def _partner(shop: Shop, staff: User, *, at: datetime) -> RetailPartner:
    partner = RetailPartner.objects.create(name=shop.name, about=shop.about, stores=shop.stores)
    draft = services.begin_list(partner=partner, by=staff)
    for position, line in enumerate(shop.lines, start=1):
        draft.lines.create(position=position, **line)
    services.publish_list(requirements=draft, by=staff, at=at)
    past.backdate(at, partner.history.all(), RequirementList.objects.filter(pk=draft.pk))
    return partner


def _product(business: str, name: str) -> Product:
    return Business.objects.get(name=business).products.get(name=name)


def _owner(product: Product) -> User:
    return product.business.people.order_by("pk")[0]


def _declare(product: Product, pieces: int, *, at: datetime) -> None:
    said = services.declare_capacity(product=product, pieces=pieces, by=_owner(product), at=at)
    past.backdate(at, said.history.all())


def _make_fit_for_the_chain(product: Product, *, at: datetime) -> None:
    business_services.set_permit(product=product, kind="BARCODE", number="8991234567891", at=at)
    business_services.save_nib(user=_owner(product), nib="9120301122334", at=at)


def _offer(product: Product, partner: RetailPartner, *, at: datetime) -> Submission:
    submission: Submission = services.submit_product(
        partner=partner, product=product, agrees=True, by=_owner(product), at=at
    )
    return submission


def _send(submission: Submission, staff: User, *, at: datetime) -> None:
    lines = submission.requirements.lines.values_list("pk", flat=True)
    services.accept_submission(submission=submission, checked=lines, by=staff, at=at)
    services.send_submission(submission=submission, by=staff, at=at + timedelta(hours=2))
    _settle(submission, until=at + DAY)


def _bring_to_the_shelf(submission: Submission, staff: User, *, at: datetime) -> None:
    """First in twelve shops, a month later in twenty."""
    _send(submission, staff, at=at + 2 * DAY)
    for days, stores, units in ((10, 12, 600), (38, 20, 900)):
        moment = at + days * DAY
        services.list_submission(
            submission=submission,
            on=formats.wib_day(moment),
            stores=stores,
            units=units,
            by=staff,
            at=moment,
        )
    _settle(submission, until=at + 40 * DAY)


def _refuse(submission: Submission, staff: User, *, at: datetime) -> None:
    _send(submission, staff, at=at + 2 * DAY)
    moment = at + 9 * DAY
    services.refuse_submission(
        submission=submission,
        reason="Tutup botol mudah terbuka di perjalanan.",
        on=formats.wib_day(moment),
        by=staff,
        at=moment,
    )
    _settle(submission, until=moment + DAY)


def _give_back(submission: Submission, staff: User, *, at: datetime) -> None:
    services.return_submission(
        submission=submission,
        reason="Tanggal kedaluwarsa di label belum terbaca. Mohon dicetak ulang lebih gelap.",
        by=staff,
        at=at,
    )
    _settle(submission, until=at + DAY)


def _settle(submission: Submission, *, until: datetime) -> None:
    past.settle_outbox(until=until, topic=submission.message_topic)
