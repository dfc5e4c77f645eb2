"""Cek kendala: the list of constraints, and the questionnaire in versions."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from businesses.models import OperatingState
from consultations.models.people import Expertise


class ConstraintQuerySet(models.QuerySet["Constraint"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Constraint(models.Model):
    """A kendala. The one list of them: for the check, for diagnoses, for refusals. Never deleted."""

    slug = models.SlugField(_("short name"), unique=True, max_length=40)
    label = models.CharField(
        _("in the owner's words"),
        max_length=100,
        help_text=_("Shown in big letters in the result of the check."),
    )
    advice = models.TextField(
        _("first advice"),
        max_length=600,
        help_text=_("Two or three sentences: what usually lies behind it, what we do about it."),
    )
    bring = models.TextField(
        _("what to bring"),
        max_length=500,
        blank=True,
        help_text=_("One thing a line, in addition to the list of the field."),
    )
    expertise = models.ForeignKey(
        Expertise, models.PROTECT, related_name="constraints", verbose_name=_("field")
    )
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Of two that weigh the same, the lower one comes first.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ConstraintQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("constraint")
        verbose_name_plural = _("constraints")

    def __str__(self) -> str:
        return self.label

    @property
    def bring_list(self) -> list[str]:
        return self.bring.splitlines()


class CheckVersionQuerySet(models.QuerySet["CheckVersion"]):
    def published(self) -> Self:
        return self.filter(state=CheckVersion.State.PUBLISHED)

    def drafts(self) -> Self:
        return self.filter(state=CheckVersion.State.DRAFT)


class CheckVersion(models.Model):
    """A questionnaire. Once published it stays as it is: runs and diagnoses point to it."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        PUBLISHED = "PUBLISHED", _("Published")
        RETIRED = "RETIRED", _("Retired")

    MOVES = {
        State.DRAFT: {State.PUBLISHED},
        State.PUBLISHED: {State.RETIRED},
        State.RETIRED: set(),
    }
    FEWEST, MOST = 8, 12

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = CheckVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        constraints = [
            models.UniqueConstraint(
                name="consultations_checkversion_one_published",
                fields=["state"],
                condition=Q(state="PUBLISHED"),
                violation_error_message=_("Another questionnaire is published already."),
            ),
            models.CheckConstraint(
                name="consultations_checkversion_published_at",
                condition=Q(state="DRAFT", published_at=None)
                | (~Q(state="DRAFT") & Q(published_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{capfirst(self._meta.verbose_name)} {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def may_become(self, state: "CheckVersion.State") -> bool:
        return state in self.MOVES[CheckVersion.State(self.state)]


def _refuse_unless_draft(version: CheckVersion) -> None:
    if not version.is_draft:
        raise ValidationError(_("This questionnaire was published; make a new draft to change it."))


class CheckQuestion(models.Model):
    version = models.ForeignKey(
        CheckVersion, models.PROTECT, related_name="questions", verbose_name=_("questionnaire")
    )
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("question"), max_length=120)
    help = models.CharField(_("explanation"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return f"{self.text} ({self.pk})"

    def clean(self) -> None:
        if self.version_id:
            _refuse_unless_draft(self.version)


class CheckAnswer(models.Model):
    question = models.ForeignKey(
        CheckQuestion, models.CASCADE, related_name="answers", verbose_name=_("question")
    )
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("answer"), max_length=80)
    operating_state = models.CharField(
        _("the business is"),
        max_length=7,
        choices=OperatingState.choices,
        blank=True,
        help_text=_("For the answers of the first question only."),
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if self.question_id:
            _refuse_unless_draft(self.question.version)


class AnswerWeight(models.Model):
    """How strongly an answer speaks for a constraint."""

    answer = models.ForeignKey(
        CheckAnswer, models.CASCADE, related_name="weights", verbose_name=_("answer")
    )
    constraint = models.ForeignKey(
        Constraint, models.PROTECT, related_name="weights", verbose_name=_("constraint")
    )
    weight = models.PositiveSmallIntegerField(_("weight"), help_text=_("From 1 to 5."))

    class Meta:
        verbose_name = _("weight")
        verbose_name_plural = _("weights")
        constraints = [
            models.UniqueConstraint(
                name="consultations_answerweight_once",
                fields=["answer", "constraint"],
                violation_error_message=_("This answer already has a weight for this constraint."),
            ),
            models.CheckConstraint(
                name="consultations_answerweight_range",
                condition=Q(weight__gte=1, weight__lte=5),
                violation_error_message=_("A weight goes from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} → {self.constraint} ({self.weight})"

    def clean(self) -> None:
        if self.answer_id:
            _refuse_unless_draft(self.answer.question.version)
