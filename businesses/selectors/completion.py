"""What is still missing before one meets: the steps an owner takes, and how far she is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from businesses.models import Business, BusinessKbli, FieldRemark, Membership, ProductPhoto
from businesses.selectors.figures import Figures, figures_by_business

Field = FieldRemark.Field


@dataclass
class Dossier:
    """A business with everything its steps ask about."""

    business: Business
    figures: Figures
    # Of the people who act for it: an NIB belongs to a person.
    nibs: list[str] = field(default_factory=list)
    kbli: list[BusinessKbli] = field(default_factory=list)
    has_photo: bool = False
    # What the office asks to have mended, by the answer it speaks of.
    remarks: dict[str, FieldRemark] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One idea on one screen. `url_name` where the step has a page of its own elsewhere."""

    slug: str
    title: Promise
    about: Promise
    fields: tuple[Field, ...]
    is_done: Callable[[Dossier], bool]
    is_required: bool = True
    url_name: str = ""

    def url(self, business: Business) -> str:
        if self.url_name:
            return reverse(self.url_name, args=[business.public_id])
        return reverse("businesses:step", args=[business.public_id, self.slug])


# The whole list of steps, in the order they are taken; pages ask nothing else.
STEPS = (
    Step(
        "awal",
        _("What you make, and where"),
        _("You told us this when you registered."),
        (Field.MAKES, Field.VILLAGE),
        lambda dossier: True,
        url_name="businesses:update",
    ),
    Step(
        "nama",
        _("Name and address"),
        _("So that the consultant finds you."),
        (Field.NAME, Field.ADDRESS),
        lambda dossier: bool(dossier.business.name and dossier.business.address),
    ),
    Step(
        "kondisi",
        _("How it is going"),
        _("Running or not, and how many work there."),
        (Field.OPERATING_STATE, Field.WORKERS_FEMALE, Field.WORKERS_MALE, Field.STARTED_YEAR),
        lambda dossier: bool(
            dossier.figures.operating_state and dossier.figures.workers is not None
        ),
    ),
    Step(
        "omzet",
        _("Turnover of a year"),
        _("Roughly, and not for tax. You may also not say."),
        (Field.TURNOVER_BAND, Field.CAPITAL),
        lambda dossier: bool(dossier.figures.turnover_band or dossier.figures.turnover_withheld),
    ),
    Step(
        "nib",
        _("Your NIB, if you have one"),
        _("None yet? The consultant helps you get one, free."),
        (Field.NIB,),
        lambda dossier: bool(dossier.nibs),
        is_required=False,
    ),
    Step(
        "kbli",
        _("Line of business (KBLI)"),
        _("OSS asks for it; here you find it in your own words."),
        (Field.KBLI,),
        lambda dossier: bool(dossier.kbli),
        is_required=False,
        url_name="businesses:kbli_choose",
    ),
    Step(
        "foto",
        _("Product photo"),
        _("One is enough. The consultant sees at once what it is about."),
        (Field.PHOTO,),
        lambda dossier: dossier.has_photo,
        is_required=False,
        url_name="businesses:photo_add",
    ),
)
_BY_SLUG = {step.slug: step for step in STEPS}


@dataclass(frozen=True)
class StepState:
    step: Step
    url: str
    is_done: bool
    remarks: list[FieldRemark]

    @property
    def is_missing(self) -> bool:
        return self.step.is_required and not self.is_done


@dataclass(frozen=True)
class Completion:
    """How far the owner is with her business."""

    dossier: Dossier
    states: list[StepState]

    @property
    def business(self) -> Business:
        return self.dossier.business

    @property
    def done_count(self) -> int:
        return sum(state.is_done for state in self.states)

    @property
    def missing(self) -> list[StepState]:
        return [state for state in self.states if state.is_missing]

    @property
    def to_mend(self) -> list[StepState]:
        return [state for state in self.states if state.remarks]

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def may_send(self) -> bool:
        return self.is_complete and self.business.may_become(Business.Status.SUBMITTED)

    @property
    def overview_url(self) -> str:
        return reverse("businesses:completion", args=[self.business.public_id])

    @property
    def next_url(self) -> str:
        """What is to be mended, else the first step that is missing, else the list of steps."""
        waiting = self.to_mend or self.missing
        return waiting[0].url if waiting else self.overview_url

    def url_after(self, slug: str) -> str:
        """Where "save and go on" leads: to the next step still open, at the end back to the list.

        Steps one need not answer are passed once on the way to the first sending, and not returned
        to: whoever mends one answer is not led through others nobody asked about.
        """
        is_first_time = self.business.status == Business.Status.DRAFT
        order = [state.step.slug for state in self.states]
        following = self.states[order.index(slug) + 1 :] if slug in order else []
        open_ahead = [
            state
            for state in following
            if state.remarks or state.is_missing or (is_first_time and not state.is_done)
        ]
        waiting = open_ahead or self.to_mend or self.missing
        return waiting[0].url if waiting else self.overview_url


def step(slug: str) -> Step | None:
    """A step with a form of this app's shared page; None for others."""
    found = _BY_SLUG.get(slug)
    return found if found and not found.url_name else None


def completion(business: Business) -> Completion:
    return completions([business])[business.pk]


def completions(businesses: Iterable[Business]) -> dict[int, Completion]:
    """How far each is, by its key, in five queries however many there are."""
    return {pk: _completion(dossier) for pk, dossier in dossiers(businesses).items()}


def dossiers(businesses: Iterable[Business]) -> dict[int, Dossier]:
    by_key = {business.pk: business for business in businesses}
    figures = figures_by_business(by_key.keys())
    found = {pk: Dossier(business, figures[pk]) for pk, business in by_key.items()}
    holders = Membership.objects.active().filter(business__in=by_key)
    with_nib = holders.filter(user__owner_profile__nib__gt="").order_by("pk")
    for pk, nib in with_nib.values_list("business", "user__owner_profile__nib"):
        found[pk].nibs.append(nib)
    for row in BusinessKbli.objects.filter(business__in=by_key).order_by("version", "code", "pk"):
        found[row.business_id].kbli.append(row)
    sent = ProductPhoto.objects.present().exclude(state=ProductPhoto.State.FAILED)
    photos = sent.filter(product__business__in=by_key, product__is_active=True)
    for pk in photos.values_list("product__business", flat=True):
        found[pk].has_photo = True
    # Sent again, what is still unmended is the office's to judge, and no longer asked of her.
    waiting = [pk for pk, each in by_key.items() if each.status == Business.Status.NEEDS_FIXING]
    remarks = FieldRemark.objects.open().filter(decision__business__in=waiting)
    for remark in remarks.select_related("decision").order_by("pk"):
        found[remark.decision.business_id].remarks[remark.field] = remark
    return found


def _completion(dossier: Dossier) -> Completion:
    return Completion(dossier, [_state(each, dossier) for each in STEPS])


def _state(each: Step, dossier: Dossier) -> StepState:
    return StepState(
        each,
        each.url(dossier.business),
        each.is_done(dossier),
        [dossier.remarks[name] for name in each.fields if name in dossier.remarks],
    )
