"""How a product stands against what a partner asks for: one place for every page and service."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from businesses import selectors as business_selectors
from businesses.models import Business, PermitKind, Product
from consultations import selectors as consultation_selectors
from consultations.models import Expertise
from exhibitions.models import (
    ListedRequirement,
    MonthlyCapacity,
    RequirementList,
    RetailPartner,
    Submission,
)
from exhibitions.selectors.requirements import is_food, with_photo
from plut_portal.core import formats

Kind = ListedRequirement.Kind

# Who helps where the office has named no field; by the last part of its address.
_HELPED_BY = {
    Kind.PERMIT: "kelembagaan",
    Kind.HALAL: "kelembagaan",
    Kind.BARCODE: "kelembagaan",
    Kind.NIB: "kelembagaan",
    Kind.SHELF_LIFE: "produksi",
    Kind.PACK: "produksi",
    Kind.CAPACITY: "produksi",
    Kind.PRICE: "pemasaran",
    Kind.PHOTO: "pemasaran",
}
_PERMIT_KINDS = (Kind.PERMIT, Kind.HALAL, Kind.BARCODE)
_DIGIT = re.compile(r"\d")


class Colour(models.TextChoices):
    GREEN = "GREEN", gettext_lazy("Ready")
    # Something to fill in or to renew, which takes minutes or a visit, not months.
    AMBER = "AMBER", gettext_lazy("Nearly ready")
    RED = "RED", gettext_lazy("Not ready yet")
    # The portal cannot know; the office looks at it and nothing depends on it before.
    OFFICE = "OFFICE", gettext_lazy("The office looks at it")


Finding = tuple[Colour, str]
_MET: Finding = (Colour.GREEN, "")


@dataclass(frozen=True)
class LineLight:
    """One requirement as it stands for a product; the reason is a sentence for its owner."""

    line: ListedRequirement
    colour: Colour
    reason: str = ""
    # Whose consultants help; None where all is well or the office has no such field.
    expertise: Expertise | None = None

    @property
    def is_met(self) -> bool:
        return self.colour == Colour.GREEN


@dataclass(frozen=True)
class Light:
    """A product against a whole list: as red as its worst line."""

    product: Product
    lines: list[LineLight]

    @property
    def colour(self) -> Colour:
        seen = {each.colour for each in self.lines}
        return next((each for each in (Colour.RED, Colour.AMBER) if each in seen), Colour.GREEN)

    @property
    def is_ready(self) -> bool:
        return self.colour == Colour.GREEN

    @property
    def missing(self) -> list[LineLight]:
        """What keeps it from being green, worst first."""
        reds = [each for each in self.lines if each.colour == Colour.RED]
        return reds + [each for each in self.lines if each.colour == Colour.AMBER]


def light_of(requirements: RequirementList, product: Product, *, at: datetime) -> Light:
    return lights_of(requirements, [product], at=at)[0]


def lights_of(
    requirements: RequirementList, products: Sequence[Product], *, at: datetime
) -> list[Light]:
    """Every product against the list, in their order and the same few queries for any number.

    Bounds count as met: valid for 30 more days until that very day, a price equal to either bound.
    """
    lines = lines_of(requirements)
    facts = _Facts(lines, products, today=formats.wib_day(at))
    helpers = _helpers(lines)
    return [
        Light(product, [_line_light(line, product, facts, helpers) for line in lines])
        for product in products
    ]


def lines_of(requirements: RequirementList) -> list[ListedRequirement]:
    return list(requirements.lines.select_related("expertise").order_by("position", "pk"))


def _line_light(
    line: ListedRequirement, product: Product, facts: "_Facts", helpers: dict[str, Expertise]
) -> LineLight:
    colour, reason = _LOOK_UP[Kind(line.kind)](line, product, facts)
    if colour in {Colour.GREEN, Colour.OFFICE}:
        return LineLight(line, colour, reason)
    expertise = line.expertise or helpers.get(_HELPED_BY.get(Kind(line.kind), ""))
    return LineLight(line, colour, reason, expertise)


def _helpers(lines: Iterable[ListedRequirement]) -> dict[str, Expertise]:
    wanted = {_HELPED_BY.get(Kind(each.kind), "") for each in lines if each.expertise is None}
    return {each.slug: each for each in Expertise.objects.offered().filter(slug__in=wanted)}


class _Facts:
    """What the tables say about all products at once; only what the list asks for is read."""

    def __init__(
        self, lines: list[ListedRequirement], products: Sequence[Product], *, today: date
    ) -> None:
        asked = {Kind(each.kind) for each in lines}
        self.today = today
        if asked.intersection(_PERMIT_KINDS):
            prefetch_related_objects(list(products), "permits")
        if any(each.permit == PermitKind.BRAND for each in lines):
            prefetch_related_objects(list(products), "business__products__permits")
        owners = Business.objects.filter(pk__in={each.business_id for each in products})
        self.with_nib = (
            business_selectors.with_nib(list(owners)) if Kind.NIB in asked else set[int]()
        )
        self.with_photo = with_photo(list(products)) if Kind.PHOTO in asked else set[int]()
        self.pieces: dict[int, int] = {}
        if Kind.CAPACITY in asked:
            said = MonthlyCapacity.objects.filter(product__in=products)
            self.pieces = dict(said.values_list("product", "pieces"))


def _permit(line: ListedRequirement, product: Product, facts: _Facts) -> Finding:
    kind = PermitKind(line.permit or line.kind)
    if kind in {PermitKind.PIRT, PermitKind.MD, PermitKind.HALAL}:
        if not product.form:
            return Colour.AMBER, _("Please say what kind of thing it is: dry food, a drink …")
        if not _concerns(kind, product):
            return _MET
    if missing := business_selectors.lacks(product, kind, day=facts.today):
        return Colour.RED, missing
    return _lasting(product, kind, line.least or 0, facts.today)


def _lasting(product: Product, kind: PermitKind, days: int, today: date) -> Finding:
    """How what is valid today stands so many days later."""
    day = today + timedelta(days=days)
    if business_selectors.lacks(product, kind, day=day):
        return Colour.AMBER, ngettext(
            "It is valid today, but not for %(count)d more day. Please renew it.",
            "It is valid today, but not for %(count)d more days. Please renew it.",
            days,
        ) % {"count": days}
    permit = business_selectors.permit_for(product, kind, day=day)
    if days and permit and permit.is_date_missing:
        return Colour.AMBER, _("Please write until when %(permit)s is valid.") % {
            "permit": permit.shown_number
        }
    return _MET


def _concerns(kind: PermitKind, product: Product) -> bool:
    if kind == PermitKind.HALAL:
        return is_food(product.form)
    return business_selectors.marketing_permit_needed(product) is not None


def _shelf_life(line: ListedRequirement, product: Product, facts: _Facts) -> Finding:
    keeps, asked = product.shelf_life_days, line.least or 0
    if keeps is None:
        return Colour.AMBER, _("Please say for how many days it keeps.")
    if keeps >= asked:
        return _MET
    return Colour.RED, _("It keeps for %(keeps)d days; %(asked)d are asked for.") % {
        "keeps": keeps,
        "asked": asked,
    }


def _price(line: ListedRequirement, product: Product, facts: _Facts) -> Finding:
    price = product.price
    if price is None:
        return Colour.AMBER, _("Please write its price.")
    words = {"price": formats.rupiah(price)}
    if line.price_from is not None and price < line.price_from:
        return Colour.RED, _(
            "It costs %(price)s, which is below what the partner asks for."
        ) % words
    if line.price_to is not None and price > line.price_to:
        return Colour.RED, _(
            "It costs %(price)s, which is above what the partner asks for."
        ) % words
    return _MET


def _pack(line: ListedRequirement, product: Product, facts: _Facts) -> Finding:
    if not product.pack.strip():
        return Colour.AMBER, _("Please write what is in a pack, as on the label: 100 g.")
    if not _DIGIT.search(product.pack):
        return Colour.AMBER, _("Please write how much is in a pack, in figures: 100 g.")
    return _MET


def _photo(line: ListedRequirement, product: Product, facts: _Facts) -> Finding:
    if product.pk in facts.with_photo:
        return _MET
    return Colour.AMBER, _("%(product)s has no photo yet.") % {"product": product.name}


def _nib(line: ListedRequirement, product: Product, facts: _Facts) -> Finding:
    if product.business_id in facts.with_nib:
        return _MET
    return Colour.RED, _("Your NIB is missing.")


def _capacity(line: ListedRequirement, product: Product, facts: _Facts) -> Finding:
    pieces, asked = facts.pieces.get(product.pk), line.least or 0
    if pieces is None:
        return Colour.AMBER, _("Please say how many pieces a month you can deliver.")
    if pieces >= asked:
        return _MET
    return Colour.RED, _("You deliver %(pieces)d pieces a month; %(asked)d are asked for.") % {
        "pieces": pieces,
        "asked": asked,
    }


def _office(line: ListedRequirement, product: Product, facts: _Facts) -> Finding:
    return Colour.OFFICE, ""


_LOOK_UP: dict[Kind, Callable[[ListedRequirement, Product, _Facts], Finding]] = {
    Kind.PERMIT: _permit,
    Kind.HALAL: _permit,
    Kind.BARCODE: _permit,
    Kind.SHELF_LIFE: _shelf_life,
    Kind.PRICE: _price,
    Kind.PACK: _pack,
    Kind.PHOTO: _photo,
    Kind.NIB: _nib,
    Kind.CAPACITY: _capacity,
    Kind.OFFICE: _office,
}


@dataclass(frozen=True)
class FieldHelp:
    """A field that helps, with the first free time of one of its consultants if there is any."""

    expertise: Expertise
    next_free: consultation_selectors.NextFree | None


def helps_for(light: Light, *, at: datetime) -> list[FieldHelp]:
    """The fields that turn this light green, each once; twelve queries at most."""
    fields = {each.expertise.pk: each.expertise for each in light.missing if each.expertise}
    if not fields:
        return []
    free: dict[int, consultation_selectors.NextFree] = {}
    rows = [row for row in consultation_selectors.next_free_times(at=at) if row.starts_at]
    for row in sorted(rows, key=lambda row: (row.starts_at or at, row.consultant.pk)):
        free.setdefault(row.expertise.pk, row)
    return [FieldHelp(each, free.get(each.pk)) for each in fields.values()]


def list_in_use(partner: RetailPartner) -> RequirementList | None:
    return partner.requirement_lists.published().first()


def partners_asking() -> QuerySet[RetailPartner]:
    """With the list in use at hand as `lists_in_use`, its lines in order."""
    in_order = ListedRequirement.objects.order_by("position", "pk")
    lists = RequirementList.objects.published().prefetch_related(Prefetch("lines", in_order))
    return (
        RetailPartner.objects.asking()
        .prefetch_related(Prefetch("requirement_lists", lists, to_attr="lists_in_use"))
        .order_by("name", "pk")
    )


@dataclass(frozen=True)
class Offer:
    """One of an owner's products before a partner: its light, and its submission under way."""

    light: Light
    submission: Submission | None


def offers_to(partner: RetailPartner, products: Sequence[Product], *, at: datetime) -> list[Offer]:
    """Ready ones first, then what is nearest to it. Raises nothing: without a list there are none."""
    requirements = list_in_use(partner)
    if requirements is None:
        return []
    live = Submission.objects.live().filter(partner=partner, product__in=products)
    under_way = {each.product_id: each for each in live}
    order = [Colour.GREEN, Colour.AMBER, Colour.RED]
    offers = [
        Offer(light, under_way.get(light.product.pk))
        for light in lights_of(requirements, products, at=at)
    ]
    return sorted(offers, key=lambda offer: order.index(offer.light.colour))
