"""Called inside the portal's own process: owners with goods to show, and a third curator."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from businesses import services as business_services
from businesses.models import Business, Village
from plut_portal.accounts import services as account_services
from plut_portal.accounts.models import Consent, User
from plut_portal.accounts.roles import Role
from plut_portal.core import clock
from plut_portal.insights.demo import pictures

# Who, her business, and what she makes: name, kind, the permit on record, how it looks.
OWNERS = {
    "sulastri": ("Sulastri", "Dapur Sulastri", [("Keripik apel", "DRY_FOOD", "PIRT", "pack")]),
    "hariyati": ("Hariyati", "Manisan Hariyati", [("Manisan apel", "DRY_FOOD", "PIRT", "jar")]),
    "wagiman": ("Wagiman", "Camilan Wagiman", [("Keripik nangka", "DRY_FOOD", "", "pack")]),
    "fitriani": (
        "Fitriani",
        "Sari Buah Fitriani",
        [("Sari apel", "DRINK", "PIRT", "bottle"), ("Selai apel", "DRY_FOOD", "PIRT", "jar")],
    ),
}
COLOURS = ("#d9952b", "#b3261e", "#8fae3e", "#6b3f1d")


def invite(mark: str) -> None:
    """With a mark in their names and addresses that tells them from everybody else."""
    at = clock.now()
    for number, (key, (name, business, goods)) in enumerate(OWNERS.items()):
        owner = _person(name, address_of(key, mark), at=at)
        account_services.give_consent(user=owner, purpose=Consent.Purpose.SERVICE, at=at)
        account_services.give_consent(user=owner, purpose=Consent.Purpose.REMINDERS, at=at)
        made = business_services.register_business(
            owner=owner,
            makes=goods[0][0].lower(),
            name=f"{business} {mark}",
            village=Village.objects.order_by("pk")[number],
            at=at,
        )
        for each in goods:
            _add(made, owner, *each, number=number, at=at)
    curator = _person(f"Bambang {mark}", address_of("bambang", mark), at=at)
    curator.groups.add(Group.objects.get(name=Role.CURATOR))


def address_of(key: str, mark: str) -> str:
    return f"{key}.{mark}@contoh.example"


def _person(full_name: str, email: str, *, at: datetime) -> User:
    """With the password of the demonstration."""
    password = User.objects.get(email="kurator@plut.example").password
    return User.objects.create(
        full_name=full_name,
        email=email,
        email_confirmed_at=at,
        password=password,
        joined_at=at,
    )


def _add(
    business: Business,
    owner: User,
    name: str,
    form: str,
    permit: str,
    shape: str,
    *,
    number: int,
    at: datetime,
) -> None:
    product = business_services.add_product(
        business=business, name=name, form=form, category="FOOD", price=20_000, pack="200 g"
    )
    if permit:
        until = (at.year + 4) % 100
        given = f"2{number:02d}3579{number:04d}{len(name):02d}{until:02d}"
        business_services.set_permit(product=product, kind=permit, number=given, at=at)
    look = pictures.Goods(business.name, shape, COLOURS[number], name.replace(" ", "\n"))
    business_services.add_product_photo(
        product=product,
        file=SimpleUploadedFile("foto.jpg", pictures.draw(look)),
        by=owner,
        at=at,
    )
