"""What an activity asks for and whether a business has it: looked up live, never typed again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from businesses import merits
from businesses import selectors as business_selectors
from businesses.models import (
    Business,
    PermitKind,
    Product,
    ProductForm,
    ProductPhoto,
)
from consultations.models import Expertise
from exhibitions.models import Activity, Requirement

Kind = Requirement.Kind

# Who helps where the office has named no field; by the last part of its address.
_HELPED_BY = {
    Kind.NIB: "kelembagaan",
    Kind.MARKETING_PERMIT: "kelembagaan",
    Kind.HALAL: "kelembagaan",
    Kind.PHOTO: "pemasaran",
    Kind.TRACK_PASSED: "produksi",
}


@dataclass(frozen=True)
class Gap:
    """What is missing, as a sentence for the owner, and the product it is missing of, if one."""

    sentence: str
    product: Product | None = None


@dataclass(frozen=True)
class Check:
    """One requirement as it stands for a business."""

    requirement: Requirement
    gaps: list[Gap] = field(default_factory=list)
    # Whose consultants help, with whom a time can be booked; None where the office itself does.
    expertise: Expertise | None = None

    @property
    def is_met(self) -> bool:
        return not self.gaps

    @property
    def blocks(self) -> bool:
        return bool(self.gaps) and self.requirement.is_must


def requirements_checked(
    activity: Activity, business: Business, products: Iterable[Product], *, at: datetime
) -> list[Check]:
    """Every requirement for this business with these products, in the order of the list.

    Papers must be valid until the last day of the activity. The same answer for the page, for
    sending and for the ready list.
    """
    return requirements_of_many(activity, [(business, list(products))], at=at)[business.pk]


def requirements_of_many(
    activity: Activity, hopefuls: list[tuple[Business, list[Product]]], *, at: datetime
) -> dict[int, list[Check]]:
    """The same for many at once, by key of the business, in the same few queries."""
    asked = list(activity.requirements.select_related("expertise").order_by("pk"))
    book = _Book(activity, hopefuls, {Kind(each.kind) for each in asked}, at=at)
    helpers = _helpers(asked)
    return {
        business.pk: [_check(each, _Facts(business, products, book), helpers) for each in asked]
        for business, products in hopefuls
    }


def blocking(checks: Iterable[Check]) -> list[str]:
    """The sentences that keep a business from applying."""
    return [gap.sentence for check in checks if check.blocks for gap in check.gaps]


def _check(asked: Requirement, facts: "_Facts", helpers: dict[str, Expertise]) -> Check:
    gaps = _LOOK_UP[Kind(asked.kind)](facts)
    expertise = asked.expertise or helpers.get(_HELPED_BY.get(Kind(asked.kind), ""))
    return Check(asked, gaps, expertise if gaps else None)


def _helpers(asked: list[Requirement]) -> dict[str, Expertise]:
    wanted = {_HELPED_BY.get(Kind(each.kind), "") for each in asked if each.expertise is None}
    return {each.slug: each for each in Expertise.objects.offered().filter(slug__in=wanted)}


class _Book:
    """What the tables say about all who are looked at; only what is asked for is read."""

    def __init__(
        self,
        activity: Activity,
        hopefuls: list[tuple[Business, list[Product]]],
        asked: set[Kind],
        *,
        at: datetime,
    ) -> None:
        businesses = [business for business, _products in hopefuls]
        products = [product for _business, theirs in hopefuls for product in theirs]
        self.day = activity.ends_on
        if asked & {Kind.MARKETING_PERMIT, Kind.HALAL}:
            prefetch_related_objects(products, "permits")
        self.with_nib = business_selectors.with_nib(businesses) if Kind.NIB in asked else set()
        self.with_photo = with_photo(products) if Kind.PHOTO in asked else set()
        self.trained = set[int]()
        if Kind.TRACK_PASSED in asked:
            self.trained = merits.holders(merits.TRACK_PASSED, businesses, at=at)


def with_photo(products: list[Product]) -> set[int]:
    shown = ProductPhoto.objects.ready().filter(product__in=products)
    return set(shown.values_list("product", flat=True))


@dataclass(frozen=True)
class _Facts:
    business: Business
    products: list[Product]
    book: _Book

    @property
    def food(self) -> list[Product]:
        return [each for each in self.products if is_food(each.form)]


def is_food(form: str) -> bool:
    """What nobody has said yet is taken for food: it must not slip past a permit."""
    return form != ProductForm.NOT_FOOD


def _verified(facts: _Facts) -> list[Gap]:
    if facts.business.status == Business.Status.VERIFIED:
        return []
    return [Gap(_("The office has not checked your business yet. Please send it for checking."))]


def _nib(facts: _Facts) -> list[Gap]:
    return [] if facts.business.pk in facts.book.with_nib else [Gap(_("Your NIB is missing."))]


def _marketing_permit(facts: _Facts) -> list[Gap]:
    return _gaps(facts.products, lambda product: _lacks_permit(product, facts))


def _gaps(products: list[Product], lacking: Callable[[Product], str]) -> list[Gap]:
    found = [Gap(lacking(each), each) for each in products]
    return [gap for gap in found if gap.sentence]


def _lacks_permit(product: Product, facts: _Facts) -> str:
    if not product.form:
        return _form_not_said(product)
    needed = business_selectors.marketing_permit_needed(product)
    if needed is None:
        return ""
    return business_selectors.lacks(product, needed, day=facts.book.day)


def _halal(facts: _Facts) -> list[Gap]:
    return _gaps(facts.food, lambda product: _lacks_halal(product, facts))


def _lacks_halal(product: Product, facts: _Facts) -> str:
    if not product.form:
        return _form_not_said(product)
    return business_selectors.lacks(product, PermitKind.HALAL, day=facts.book.day)


def _form_not_said(product: Product) -> str:
    return _("Please say what kind of product %(product)s is: dry food, a drink, a craft …") % {
        "product": product.name
    }


def _photo(facts: _Facts) -> list[Gap]:
    return [
        Gap(_("%(product)s has no photo yet.") % {"product": each.name}, each)
        for each in facts.products
        if each.pk not in facts.book.with_photo
    ]


def _track_passed(facts: _Facts) -> list[Gap]:
    if facts.business.pk in facts.book.trained:
        return []
    return [Gap(_("All three stages of an integrated training have to be passed."))]


_LOOK_UP: dict[Kind, Callable[[_Facts], list[Gap]]] = {
    Kind.VERIFIED: _verified,
    Kind.NIB: _nib,
    Kind.MARKETING_PERMIT: _marketing_permit,
    Kind.HALAL: _halal,
    Kind.PHOTO: _photo,
    Kind.TRACK_PASSED: _track_passed,
}
