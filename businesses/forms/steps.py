"""The forms of the steps: one idea each."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.classes import TurnoverBand
from businesses.forms.remarks import Remarked
from businesses.models import FIRST_YEAR, MOST_WORKERS, OperatingState
from plut_portal.core import clock, formats
from plut_portal.core.form_fields import RupiahField
from plut_portal.core.validators import normalise_nib, validate_plain_text

WITHHELD = "WITHHELD"


class NameForm(Remarked, forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the business"),
        max_length=120,
        validators=[validate_plain_text],
        help_text=gettext_lazy("As your customers know it."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": gettext_lazy("Please write the name your customers know.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=250,
        validators=[validate_plain_text],
        help_text=gettext_lazy(
            "Street and number, hamlet, RT/RW. Example: Jl. Kopral Kasdi 12, Dusun Banaran, RT 02/RW 05."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={
            "required": gettext_lazy("Please write the address; the hamlet and RT/RW are enough.")
        },
    )


class WorkersField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=MOST_WORKERS,
            error_messages={
                "required": gettext_lazy("Please write a number, 0 if there is nobody."),
                "invalid": gettext_lazy("Please write a whole number, for example 2."),
                "min_value": gettext_lazy("Please write 0 or more."),
                "max_value": gettext_lazy("Please write at most %(limit_value)s."),
            },
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 5}
            ),
            **kwargs,
        )


class ConditionForm(Remarked, forms.Form):
    operating_state = forms.ChoiceField(
        label=gettext_lazy("How is your business going now?"),
        choices=[
            (OperatingState.RUNNING, gettext_lazy("Running")),
            (
                OperatingState.PAUSED,
                gettext_lazy("Running with difficulty, sometimes it stands still"),
            ),
            (OperatingState.STOPPED, gettext_lazy("Stopped for now")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of the three.")},
    )
    workers_female = WorkersField(
        label=gettext_lazy("Women who work there"),
        help_text=gettext_lazy("Count yourself and family who help."),
    )
    workers_male = WorkersField(label=gettext_lazy("Men who work there"))
    started_year = forms.IntegerField(
        label=gettext_lazy("Since which year?"),
        required=False,
        help_text=gettext_lazy("Roughly is enough."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}
        ),
        error_messages={"invalid": gettext_lazy("Please write a year in four digits.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = formats.wib_day(clock.now()).year
        message = _("Please write a year from %(first)d to %(last)d.") % {
            "first": FIRST_YEAR,
            "last": this_year,
        }
        self.fields["started_year"].validators += [
            MinValueValidator(FIRST_YEAR, message),
            MaxValueValidator(this_year, message),
        ]


class TurnoverForm(Remarked, forms.Form):
    turnover_band = forms.ChoiceField(
        label=gettext_lazy("About how much do you sell in a year?"),
        help_text=gettext_lazy(
            "Not for tax. All sales of the last twelve months, before costs. Only the office "
            "reads it, to see whether its help works."
        ),
        choices=[*TurnoverBand.choices, (WITHHELD, gettext_lazy("I prefer not to say"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one, or “I prefer not to say”.")},
    )
    capital = RupiahField(
        label=gettext_lazy("Capital of the business, in rupiah"),
        required=False,
        help_text=gettext_lazy(
            "Not for tax. Tools, stock and cash, without land and buildings. Example: 15.000.000."
        ),
    )

    def clean_turnover_band(self) -> str:
        band = self.cleaned_data["turnover_band"]
        return "" if band == WITHHELD else band


class NibForm(Remarked, forms.Form):
    nib = forms.CharField(
        label=gettext_lazy("NIB, business identification number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "13 digits, on the sheet from OSS. It is yours and counts for all your businesses. "
            "None yet? Leave it empty."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_nib(self) -> str:
        nib = self.cleaned_data["nib"]
        return normalise_nib(nib) if nib else ""
