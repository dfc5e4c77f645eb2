"""How it is chosen: scores of the curators, conflicts, pending verdicts, their release."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import Upload
from consultations.models import Constraint
from exhibitions.models.activities import Activity
from exhibitions.models.applications import Application
from exhibitions.models.rules import Criterion
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> Self:
        """Never of an entry one is in conflict with; others' only after one's own (FM-55).

        Curators see their panel's; whoever may read reviews sees all. A reader who sits on the
        panel waits for the own score like everybody else. Owners never see a single curator's.
        """
        conflict = Application.objects.in_conflict_with(user).values("pk")
        rows = self.exclude(application__in=conflict)
        own = Review.objects.counted().filter(curator=user)
        scored = own.filter(application=OuterRef("application"))
        on_panel = Activity.curators.through.objects.filter(
            activity=OuterRef("application__activity"), user=user
        )
        theirs = Q(curator=user) | Q(Exists(on_panel), Exists(scored))
        if user.has_perm("exhibitions.view_review"):
            theirs |= Q(~Exists(on_panel))
        return rows.filter(theirs)

    def counted(self) -> Self:
        """Those that make the total: a curator whose conflict came to light later drops out."""
        return self.filter(set_aside_at=None)


class Review(TimeStampedModel):
    """One curator's judgement of one entry: points for every criterion, saved together."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="reviews", verbose_name=_("application")
    )
    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="reviews",
        verbose_name=_("curator"),
    )
    comment = models.TextField(
        _("remark for the panel"),
        max_length=600,
        blank=True,
        help_text=_("Only curators and the office read it."),
    )
    saved_at = models.DateTimeField(_("saved"))
    # Conflict of interest found after scoring: kept as history, not counted.
    set_aside_at = models.DateTimeField(_("set aside"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [models.Index(fields=["curator", "saved_at"], name="exhibitions_review_curator")]
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_review_once", fields=["application", "curator"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.pk})"


class ScoreQuerySet(models.QuerySet["Score"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(review__in=Review.objects.visible_to(user))


class Score(models.Model):
    """Points of one curator for one criterion."""

    review = models.ForeignKey(
        Review, models.PROTECT, related_name="scores", verbose_name=_("review")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion")
    )
    points = models.PositiveSmallIntegerField(_("points"))

    objects = ScoreQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(name="exhibitions_score_once", fields=["review", "criterion"]),
            models.CheckConstraint(
                name="exhibitions_score_points",
                condition=Q(points__gte=1, points__lte=5),
                violation_error_message=_("Points go from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} ({self.pk})"


class ConflictQuerySet(models.QuerySet["ConflictOfInterest"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)


class ConflictOfInterest(models.Model):
    """A curator says that she should not judge this entry. What is known anyway has no row."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="conflicts", verbose_name=_("application")
    )
    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("curator")
    )
    reason = models.CharField(_("reason"), max_length=200)
    declared_at = models.DateTimeField(_("declared"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("declared by")
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    lift_reason = models.CharField(_("reason for lifting"), max_length=200, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_conflict_one_standing",
                fields=["application", "curator"],
                condition=Q(lifted_at=None),
                violation_error_message=_("This conflict is already noted."),
            ),
            models.CheckConstraint(
                name="exhibitions_conflict_lifted",
                condition=Q(lifted_at=None) | ~Q(lift_reason=""),
                violation_error_message=_("Lifting a conflict needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.pk})"


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def released(self) -> Self:
        return self.exclude(application__activity__released_at=None)

    def visible_to(self, user: User) -> Self:
        """Who decides sees them while they are made; everybody else once they are released."""
        rows = self.released()
        if user.has_perm("exhibitions.decide_application"):
            conflict = Application.objects.in_conflict_with(user).values("pk")
            return rows | self.exclude(application__in=conflict)
        if user.has_perm("exhibitions.view_verdict"):
            return rows
        return rows.filter(application__in=Application.objects.run_by(user))


class Verdict(TimeStampedModel):
    """What is decided about an application, known to nobody outside until all are released."""

    class Outcome(models.TextChoices):
        SELECT = "SELECT", _("Choose")
        RESERVE = "RESERVE", _("Reserve list")
        REFUSE = "REFUSE", _("Not this time")

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="verdict", verbose_name=_("application")
    )
    outcome = models.CharField(_("decision"), max_length=7, choices=Outcome.choices)
    constraints = models.ManyToManyField(
        Constraint,
        related_name="+",
        blank=True,
        verbose_name=_("reasons"),
        help_text=_("What held it back; each leads the owner to a consultant who helps."),
    )
    note = models.TextField(
        _("sentence for the owner"), max_length=500, blank=True, help_text=_("Sent to the owner.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"))
    # Made by nobody's hand: it follows the ranking when decisions are proposed again.
    is_proposed = models.BooleanField(_("proposed by the ranking"), default=False, editable=False)

    objects = VerdictQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["outcome"], name="exhibitions_verdict_outcome")]

    def __str__(self) -> str:
        return f"{self.application} ({self.pk})"


class ReleaseQuerySet(models.QuerySet["Release"]):
    def unfinished(self) -> Self:
        return self.filter(state=Release.State.WAITING)

    def stuck(self, *, at: datetime) -> Self:
        """Those whose worker never came, or died over them."""
        return self.unfinished().filter(ordered_at__lt=at - Upload.PATIENCE)


class Release(models.Model):
    """The order to tell every applicant. A worker carries it out as a whole, or not at all."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        DONE = "DONE", _("Released")
        REFUSED = "REFUSED", _("Not released")

    MAX_ATTEMPTS = 3

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="releases", verbose_name=_("activity")
    )
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(_("applications"))
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    reason = models.CharField(_("why not"), max_length=300, blank=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release of results")
        verbose_name_plural = _("releases of results")
        indexes = [models.Index(fields=["state", "ordered_at"], name="exhibitions_release_state")]
        constraints = [
            models.UniqueConstraint(
                name="exhibitions_release_one_running",
                fields=["activity"],
                condition=Q(state="WAITING"),
                violation_error_message=_("The results are being released already."),
            ),
            models.UniqueConstraint(
                name="exhibitions_release_once",
                fields=["activity"],
                condition=Q(state="DONE"),
                violation_error_message=_("The results were released already."),
            ),
            models.CheckConstraint(
                name="exhibitions_release_done",
                condition=~Q(state="DONE") | Q(done_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} ({self.pk})"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING
