"""Forms of the office pages, dressed by the admin's theme."""

from datetime import timedelta
from uuid import uuid4

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from plut_portal.core import clock, formats
from plut_portal.core.forms import is_key

_WIDGETS = {
    forms.TextInput: widgets.UnfoldAdminTextInputWidget,
    forms.EmailInput: widgets.UnfoldAdminEmailInputWidget,
    forms.NumberInput: widgets.UnfoldAdminIntegerFieldWidget,
    forms.Textarea: widgets.UnfoldAdminTextareaWidget,
}


class DateInput(forms.DateInput):
    """The browser's own, which wants ISO whatever the language."""

    input_type = "date"

    def __init__(self, attrs=None):
        classes = {"class": " ".join(widgets.DATETIME_CLASSES)}
        super().__init__(attrs=classes | (attrs or {}), format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        classes = {"class": " ".join(widgets.DATETIME_CLASSES)}
        super().__init__(attrs=classes | (attrs or {}), format="%H:%M")


class Autocomplete(AutocompleteSelect):
    """With words in the empty box: they are its name for those who do not see it."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-placeholder": _("Type to search")}

    def optgroups(self, name, value, attr=None):
        # Drawn before the field has judged what stands in the address or was sent.
        return super().optgroups(name, [key for key in value if is_key(key)], attr)


class ShortTextarea(widgets.UnfoldAdminTextareaWidget):
    def __init__(self, attrs=None):
        super().__init__(attrs={"rows": 4} | (attrs or {}))


class OfficeForm(forms.Form):
    """A form in front of a service. Plain inputs get the theme's own look."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dressed = _WIDGETS.get(type(field.widget))
            if dressed:
                field.widget = dressed(attrs=field.widget.attrs)
                field.widget.is_required = field.required
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Please fill this in.")


class CreatingForm(OfficeForm):
    """One that creates a row: sent twice, it does so once."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ReasonForm(OfficeForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class MomentField(forms.DateTimeField):
    """A day and an hour in WIB, by the browser's own field."""

    FORMAT = "%Y-%m-%dT%H:%M"

    def __init__(self, **kwargs):
        attrs = {"type": "datetime-local", "class": " ".join(widgets.INPUT_CLASSES)}
        widget = forms.DateTimeInput(format=self.FORMAT, attrs=attrs)
        super().__init__(input_formats=[self.FORMAT], widget=widget, **kwargs)

    def to_python(self, value):
        moment = super().to_python(value)
        return moment and moment.replace(tzinfo=formats.WIB)

    def prepare_value(self, value):
        return formats.to_wib(value) if hasattr(value, "tzinfo") else value


def choice(queryset, **kwargs):
    return forms.ModelChoiceField(
        queryset, widget=widgets.UnfoldAdminSelectWidget, empty_label=_("Choose …"), **kwargs
    )


def reason_field(*, help_text="", label=None, required=True, most=200):
    return forms.CharField(
        label=label or _("Reason"),
        help_text=help_text,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WhyForm(OfficeForm):
    reason = reason_field(help_text=_("The owner reads it."))


class DemoClockForm(forms.Form):
    STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}

    to = forms.ChoiceField(choices=[(name, name) for name in (*STEPS, "moment", "real")])
    moment = forms.DateTimeField(
        label=_("Date and time (WIB)"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M",
            attrs={"type": "datetime-local", "class": " ".join(widgets.INPUT_CLASSES)},
        ),
    )

    def clean(self):
        data = super().clean()
        if data.get("to") == "moment" and not data.get("moment") and "moment" not in self.errors:
            self.add_error("moment", _("Please choose a date and a time."))
        return data

    def step(self):
        """How far the clock is to be moved from where it stands."""
        to = self.cleaned_data["to"]
        if to == "real":
            return -clock.offset()
        if to == "moment":
            return self.cleaned_data["moment"] - clock.now()
        return self.STEPS[to]
