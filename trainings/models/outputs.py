"""What participants hand in, and what the consultant says to it."""

import uuid
from typing import Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from businesses.models import Paper, UploadQuerySet
from plut_portal.accounts.models import User
from plut_portal.core.models import TimeStampedModel
from plut_portal.core.uploads import random_name
from trainings.models.batches import BatchStage
from trainings.models.enrolments import Enrolment
from trainings.models.tracks import Stage


class OutputQuerySet(models.QuerySet["Output"]):
    def visible_to(self, user: User) -> Self:
        """Owners see their own, consultants those of the stages they judge, staff all."""
        if user.has_perm("trainings.view_output"):
            return self
        return self._of_owner_or_judge(user)

    def talked_about_by(self, user: User) -> Self:
        """Whoever only reads everything, as head and auditor do, writes nothing."""
        if user.has_perm("trainings.judge_output"):
            return self
        return self._of_owner_or_judge(user)

    def _of_owner_or_judge(self, user: User) -> Self:
        own = Q(enrolment__in=Enrolment.objects.run_by(user))
        return self.filter(own | Q(pk__in=self.judged_by(user).values("pk")))

    def judged_by(self, user: User) -> Self:
        return self.filter(
            Exists(
                BatchStage.objects.filter(
                    consultant__user=user,
                    batch=OuterRef("enrolment__batch"),
                    stage=OuterRef("stage"),
                )
            )
        )

    def current(self) -> Self:
        return self.exclude(state=Output.State.REPLACED)

    def waiting(self) -> Self:
        """For somebody's word; who left, or whose batch was called off, needs none."""
        enrolled = Enrolment.Status.ENROLLED
        return self.filter(state=Output.State.SUBMITTED, enrolment__status=enrolled)

    def accepted(self) -> Self:
        return self.filter(state=Output.State.ACCEPTED)


class Output(TimeStampedModel):
    """One version of what a stage asks for. A new version stands beside the old."""

    class State(models.TextChoices):
        SUBMITTED = "SUBMITTED", _("Handed in")
        RETURNED = "RETURNED", _("Returned")
        ACCEPTED = "ACCEPTED", _("Accepted")
        REPLACED = "REPLACED", _("Replaced by a newer one")

    MOVES = {
        State.SUBMITTED: {State.RETURNED, State.ACCEPTED, State.REPLACED},
        # Accepted after all, when the consultant has looked again.
        State.RETURNED: {State.REPLACED, State.ACCEPTED},
        State.ACCEPTED: set(),
        State.REPLACED: set(),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="outputs", verbose_name=_("enrolment")
    )
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="outputs", verbose_name=_("stage")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    link = models.CharField(
        _("link"),
        max_length=300,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("To a shop page or a post, for example."),
    )
    note = models.TextField(_("note"), max_length=600, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.SUBMITTED
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    submitted_at = models.DateTimeField(_("handed in"))
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("judged by"),
    )
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True)

    objects = OutputQuerySet.as_manager()

    class Meta:
        verbose_name = _("output")
        verbose_name_plural = _("outputs")
        permissions = [("judge_output", "Can judge outputs in place of the consultant")]
        constraints = [
            models.UniqueConstraint(
                name="trainings_output_one_current",
                fields=["enrolment", "stage"],
                condition=~Q(state="REPLACED"),
                violation_error_message=_("There is a newer version of this output."),
            ),
            models.UniqueConstraint(
                name="trainings_output_version", fields=["enrolment", "stage", "version"]
            ),
            models.CheckConstraint(
                name="trainings_output_judged",
                condition=~Q(state__in=["RETURNED", "ACCEPTED"]) | Q(judged_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("trainings:output_detail", args=[self.public_id])

    @property
    def message_topic(self) -> str:
        return f"output:{self.pk}"

    def may_become(self, state: "Output.State") -> bool:
        return state in self.MOVES[Output.State(self.state)]


def output_file_name(file: "OutputFile", filename: str) -> str:
    return random_name("trainings/outputs", file.ending)


class OutputFileQuerySet(UploadQuerySet["OutputFile"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(output__in=Output.objects.visible_to(user))


class OutputFile(Paper):
    """One photo or PDF of an output; photos are made anew before anybody sees them."""

    MOST = 4

    output = models.ForeignKey(
        Output, models.PROTECT, related_name="files", verbose_name=_("output")
    )
    file = models.FileField(upload_to=output_file_name, blank=True, editable=False)

    objects = OutputFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an output")
        verbose_name_plural = _("files of outputs")

    def __str__(self) -> str:
        return f"{self.output} ({self.pk})"


class OutputComment(models.Model):
    """One entry of the talk about an output, read by owner and consultant alike."""

    output = models.ForeignKey(
        Output, models.PROTECT, related_name="comments", verbose_name=_("output")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(_("comment"), max_length=1000)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return f"{self.output} ({self.pk})"
