"""Products on their way to a partner's shelf, and the partner's own look at them."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from businesses.models import Membership, Product
from exhibitions.models.retail import RequirementList, RetailPartner
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("exhibitions.view_submission"):
            return self
        return self.run_by(user)

    def run_by(self, user: User) -> Self:
        return self.filter(product__in=Product.objects.run_by(user))

    def live(self) -> Self:
        return self.filter(state__in=Submission.LIVE)

    def shown_to_partner(self, partner: RetailPartner) -> Self:
        """What lies with it or stands on its shelves; nothing of others, nothing taken back.

        Nor anything of a business for which nobody with an account acts any more.
        """
        acts = Membership.objects.filter(business=OuterRef("product__business"))
        return self.filter(
            Exists(acts.with_account()),
            partner=partner,
            state__in=Submission.WITH_PARTNER,
            product__is_active=True,
            product__withheld_reason="",
        )


class Submission(TimeStampedModel):
    """One product offered to one partner, against the list of its day. Ended, never deleted."""

    class State(models.TextChoices):
        SUBMITTED = "SUBMITTED", _("The office looks at it")
        ACCEPTED = "ACCEPTED", _("Accepted, goes to the partner next")
        RETURNED = "RETURNED", _("Returned by the office")
        SENT = "SENT", _("The partner looks at it")
        LISTED = "LISTED", _("On the shelves")
        REFUSED = "REFUSED", _("The partner does not take it")
        DELISTED = "DELISTED", _("No longer on the shelves")
        WITHDRAWN = "WITHDRAWN", _("Taken back by its owner")

    # The whole way; pages and admin ask this table and no other (FM-16).
    MOVES = {
        State.SUBMITTED: {State.ACCEPTED, State.RETURNED, State.WITHDRAWN},
        State.ACCEPTED: {State.SENT, State.RETURNED, State.WITHDRAWN},
        State.SENT: {State.LISTED, State.REFUSED, State.WITHDRAWN},
        State.LISTED: {State.DELISTED},
        # Whatever has ended is offered anew, against the list of that day.
        State.RETURNED: set(),
        State.REFUSED: set(),
        State.DELISTED: set(),
        State.WITHDRAWN: set(),
    }
    LIVE = (State.SUBMITTED, State.ACCEPTED, State.SENT, State.LISTED)
    WITH_PARTNER = (State.SENT, State.LISTED)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(
        RetailPartner,
        models.PROTECT,
        related_name="submissions",
        verbose_name=_("retail partner"),
    )
    product = models.ForeignKey(
        Product, models.PROTECT, related_name="submissions", verbose_name=_("product")
    )
    requirements = models.ForeignKey(
        RequirementList,
        models.PROTECT,
        related_name="submissions",
        verbose_name=_("list of requirements"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.SUBMITTED, editable=False
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    submitted_at = models.DateTimeField(_("sent"))
    # To the partner seeing the product (law 27/2022 article 20).
    agreed_at = models.DateTimeField(_("agreed that the partner sees it"))
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("product for a partner")
        verbose_name_plural = _("products for partners")
        permissions = [("curate_submission", "Can decide about products for retail partners")]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="exhibitions_submission_queue"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_submission_one_live",
                fields=["partner", "product"],
                condition=Q(state__in=["SUBMITTED", "ACCEPTED", "SENT", "LISTED"]),
                violation_error_message=_("This product is already on its way to this partner."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} → {self.partner}"

    def get_absolute_url(self) -> str:
        return reverse("retail:submission_detail", args=[self.public_id])

    @property
    def message_topic(self) -> str:
        return f"submission:{self.pk}"

    def may_become(self, state: "Submission.State") -> bool:
        return state in self.MOVES[Submission.State(self.state)]


class SubmissionStep(models.Model):
    """What happened to it, one row each: written once, never changed."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="steps", verbose_name=_("product for a partner")
    )
    state = models.CharField(_("state"), max_length=9, choices=Submission.State.choices)
    on = models.DateField(_("on"))
    reason = models.CharField(_("why"), max_length=200, blank=True)
    stores = models.PositiveSmallIntegerField(_("shops"), null=True, blank=True)
    units = models.PositiveIntegerField(_("pieces"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("step of a product for a partner")
        verbose_name_plural = _("steps of products for partners")
        constraints = [
            models.CheckConstraint(
                name="exhibitions_submissionstep_reason",
                condition=~Q(state__in=["RETURNED", "REFUSED", "DELISTED"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="exhibitions_submissionstep_shelf",
                condition=~Q(state="LISTED")
                | Q(stores__isnull=False, stores__gte=1, units__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} ({self.pk})"


class PartnerLinkQuerySet(models.QuerySet["PartnerLink"]):
    def live(self, *, at: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at, partner__is_active=True)


class PartnerLink(models.Model):
    """The key to a partner's own page. Only its keyed hash is kept, so it is shown once."""

    partner = models.ForeignKey(
        RetailPartner, models.PROTECT, related_name="links", verbose_name=_("retail partner")
    )
    hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    objects = PartnerLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of a partner")
        verbose_name_plural = _("links of partners")
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_partnerlink_one",
                fields=["partner"],
                condition=Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class LinkOpening(models.Model):
    """That a partner opened its page: when, and how many products stood there. Nothing else."""

    link = models.ForeignKey(
        PartnerLink, models.PROTECT, related_name="openings", verbose_name=_("link of a partner")
    )
    at = models.DateTimeField(_("opened"))
    shown = models.PositiveSmallIntegerField(_("products shown"))

    class Meta:
        verbose_name = _("opening of a partner’s page")
        verbose_name_plural = _("openings of partners’ pages")

    def __str__(self) -> str:
        return f"opening {self.pk}"
