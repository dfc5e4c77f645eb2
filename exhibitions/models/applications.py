"""A business that wants to come, from draft to taking part."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import Business, Membership, Product, ProductForm
from businesses.permit_numbers import permit_label
from consultations.models import Booking, CaseMember
from exhibitions.models.activities import Activity
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.uploads import random_name
from plut_portal.core.validators import validate_plain_text
from plut_portal.waitlists.models import InLine, InLineQuerySet


def entry_photo_name(product: "ApplicationProduct", filename: str) -> str:
    return random_name("exhibitions/entries", ".webp")


class ApplicationQuerySet(InLineQuerySet["Application"]):
    def visible_to(self, user: User) -> Self:
        """Owners see their businesses', staff all. Curators see entries: `to_curate_by`."""
        if user.has_perm("exhibitions.view_application"):
            return self
        return self.run_by(user)

    def run_by(self, user: User) -> Self:
        return self.filter(business__in=Business.objects.run_by(user))

    def submitted(self) -> Self:
        return self.filter(state=Application.State.SUBMITTED)

    def entered(self) -> Self:
        """Everything that was in the curation, whatever became of it since."""
        return self.exclude(frozen_at=None)

    def holding_a_place(self) -> Self:
        return self.filter(state__in=Application.HOLDING)

    def confirmed(self) -> Self:
        return self.filter(state=Application.State.CONFIRMED)

    def live(self) -> Self:
        return self.filter(state__in=Application.LIVE)

    def changeable_by(self, user: User) -> Self:
        """Who may write down something for a business: its people, and the office for everybody."""
        if user.has_perm("exhibitions.manage_applications"):
            return self
        return self.run_by(user)

    def travelling(self) -> Self:
        """Goes out of town. Who drops out after the office took the goods gets them back."""
        handed_over = Application.objects.exclude(manifest__handed_over=None)
        return self.filter(activity__kind=Activity.Kind.OUT_OF_TOWN).filter(
            Q(state=Application.State.CONFIRMED) | Q(pk__in=handed_over.values("pk"))
        )

    def took_part(self) -> Self:
        """Confirmed for something that took place, or will."""
        return self.confirmed().exclude(activity__state=Activity.State.CANCELLED)

    def to_curate_by(self, user: User) -> Self:
        """The entries a curator of the panel may see: none she is in conflict with."""
        panel = self.entered().filter(activity__curators=user)
        return panel.exclude(pk__in=Application.objects.in_conflict_with(user).values("pk"))

    def in_conflict_with(self, user: User) -> Self:
        """Declared, her own business, one run by somebody she runs a business with, or her case.

        Ended memberships count as well: who left last month is not a stranger (FM-55).
        """
        mine = Membership.objects.filter(user=user).values("business")
        partners = Membership.objects.filter(business__in=mine).values("user")
        theirs = Membership.objects.filter(user__in=partners).values("business")
        advised = Booking.objects.filter(consultant__user=user).exclude(
            status=Booking.Status.CANCELLED
        )
        cases = CaseMember.objects.filter(consultant__user=user)
        declared = Q(conflicts__curator=user, conflicts__lifted_at=None)
        derived = (
            Q(business__in=mine)
            | Q(business__in=theirs)
            | Q(business__in=advised.values("business"))
            | Q(business__in=cases.values("case__business"))
        )
        return self.filter(declared | derived).distinct()


class Application(TimeStampedModel, InLine):
    """One business for one activity: one row for ever, whatever becomes of it.

    What is decided about it stands elsewhere (Verdict) until everything is released together;
    so no page, message or export of an application can tell too early.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        SUBMITTED = "SUBMITTED", _("Sent")
        SELECTED = "SELECTED", _("Chosen, to be confirmed")
        RESERVE = "RESERVE", _("On the reserve list")
        REFUSED = "REFUSED", _("Not chosen this time")
        CONFIRMED = "CONFIRMED", _("Confirmed")
        DECLINED = "DECLINED", _("Given on")
        LAPSED = "LAPSED", _("Not confirmed in time")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    HOLDING = (State.SELECTED, State.CONFIRMED)
    LIVE = (State.SUBMITTED, State.SELECTED, State.RESERVE, State.CONFIRMED)
    MOVES = {
        State.DRAFT: {State.SUBMITTED, State.CONFIRMED, State.WITHDRAWN},
        State.SUBMITTED: {
            State.DRAFT,
            State.SELECTED,
            State.RESERVE,
            State.REFUSED,
            State.WITHDRAWN,
        },
        State.SELECTED: {State.CONFIRMED, State.DECLINED, State.LAPSED, State.WITHDRAWN},
        # Straight to confirmed by answering a call of the ready list.
        State.RESERVE: {State.SELECTED, State.CONFIRMED, State.WITHDRAWN},
        State.REFUSED: {State.CONFIRMED},
        State.CONFIRMED: {State.WITHDRAWN},
        # Whoever said no may still answer a later call.
        State.DECLINED: {State.CONFIRMED},
        State.LAPSED: {State.CONFIRMED},
        # Taken up again while applications are open.
        State.WITHDRAWN: {State.DRAFT, State.CONFIRMED},
    }
    # The reserve list, in the order of the ranking; being chosen is an offer to be confirmed.
    LINE_STATUS, LINE_ORDER = "state", ("rank", "pk")
    LINE_WAITING, LINE_OFFERED, LINE_EXPIRED = State.RESERVE, State.SELECTED, State.LAPSED
    # The three numbers of a day are asked for until then, and orders that follow after it.
    FOLLOW_UP_AFTER = timedelta(days=30)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="applications", verbose_name=_("activity")
    )
    business = models.ForeignKey(
        Business, models.PROTECT, related_name="applications", verbose_name=_("business")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False
    )
    products = models.ManyToManyField(
        Product,
        through="ApplicationProduct",
        related_name="applications",
        verbose_name=_("products"),
    )
    pitch = models.TextField(
        _("what visitors will find at your stand"),
        max_length=600,
        blank=True,
        validators=[validate_plain_text],
    )
    watts = models.PositiveIntegerField(_("electricity needed (watts)"), default=0)
    agreed_at = models.DateTimeField(_("agreed to the conditions"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    # What the curators judge: as it was when the curation began (FM-57).
    frozen_at = models.DateTimeField(_("frozen"), null=True, blank=True, editable=False)
    frozen: Any = models.JSONField(_("entry as frozen"), default=dict, blank=True, editable=False)
    # Given at the release: the place in the ranking and the lines that led to it.
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True, editable=False)
    result: Any = models.JSONField(_("how it came about"), default=dict, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    state_reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    # The office lets a business off its reports, with a reason.
    excused_at = models.DateTimeField(_("excused from reporting"), null=True, blank=True)
    excuse_reason = models.CharField(_("reason of the excuse"), max_length=200, blank=True)
    followed_up_at = models.DateTimeField(_("follow-up answered"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        permissions = [
            ("manage_applications", "Can apply, withdraw and report for owners"),
            ("decide_application", "Can decide about applications and release the results"),
        ]
        indexes = [
            models.Index(fields=["activity", "state"], name="exhibitions_application_state"),
            models.Index(fields=["business", "state"], name="exhibitions_application_of"),
            models.Index(
                fields=["offer_until"],
                name="exhibitions_application_due",
                condition=Q(state="SELECTED"),
            ),
            models.Index(fields=["activity", "rank"], name="exhibitions_application_rank"),
            models.Index(fields=["state", "submitted_at"], name="exhibitions_application_queue"),
            models.Index(fields=["submitted_at"], name="exhibitions_application_date"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_application_once",
                fields=["activity", "business"],
                violation_error_message=_("This business has already applied."),
            ),
            models.CheckConstraint(
                name="exhibitions_application_sent",
                condition=Q(state__in=["DRAFT", "WITHDRAWN", "CONFIRMED"])
                | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="exhibitions_application_selected",
                condition=~Q(state="SELECTED") | Q(offer_until__isnull=False),
            ),
            models.CheckConstraint(
                name="exhibitions_application_confirmed",
                condition=~Q(state="CONFIRMED") | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="exhibitions_application_priority",
                condition=Q(priority=0) | ~Q(priority_reason=""),
                violation_error_message=_("Moving somebody up needs a reason."),
            ),
            models.CheckConstraint(
                name="exhibitions_application_excused",
                condition=Q(excused_at=None) | ~Q(excuse_reason=""),
                violation_error_message=_("An excuse needs its reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("exhibitions:application_detail", args=[self.public_id])

    def may_be_withdrawn(self, *, at: datetime) -> bool:
        has_begun = self.is_confirmed and self.activity.has_begun(at=at)
        return self.may_become(self.State.WITHDRAWN) and not has_begun

    def came_to_nothing(self, *, at: datetime) -> bool:
        """Never sent in time, or still a reserve when it began."""
        if self.state == self.State.DRAFT:
            closes = self.activity.apply_until
            return closes is not None and closes <= at
        return self.state == self.State.RESERVE and self.activity.has_begun(at=at)

    @property
    def message_topic(self) -> str:
        return f"application:{self.pk}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_selected(self) -> bool:
        return self.state == self.State.SELECTED


class ApplicationProduct(models.Model):
    """A product a business brings; from the curation on with what was true of it then."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="entries", verbose_name=_("application")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", verbose_name=_("product")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name as frozen"), max_length=160, blank=True, editable=False)
    form = models.CharField(_("form as frozen"), max_length=9, blank=True, editable=False)
    permits: Any = models.JSONField(
        _("permits as frozen"), default=list, blank=True, editable=False
    )
    photo = models.FileField(upload_to=entry_photo_name, blank=True, editable=False)

    class Meta:
        verbose_name = _("product of an application")
        verbose_name_plural = _("products of applications")
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_applicationproduct_once", fields=["application", "product"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.product} ({self.pk})"

    @property
    def form_label(self) -> str:
        return str(ProductForm(self.form).label) if self.form else ""

    @property
    def permit_rows(self) -> list[dict[str, Any]]:
        """The permits as frozen: `label`, `number`, and the day it ends or None."""
        return [
            {
                "label": (label := permit_label(permit["kind"], permit["number"])),
                # Some numbers are shown with their kind before them.
                "number": permit["number"].removeprefix(label).strip(),
                "ends_on": date.fromisoformat(permit["ends_on"]) if permit["ends_on"] else None,
            }
            for permit in self.permits
        ]
