from datetime import date
from typing import cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultant, ExtraHours, Leave, WeeklyHours

REQUIRED = _("Please fill this in.")


class DayInput(forms.DateInput):
    """The browser's own, which wants ISO whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class CalendarForm(forms.ModelForm):
    """Rows of the consultant who fills it in; sent twice, it makes one."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, consultant: Consultant, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.consultant = consultant
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED

    def _get_validation_exclusions(self):
        # Overlaps are refused by the service: a form sent twice must not meet its own first row.
        return super()._get_validation_exclusions() | {"weekday", "on"}


class HoursForm(CalendarForm):
    class Meta:
        model = WeeklyHours
        fields = [
            "weekday",
            "opens",
            "closes",
            "at_office",
            "online",
            "on_visit",
            "valid_from",
            "valid_until",
        ]
        widgets = {
            "opens": ClockInput,
            "closes": ClockInput,
            "valid_from": DayInput,
            "valid_until": DayInput,
        }
        help_texts = {
            "valid_from": _("Empty: from now on."),
            "valid_until": _("Empty: until further notice."),
        }


class ExtraHoursForm(CalendarForm):
    class Meta:
        model = ExtraHours
        fields = ["on", "opens", "closes", "at_office", "online", "on_visit"]
        widgets = {"on": DayInput, "opens": ClockInput, "closes": ClockInput}


class LeaveForm(CalendarForm):
    class Meta:
        model = Leave
        fields = ["starts_on", "ends_on", "from_time", "until_time", "substitute", "reason"]
        widgets = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "from_time": ClockInput,
            "until_time": ClockInput,
        }
        labels = {"from_time": _("Only from"), "until_time": _("Only until")}

    def __init__(self, *args, consultant: Consultant, **kwargs) -> None:
        super().__init__(*args, consultant=consultant, **kwargs)
        colleagues = Consultant.objects.active().exclude(pk=consultant.pk).select_related("user")
        field = cast(forms.ModelChoiceField, self.fields["substitute"])
        field.queryset = colleagues.order_by("position", "pk")
        field.empty_label = _("Nobody")


class EndHoursForm(forms.Form):
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("From the day after on, nobody can book these hours."),
        widget=DayInput,
        error_messages={"required": REQUIRED},
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button says it."""
