"""Forms in front of the services of exhibitions."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from consultations.models import Constraint
from exhibitions import selectors
from exhibitions.models import Activity, Booth, CallAnswer, Verdict
from plut_portal.accounts.models import User
from plut_portal.accounts.roles import Role
from plut_portal.core.admin_forms import (
    CreatingForm,
    DateInput,
    MomentField,
    OfficeForm,
    choice,
    reason_field,
)


class ActivityForm(forms.ModelForm):
    """The row's own page."""

    def _post_clean(self):
        super()._post_clean()
        # Looked at with what stands there already: once published, the promised day stays.
        if "apply_until" in self.cleaned_data and self.instance.answers_before_closing:
            self.add_error("apply_until", selectors.ANSWERS_BEFORE_CLOSING)


class CopyForm(CreatingForm):
    activity = choice(
        Activity.objects.exclude(state=Activity.State.DRAFT).order_by("-starts_on", "-pk"),
        label=_("Activity"),
    )
    starts_on = forms.DateField(
        label=_("First day of the new one"),
        widget=DateInput,
        required=False,
        help_text=_("Empty: the same weekday a year later. All other dates move along with it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].label_from_instance = lambda activity: activity.edition


class QuotaForm(OfficeForm):
    quota = forms.IntegerField(label=_("Places"), min_value=1, max_value=1000)


class CapacityForm(OfficeForm):
    capacity = forms.IntegerField(
        label=_("How many businesses share it"), min_value=1, max_value=Booth.MOST_SEATS
    )


class BoothForm(OfficeForm):
    """A booth of the activity of this application."""

    booth = choice(Booth.objects.none(), label=_("Booth"))

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        rows = {
            row.booth.pk: row
            for zone in selectors.booth_plan(application.activity).zones
            for row in zone.rows
        }
        self.fields["booth"].queryset = selectors.booths_of(application.activity)
        self.fields["booth"].label_from_instance = lambda booth: (
            _("%(zone)s – %(code)s: %(free)d free, %(watts)d watts")
            % {
                "zone": booth.zone.name,
                "code": booth.code,
                "free": rows[booth.pk].free,
                "watts": booth.watts - rows[booth.pk].watts_needed,
            }
        )


class ProposeForm(OfficeForm):
    # Not required here: the one sentence about it is the service's.
    despite_gaps = forms.BooleanField(
        label=_("Go on without the points that are missing"),
        help_text=_("Points given later move the ranks; then propose again."),
        required=False,
        widget=widgets.UnfoldBooleanWidget,
    )

    def __init__(self, *args, gaps, **kwargs):
        super().__init__(*args, **kwargs)
        if not gaps.entries:
            del self.fields["despite_gaps"]


class VerdictForm(OfficeForm):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=Verdict.Outcome.choices,
        widget=widgets.UnfoldAdminRadioSelectWidget,
    )
    # Not required here: the one sentence about it is the service's.
    constraints = forms.ModelMultipleChoiceField(
        Constraint.objects.active().in_order().select_related("expertise"),
        label=_("What held it back"),
        help_text=_("Each leads the owner to a consultant. A refusal needs at least one."),
        required=False,
        widget=widgets.UnfoldAdminCheckboxSelectMultipleWidget,
    )
    note = forms.CharField(
        label=_("Sentence for the owner"),
        help_text=_("Sent with the decision, once everything is released."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["constraints"].label_from_instance = lambda constraint: constraint.label


class CuratorForm(OfficeForm):
    curator = choice(User.objects.none(), label=_("Curator"))

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["curator"].queryset = possible_curators().exclude(curated_activities=activity)


def possible_curators():
    curators = User.objects.filter(groups__name=Role.CURATOR.value, is_active=True)
    return curators.order_by("full_name", "pk")


class ConflictForm(OfficeForm):
    curator = choice(User.objects.none(), label=_("Curator"))
    reason = reason_field(help_text=_("It is kept, and only the office reads it."))

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        panel = application.activity.curators.order_by("full_name", "pk")
        self.fields["curator"].queryset = panel


class CallForm(CreatingForm):
    wanted = forms.IntegerField(label=_("How many are needed"), min_value=1, max_value=100)
    answer_until = MomentField(label=_("Answer until (WIB)"))
    message = forms.CharField(
        label=_("What they need to know"),
        help_text=_("When to be where, what the office brings along."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(OfficeForm):
    """What a business said on the phone."""

    YES, NO = "ya", "tidak"

    answer = choice(CallAnswer.objects.none(), label=_("Business"))
    comes = forms.ChoiceField(
        label=_("Its answer"),
        choices=[(YES, _("Comes")), (NO, _("Cannot come"))],
        widget=widgets.UnfoldAdminRadioSelectWidget,
    )

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        asked = call.answers.exclude(
            state__in=[CallAnswer.State.COMING, CallAnswer.State.BACKED_OUT]
        )
        self.fields["answer"].queryset = asked.select_related("business__village").order_by("pk")
        self.fields["answer"].label_from_instance = lambda answer: answer.business.label

    def clean_comes(self):
        return self.cleaned_data["comes"] == self.YES
