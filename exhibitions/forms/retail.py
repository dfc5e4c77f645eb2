"""Offering a product to a retail partner."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from exhibitions.models.retail import MOST_PIECES


class OfferForm(forms.Form):
    agrees = forms.BooleanField(
        label=_("The partner may see this product"),
        help_text=_(
            "Name, photo, price, content, papers and how much you can deliver. Not your name, and"
            " not your number. You can take it back."
        ),
        required=False,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class CapacityForm(forms.Form):
    pieces = forms.IntegerField(
        label=_("Pieces a month"),
        min_value=1,
        max_value=MOST_PIECES,
        help_text=_("What you can deliver every month without borrowing. Example: 500."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 7}
        ),
        error_messages={
            "required": _("Please write how many pieces a month."),
            "invalid": _("Please write a whole number, for example 500."),
            "min_value": _("Please write a whole number, for example 500."),
            "max_value": _("That is more than a million pieces; is there a nought too many?"),
        },
    )
