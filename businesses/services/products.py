"""What a business offers: its products, their order, whether they are shown, their permits."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from businesses import notifications
from businesses.models import (
    Business,
    BusinessDocument,
    Product,
    ProductLink,
    ProductPermit,
    ProductVariant,
)
from plut_portal.accounts import services as account_services
from plut_portal.accounts.models import Consent, User
from plut_portal.core.errors import PortalError

MOST_PRODUCTS = Product.MOST
Variant = tuple[str, int | None]


class TooManyProducts(PortalError):
    status = 403


@transaction.atomic
def add_product(
    *,
    business: Business,
    variants: Sequence[Variant] = (),
    links: Sequence[str] = (),
    **said: object,
) -> Product:
    """Put another product behind the others. Raises TooManyProducts past thirty.

    `said` holds fields of Product by name.
    """
    _take_turns(business)
    offered = list(business.products.offered().in_order())
    if len(offered) >= MOST_PRODUCTS:
        raise TooManyProducts(
            _("You have %(count)d products here already. Take away one you no longer make.")
            % {"count": MOST_PRODUCTS}
        )
    last = max((product.position for product in offered), default=-1)
    product = Product.objects.create(business=business, position=last + 1, **said)
    _replace_parts(product, variants, links)
    return product


@transaction.atomic
def update_product(
    *, product: Product, variants: Sequence[Variant], links: Sequence[str], **said: object
) -> Product:
    """Replace what the owner says about the product, variants and links included.

    Called something else, or made another kind of thing, it is no longer what the office chose.
    """
    product = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    if any(said.get(name, same := getattr(product, name)) != same for name in ("name", "form")):
        product.curated_at = None
    for name, value in said.items():
        setattr(product, name, value)
    product.save()
    _replace_parts(product, variants, links)
    return product


def _replace_parts(product: Product, variants: Sequence[Variant], links: Sequence[str]) -> None:
    product.variants.all().delete()
    ProductVariant.objects.bulk_create(
        ProductVariant(product=product, name=name, price=price, position=place)
        for place, (name, price) in enumerate(variants)
    )
    product.links.all().delete()
    ProductLink.objects.bulk_create(
        ProductLink(product=product, url=url, position=place) for place, url in enumerate(links)
    )


def show_product(*, product: Product) -> None:
    """Let it be in the catalogue, as far as consent and office do. Twice is harmless."""
    _change(product, is_hidden=False)


def hide_product(*, product: Product) -> None:
    """Take it from the catalogue, its photos included, at once. Twice is harmless."""
    _change(product, is_hidden=True)


def stop_offering(*, product: Product) -> None:
    """It is no longer made. The row stays, as enquiries and permits hang on it."""
    _change(product, is_active=False)


@transaction.atomic
def move_product(*, product: Product, steps: int) -> None:
    """One place up (-1) or down (1) among those offered; past the end nothing happens."""
    _take_turns(product.business)
    keys = list(product.business.products.offered().in_order().values_list("pk", flat=True))
    if product.pk not in keys:
        return
    place = keys.index(product.pk)
    keys.insert(max(0, place + steps), keys.pop(place))
    _number(keys)


@transaction.atomic
def order_products(*, business: Business, order: Sequence[UUID]) -> None:
    """Bring the products into this order; those not named follow as they stood."""
    _take_turns(business)
    wanted = {public_id: place for place, public_id in enumerate(order)}
    products = list(business.products.offered().in_order())
    products.sort(key=lambda product: wanted.get(product.public_id, len(wanted)))
    _number([product.pk for product in products])


def _number(keys: Sequence[int]) -> None:
    for place, pk in enumerate(keys):
        Product.objects.filter(pk=pk).exclude(position=place).update(position=place)


@transaction.atomic
def set_permit(
    *,
    product: Product,
    kind: str,
    number: str,
    at: datetime,
    valid_until: date | None = None,
    document: BusinessDocument | None = None,
) -> ProductPermit:
    """Keep a permit of this kind. Another number ends the earlier one, which stays as history."""
    Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    held = product.permits.in_use().filter(kind=kind).first()
    if held and held.number != number:
        end_permit(permit=held, at=at)
        held = None
    permit = held or ProductPermit(product=product, kind=kind, number=number)
    permit.valid_until, permit.document = valid_until, document
    permit.save()
    return permit


def end_permit(*, permit: ProductPermit, at: datetime) -> None:
    """It is no longer used. Twice is harmless."""
    ProductPermit.objects.in_use().filter(pk=permit.pk).update(ended_at=at)


def agree(*, user: User, show_to_all: bool, show_phone: bool, at: datetime) -> None:
    """Give the consents ticked beside a product; what is not ticked is not taken back."""
    if show_to_all:
        account_services.give_consent(user=user, purpose=Consent.Purpose.CATALOGUE, at=at)
    if show_phone:
        account_services.give_consent(user=user, purpose=Consent.Purpose.PHONE, at=at)


@transaction.atomic
def curate_product(*, product: Product, by: User, at: datetime) -> None:
    """Mark it as chosen by the office. The first time counts."""
    if _locked(product).curated_at is None:
        _change(product, by=by, curated_at=at)


def uncurate_product(*, product: Product, by: User) -> None:
    """Take the mark away. Twice is harmless."""
    _change(product, by=by, curated_at=None)


@transaction.atomic
def withhold_product(*, product: Product, reason: str, by: User, at: datetime) -> None:
    """Take it out of the catalogue, and tell its owner why. With the same reason twice is once."""
    if changed := _change(product, by=by, why=reason, withheld_reason=reason):
        notifications.product_taken_out(changed, at=at)


@transaction.atomic
def release_product(*, product: Product, by: User, at: datetime) -> None:
    """Let it be in the catalogue again, as far as its owner does, and tell her. Twice is once.

    Why it was out stays in its history.
    """
    if changed := _change(product, by=by, withheld_reason=""):
        notifications.product_let_in(changed, at=at)


@transaction.atomic
def _change(
    product: Product, *, by: User | None = None, why: str = "", **values: object
) -> Product | None:
    """Write it with its history, and answer with it; None where it is as it should be."""
    row = _locked(product)
    if all(getattr(row, name) == value for name, value in values.items()):
        return None
    for name, value in values.items():
        setattr(row, name, value)
    vars(row)["_change_reason"] = why or None
    if by:
        vars(row)["_history_user"] = by
    row.save()
    return row


def _locked(product: Product) -> Product:
    rows = Product.objects.select_related("business")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=product.pk)


def _take_turns(business: Business) -> None:
    """Two tabs of hers take turns, so that counts and places below hold."""
    Business.objects.select_for_update(no_key=True).get(pk=business.pk)
