"""Forms in front of the services of trainings."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from businesses.models import Business
from plut_portal.accounts.models import User
from plut_portal.core.admin_forms import (
    Autocomplete,
    CreatingForm,
    DateInput,
    MomentField,
    OfficeForm,
    ReasonForm,
    choice,
    reason_field,
)
from trainings.models import Batch, Course, Enrolment, Meeting, Stage, Track

# Python refuses to read numbers of very many digits.
LONGEST = 10


class CopyForm(CreatingForm):
    track = choice(Track.objects.offered().in_order(), label=_("Training track"))
    begins_on = forms.DateField(
        label=_("First day of the new batch"),
        widget=DateInput,
        help_text=_("All other dates move by as many days; check them before publishing."),
    )


class QuotaForm(OfficeForm):
    """Fewer places than are held: then it also asks who moves to the waiting list (FM-15)."""

    quota = forms.IntegerField(label=_("Places"), min_value=1, max_value=500)
    to_waiting = forms.ModelMultipleChoiceField(
        Enrolment.objects.none(),
        label=_("Who moves to the waiting list"),
        help_text=_("They keep their rank and are the first to come back."),
        required=False,
        widget=widgets.UnfoldAdminCheckboxSelectMultipleWidget,
    )
    reason = reason_field(
        label=_("Reason for those who move"), help_text=_("They read it."), required=False
    )

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, initial={"quota": batch.quota}, **kwargs)
        holders = batch.enrolments.holding_a_place().select_related("business__village")
        self.fields["to_waiting"].queryset = holders.order_by("pk")
        self.fields["to_waiting"].label_from_instance = lambda each: each.business.label
        if not self._is_short(holders.count()):
            del self.fields["to_waiting"], self.fields["reason"]

    def _is_short(self, held):
        asked = self.data.get("quota", "") if self.is_bound else ""
        return asked.isdecimal() and len(asked) < LONGEST and int(asked) < held


class MeetingForm(CreatingForm):
    batch = choice(
        Batch.objects.exclude(state__in=Batch.ENDED)
        .select_related("track")
        .order_by("track__position", "-number"),
        label=_("Batch"),
    )
    course = choice(
        Course.objects.select_related("stage__track").order_by(
            "stage__track__position", "stage__position", "position"
        ),
        label=_("Course"),
    )
    # Called otherwise than the times of appointments, which have a part of their own on these pages.
    when = MomentField(label=_("Starts (WIB)"))
    hours = forms.IntegerField(
        label=_("Hours (JP)"),
        min_value=1,
        max_value=12,
        help_text=_("One JP takes 45 minutes; the end follows from it."),
    )
    place = forms.CharField(
        label=_("Place"), max_length=160, required=False, help_text=_("Empty: that of the batch.")
    )
    trainer_name = forms.CharField(label=_("Trainer"), max_length=120)
    trainer = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label=_("Trainer's account"),
        required=False,
        help_text=Meeting._meta.get_field("trainer").help_text,
        widget=Autocomplete(Meeting._meta.get_field("trainer"), admin.site),
    )
    bring = forms.CharField(
        label=_("What to bring"),
        max_length=500,
        required=False,
        help_text=_("One thing a line; participants read it a day before."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].label_from_instance = lambda course: (
            f"{course.stage.track.name} – {course.stage.name} – {course.title}"
        )


class MoveForm(OfficeForm):
    when = MomentField(label=_("Starts (WIB)"))
    place = forms.CharField(label=_("Place"), max_length=160, required=False)


class EnrolForm(CreatingForm):
    batch = choice(
        Batch.objects.filter(state=Batch.State.PUBLISHED)
        .select_related("track")
        .order_by("track__position", "-number"),
        label=_("Batch"),
    )
    business = forms.ModelChoiceField(
        Business.objects.all(),
        label=_("Business"),
        widget=Autocomplete(Enrolment._meta.get_field("business"), admin.site),
    )
    override_reason = reason_field(
        label=_("Reason for an exception"),
        help_text=_("Only when the business took the same training within twelve months."),
        required=False,
    )


class StageForm(OfficeForm):
    """One stage of the enrolment's track."""

    stage = choice(Stage.objects.none(), label=_("Stage"))

    def __init__(self, *args, track, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = track.stages.in_order()
        self.fields["stage"].label_from_instance = lambda stage: stage.name


class WaiveForm(StageForm):
    # Not required here: the one sentence about it is the service's, the same on every path.
    evidence = reason_field(
        label=_("Evidence"),
        help_text=_("What you have seen, for example: a valid P-IRT with its number."),
        required=False,
        most=300,
    )


class OverrideForm(StageForm):
    reason = reason_field(
        help_text=_("It stays in the history, and the owner sees it."), required=False, most=300
    )


class EndForm(StageForm, ReasonForm):
    pass


class TestedStageForm(StageForm):
    """One of the stages that end with a test."""

    def __init__(self, *args, track, **kwargs):
        super().__init__(*args, track=track, **kwargs)
        self.fields["stage"].queryset = track.stages.exclude(pass_mark=None).in_order()


class ScoreForm(TestedStageForm):
    points = forms.IntegerField(label=_("Points in the post-test"), help_text=_("0 to 100"))


class ScoreTableForm(TestedStageForm):
    file = forms.FileField(
        label=_("Table (XLSX or CSV)"),
        help_text=_(
            "Two columns with a heading: the number of the registration (UMK-…) and the points."
        ),
        widget=widgets.UnfoldAdminFileFieldWidget,
    )
