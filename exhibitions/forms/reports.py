from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from exhibitions.forms.fields import MoneyField, NumberField
from exhibitions.selectors import ReportQuestions
from plut_portal.core.validators import validate_plain_text


class ReportForm(forms.Form):
    """Three numbers of one day, called as fits the activity."""

    visitors = NumberField()
    pieces = NumberField()
    turnover = MoneyField(help_text=_("All that was paid, cash and QRIS. Not for the tax office."))
    note = forms.CharField(
        label=_("Anything else?"),
        max_length=300,
        required=False,
        validators=[validate_plain_text],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, questions: ReportQuestions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visitors"].label = questions.visitors
        self.fields["visitors"].help_text = questions.visitors_help
        self.fields["pieces"].label = questions.pieces
        self.fields["turnover"].label = questions.turnover


class OrderForm(forms.Form):
    buyer = forms.CharField(
        label=_("Who ordered?"),
        help_text=_("A shop, an office, a person. Only you and the office see it."),
        max_length=120,
        validators=[validate_plain_text],
        error_messages={"required": _("Please write who ordered.")},
    )
    what = forms.CharField(
        label=_("What?"), max_length=160, required=False, validators=[validate_plain_text]
    )
    amount = MoneyField(label=_("Value of the order, in rupiah"))
    ordered_on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Please choose the day."),
            "invalid": _("Please write a date."),
        },
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = {"min": first.isoformat(), "max": last.isoformat()}
        self.fields["ordered_on"].widget.attrs |= days
        self.fields["ordered_on"].initial = last
